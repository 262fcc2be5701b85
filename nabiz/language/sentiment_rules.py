"""What the words of one sentence say: their values, turned round and graded by their neighbours."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from nabiz.language.detection import Language
from nabiz.language.endings import is_denied_verb
from nabiz.language.lexicon import Lexicon

SCOPE = 3  # words that a denial reaches
SCOPE_OF_PURPOSE = 4  # words within which "not" may belong to a verb that says nothing: "not really sure"
MORE, LESS = 1.3, 0.6
OF_PRAISE, OF_BLAME, NO_TROUBLE, LEAST = 0.9, 0.4, 1.3, 0.7
MISSING = -1.0  # something was denied that is neither praise nor blame: "cevap vermediler", "can't log in"
SIGNS_AT_MOST = 2.5
NEVER = "asla"  # announces a denial that the verb then makes: "bir daha asla almam" is one, not two
HIGH, LOW = 0.75, 0.5  # marks out of ten (or five) that praise and that blame

_ASKING = re.compile(r"m[iu](?:s[iu]n(?:[iu]z)?|y[iu][mz]|d[iu]r|yd[iu]\w*)?")
_MARK = re.compile(r"(\d+(?:[.,]\d+)?)/(5|10)")


@dataclass(slots=True)
class Remark:
    """A telling word or phrase: where it stands, what it says, whether it names a trouble whose absence is praise, and
    whether it is a denial itself, which another one nearby ("gelmedi, aramadılar") does not turn round."""

    start: int
    end: int
    value: float
    is_trouble: bool = False
    is_denial: bool = False


@dataclass(frozen=True)
class Rules:
    """The lexicon of one language and how its words act on each other."""

    language: Language
    scores: Lexicon[float]
    troubles: Lexicon[bool]
    negators: Lexicon[bool]
    intensifiers: Lexicon[bool]
    diminishers: Lexicon[bool]
    contrasts: Lexicon[bool]
    concessions: Lexicon[bool]
    impatience: Lexicon[bool]
    questions: Lexicon[bool]
    neutral: Lexicon[bool]
    excesses: Lexicon[bool]
    restrictions: Lexicon[bool]
    quiet: Lexicon[bool]
    superlatives: Lexicon[bool]
    first_persons: frozenset[str]
    signs: dict[str, float] = field(default_factory=dict)

    def remarks(self, words: tuple[str, ...]) -> list[Remark]:
        """Everything the words say, denials of something unnamed included."""
        found = self._found(words)
        covered = {i for remark in found for i in range(remark.start, remark.end)}
        denials = {i for i in range(len(words)) if i not in covered and self._denies(words, i)}
        used: set[int] = set()
        turned: list[Remark] = []
        for remark in found:
            near = self._reaching(words, remark, denials)
            used |= near
            is_neither = self.language == "tr" and "ne" in words[: remark.start] and words.count("ne") > 1
            if near or is_neither:
                turned.append(remark)
            remark.value *= self._degree(words, remark.start)
        _turn_round(turned)
        unnamed = [Remark(i, i + 1, MISSING) for i in sorted(denials - used) if self._is_complaint(words, i)]
        return found + _first_per_clause(words, unnamed) + self._too_much(words, covered)

    def asks(self, words: tuple[str, ...]) -> bool:
        """Whether it is a question even without its mark."""
        if self.language == "en":
            return bool(words and self.questions.match(words, 0))
        last = range(max(len(words) - 2, 0), len(words))
        return any(_ASKING.fullmatch(words[i]) or self.questions.match(words, i) for i in last)

    def conceded(self, words: tuple[str, ...], at: int) -> range:
        """The words that a concession plays down: those after "although" to the pause, those before "rağmen"."""
        if self.language == "tr":
            return range(at)
        return range(at, next((i for i in range(at, len(words)) if words[i] == ","), len(words)))

    def of_signs(self, signs: tuple[str, ...]) -> float:
        """What emoji say, each counted once."""
        total = sum(self.signs.get(sign, 0.0) for sign in set(signs))
        return max(-SIGNS_AT_MOST, min(SIGNS_AT_MOST, total))

    def _found(self, words: tuple[str, ...]) -> list[Remark]:
        found, i = [], 0
        while i < len(words):
            match = self.scores.match(words, i)
            if match:
                is_trouble = self.troubles.match(words, i) is not None
                value = _denied(match.value, is_trouble) if match.is_denied else match.value
                span = range(i, i + match.length)
                is_denial = match.is_denied or any(words[j] == NEVER or self._denies(words, j) for j in span)
                found.append(Remark(i, span.stop, value, is_trouble, is_denial))
            elif mark := _MARK.fullmatch(words[i]):
                found.append(Remark(i, i + 1, _value_of_mark(float(mark[1].replace(",", ".")), int(mark[2]))))
            i += match.length if match else 1
        return found

    def _denies(self, words: tuple[str, ...], i: int) -> bool:
        """Whether this word denies another: not, değil, yok, or any Turkish verb denied."""
        word, after = words[i], words[i + 1] if i + 1 < len(words) else ""
        if self.language == "en":
            return self.negators.match(words, i) is not None and not self.restrictions.match([after], 0)
        if self.negators.match(words, i):
            is_only = any(self.restrictions.match(words, j) for j in range(i))
            return not (_ASKING.fullmatch(after) or (is_only and word.startswith("degil")))
        return (is_denied_verb(word) or word in self.first_persons) and self.neutral.match(words, i) is None

    def _reaching(self, words: tuple[str, ...], remark: Remark, denials: set[int]) -> set[int]:
        """The denials whose scope holds the remark: before it in English, after it in Turkish, in its own clause."""
        if remark.value == 0 or remark.is_denial:
            return set()
        if self.language == "en":
            places = range(remark.start - 1, max(remark.start - SCOPE, 0) - 1, -1)
        else:
            places = range(remark.end, min(remark.end + SCOPE, len(words)))
        is_rare = any(self.superlatives.match(words, i) for i in range(remark.start))
        near: set[int] = set()
        for i in places:
            if words[i] == "," or self.contrasts.match(words, i):
                break
            if i in denials and not (is_rare and is_denied_verb(words[i])):
                near.add(i)
        return near

    def _degree(self, words: tuple[str, ...], start: int) -> float:
        for i in (start - 1, start - 2):
            if i >= 0 and words[i] != ",":
                if self.diminishers.match(words, i):
                    return LESS
                if self.intensifiers.match(words, i):
                    return MORE
        return 1.0

    def _is_complaint(self, words: tuple[str, ...], i: int) -> bool:
        """Whether a denial of nothing telling complains: not when one only has not tried, or answers "no"."""
        if len(words) == 1 or self.quiet.match(words, i):
            return False
        after = range(i + 1, min(i + 1 + SCOPE_OF_PURPOSE, len(words)))
        return self.language == "tr" or not any(self.neutral.match(words, j) for j in after)

    def _too_much(self, words: tuple[str, ...], covered: set[int]) -> list[Remark]:
        places = [i for i in range(len(words) - 1) if i not in covered and self.excesses.match(words, i)]
        return [Remark(i, i + 2, MISSING) for i in places if i + 1 not in covered and words[i + 1] != ","]


@cache
def rules_for(language: Language) -> Rules:
    """The rules of a language, read from their file once."""
    given = _read(f"sentiment_{language}.toml")
    words: dict[str, str] = given["words"]
    scores: Lexicon[float] = Lexicon(language)
    for value, entries in given["scores"].items():
        scores.add(entries, float(value))
    verbs = [verb.strip() for verb in words["neutral_verbs"].split(",")]
    neutral: Lexicon[bool] = Lexicon(language)
    neutral.add([f"{verb}-" for verb in verbs] if language == "tr" else verbs, True)
    signs = {sign: float(value) for value, row in _read("sentiment_signs.toml").items() for sign in row.split()}
    first_persons = {f"{verb.strip()}{end}" for verb in words["aorist_verbs"].split(",") for end in ("mem", "mam")}
    roles = ("negators", "intensifiers", "diminishers", "contrasts", "concessions", "impatience", "questions")
    return Rules(
        language,
        scores,
        _lexicon(language, words["troubles"]),
        **{role: _lexicon("en", words[role]) for role in (*roles, "excesses", "restrictions", "quiet", "superlatives")},
        neutral=neutral,
        first_persons=frozenset(first_persons),
        signs=signs,
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("nabiz.language") / name).read_text(encoding="utf-8"))


def _lexicon(language: str, entries: str) -> Lexicon[bool]:
    """A lexicon of words that play a part; those of "en" have no endings but the ones their entries show."""
    lexicon: Lexicon[bool] = Lexicon(language)
    lexicon.add(entries, True)
    return lexicon


def _denied(value: float, is_trouble: bool) -> float:
    if value > 0:
        return -max(OF_PRAISE * value, LEAST)
    return NO_TROUBLE if is_trouble else -OF_BLAME * value


def _turn_round(remarks: list[Remark]) -> None:
    """Deny what was said. Praise and blame denied together ("neither fast nor slow") say nothing."""
    is_balanced = min((r.value for r in remarks), default=0) < 0 < max((r.value for r in remarks), default=0)
    for remark in remarks:
        remark.value = 0.0 if is_balanced else _denied(remark.value, remark.is_trouble)


def _value_of_mark(mark: float, of: int) -> float:
    share = mark / of
    return 0.0 if share > 1 else 2.0 if share >= HIGH else -2.0 if share <= LOW else 0.0


def _first_per_clause(words: tuple[str, ...], remarks: list[Remark]) -> list[Remark]:
    """One complaint per clause: two denied verbs in a row are still one matter."""
    clauses = {words[: remark.start].count(","): remark for remark in reversed(remarks)}
    return list(clauses.values())
