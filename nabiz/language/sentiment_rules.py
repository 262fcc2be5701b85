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
ONCE, HOPED, IRONIC, TROUBLED = -0.4, 0.2, -0.3, -0.8
MISSING = -1.0  # something was denied that is neither praise nor blame: "cevap vermediler", "can't log in"
SIGNS_AT_MOST = 2.5
NEVER = "asla"  # announces a denial that the verb then makes: "bir daha asla almam" is one, not two
HIGH, LOW = 0.75, 0.5  # marks out of ten (or five) that praise and that blame

_ASKING = re.compile(r"m[iu](?:s[iu]n(?:[iu]z)?|y[iu][mz]|d[iu]r|yd[iu]\w*)?")
# A denial that stands as a name for something ("beğenmeyen", "beğenmediğim"), so that it can be denied in turn.
_PARTICIPLE = re.compile(r"[a-z]{2,}m[ae](?:y[ae]n\w*|d[iu][gk]\w*|d[ae]n|m[ae]k)")
_MARK = re.compile(r"(\d+(?:[.,]\d+)?)/(5|10)")


# The lists of words in the files that play a part as they are written there, without endings of their own.
ROLES = (
    "negators", "intensifiers", "diminishers", "contrasts", "concessions", "impatience", "questions", "excesses",
    "restrictions", "quiet", "superlatives", "fillers", "barriers", "reversals", "doubling", "courtesies", "past",
    "quoting",
)  # fmt: skip


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
    fillers: Lexicon[bool]
    barriers: Lexicon[bool]
    reversals: Lexicon[bool]
    doubling: Lexicon[bool]
    courtesies: Lexicon[bool]
    past: Lexicon[bool]
    quoting: Lexicon[bool]
    first_persons: frozenset[str]
    signs: dict[str, float] = field(default_factory=dict)
    plainer: dict[str, str] = field(default_factory=dict)

    def plainly(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The words with roundabout denials said shortly: "anything but helpful" is "not helpful"."""
        said = f" {' '.join(words)} "
        if not any(roundabout in said for roundabout in self.plainer):
            return words
        for roundabout, short in self.plainer.items():
            said = said.replace(roundabout, f" {short} ")
        return tuple(said.split())

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
            if remark.value and (self._is_odd(words, near) or self._is_neither(words, remark.start)):
                turned.append(remark)
            remark.value *= self._degree(words, remark.start)
        _turn_round(turned)
        self._doubt(words, found)
        unnamed = [Remark(i, i + 1, MISSING) for i in sorted(denials - used) if self._is_complaint(words, i)]
        if self.language == "tr" and words.count("ne") > 1 and not turned:
            unnamed.append(Remark(words.index("ne"), len(words), MISSING))
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
        """The denials whose scope holds the remark: before it in English, after it in Turkish, in its own clause.

        What is a denial itself is reached only by what denies a denial: "beğenmedim diyemem", "beğenmeyen yok".
        """
        if remark.value == 0 or (remark.is_denial and self.language == "en"):
            return set()
        is_name = _PARTICIPLE.fullmatch(words[remark.end - 1]) is not None
        is_rare = any(self.superlatives.match(words, i) for i in range(remark.start))
        near: set[int] = set()
        left = SCOPE
        for i in range(remark.start - 1, -1, -1) if self.language == "en" else range(remark.end, len(words)):
            if left == 0 or words[i] == "," or self.contrasts.match(words, i) or self.barriers.match(words, i):
                break
            is_heard = i in denials and not (is_rare and is_denied_verb(words[i]))
            if is_heard and (not remark.is_denial or self._denies_denials(words, i, is_name)):
                near.add(i)
            left -= self.fillers.match(words, i) is None
        return near

    def _denies_denials(self, words: tuple[str, ...], i: int, is_name: bool) -> bool:
        return self.reversals.match(words, i) is not None or (is_name and self.doubling.match(words, i) is not None)

    def _is_odd(self, words: tuple[str, ...], near: set[int]) -> bool:
        """Whether denials turn the remark round: in English two of them do not ("there was nothing I didn't like")."""
        if self.language == "tr" or any(words[i] in ("nor", "neither") for i in near):
            return bool(near)
        return len(near) % 2 == 1

    def _is_neither(self, words: tuple[str, ...], start: int) -> bool:
        """Whether a Turkish "ne … ne …" denies the word: it stands after one of the two, in the same clause."""
        if self.language == "en" or words.count("ne") < 2:
            return False
        return "ne" in words[max((i + 1 for i in range(start) if words[i] == ","), default=0) : start]

    def _doubt(self, words: tuple[str, ...], remarks: list[Remark]) -> None:
        """What was so once says the contrary of now; thanks for nothing but trouble are not meant."""
        for i in range(len(words)):
            if self.past.match(words, i):
                clause = range(i, next((j for j in range(i, len(words)) if words[j] == ","), len(words)))
                for remark in remarks:
                    remark.value *= ONCE if remark.start in clause else 1.0
        for remark in remarks:
            if remark.end < len(words) and self.quoting.match(words, remark.end):
                remark.value *= HOPED
        polite = [remark for remark in remarks if remark.value > 0 and self._is_courtesy(words, remark.start)]
        others = [remark.value for remark in remarks if remark not in polite]
        is_contrary = any(self.contrasts.match(words, i) for i in range(len(words)))
        if min(others, default=0) <= TROUBLED and max(others) <= 0 and not is_contrary:
            for remark in polite:
                remark.value *= IRONIC

    def _is_courtesy(self, words: tuple[str, ...], i: int) -> bool:
        """Thanks, congratulations; in English also what is called out first: "great, it broke again"."""
        is_called = self.language == "en" and i <= 1 and words[i + 1 : i + 2] == (",",)
        return is_called or self.courtesies.match(words, i) is not None

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
        is_answer = len(words) == 1 and (self.language == "en" or not is_denied_verb(words[i]))
        if is_answer or self.quiet.match(words, i):
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
    aorist = [verb.strip() for verb in words["aorist_verbs"].split(",")]
    first_persons = {verb + end for verb in aorist for end in ("mem", "mam", "emem", "amam", "yemem", "yamam")}
    return Rules(
        language,
        scores,
        _lexicon(language, words["troubles"]),
        **{role: _lexicon("en", words[role]) for role in ROLES},
        neutral=neutral,
        first_persons=frozenset(first_persons),
        signs=signs,
        plainer={f" {long} ": short for long, short in given["plainer"].items()},
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
        remark.is_denial = True


def _value_of_mark(mark: float, of: int) -> float:
    share = mark / of
    return 0.0 if share > 1 else 2.0 if share >= HIGH else -2.0 if share <= LOW else 0.0


def _first_per_clause(words: tuple[str, ...], remarks: list[Remark]) -> list[Remark]:
    """One complaint per clause: two denied verbs in a row are still one matter."""
    clauses = {words[: remark.start].count(","): remark for remark in reversed(remarks)}
    return list(clauses.values())
