"""What a text says about each thing it names: "kargo geç geldi ama ürün güzel" is delivery: −, product: +."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nabiz.language.cleaning import clean
from nabiz.language.detection import Language, detect_language
from nabiz.language.folding import plain_letters
from nabiz.language.sentiment import Judgement, Label, judge
from nabiz.language.themes import themes

CLAUSES_AT_MOST = 60
LONGEST = 4_000  # characters that are read

ThemesOf = Callable[[Sequence[str]], Sequence[Sequence[str]]]

_END = re.compile(r"(?<=[.!?…])\s+|\n+|;\s*|\s+[-–—]\s+")
_TURN = {
    "tr": re.compile(r",\s+|\s+(?=(?:ama|fakat|ancak|lakin|yalniz|oysa|buna ragmen|ne var ki)\b)"),
    "en": re.compile(r",\s+(?=\S+\s+\S+)|\s+(?=(?:but|however|although|though|yet|whereas|while)\b)"),
}


@dataclass(frozen=True, slots=True)
class Aspect:
    """What is said about one theme: the label, how likely it is, and the part of the text that says it."""

    theme: str
    label: Label
    probability: float
    clause: str


def read(
    text: str,
    language: Language | None = None,
    themes_of: Callable[[Sequence[str]], Sequence[Sequence[str]]] | None = None,
) -> tuple[Aspect, ...]:
    """Each theme that the text names, with the sentiment of the clauses that name it, in the order of appearance.

    `themes_of` gives the themes of each of several clauses; without it they are those of `themes.themes`. A clause that
    names none belongs to the one before it: "kargo çok geç geldi, rezalet". Where clauses differ the strongest counts.
    """
    read_in = language or detect_language(text) or "tr"
    parts = clauses(text, read_in)
    named = themes_of(parts) if themes_of else [themes(part, read_in) for part in parts]
    spans = _spans(parts, named)
    judged = judge([clause for _, clause in spans], read_in)
    found: dict[str, tuple[Judgement, str]] = {}
    for (about, clause), judgement in zip(spans, judged, strict=True):
        for theme in about:
            if theme not in found or _strength(judgement) > _strength(found[theme][0]):
                found[theme] = judgement, clause
    return tuple(Aspect(theme, said.label, said.probability, clause) for theme, (said, clause) in found.items())


def clauses(text: str, language: Language) -> list[str]:
    """The parts of a text that say one thing each: sentences, parted again at commas and at words like "ama", "but"."""
    found: list[str] = []
    for sentence in _END.split(clean(text, LONGEST)):
        start = 0
        # Looked for in plain letters of the same length, so that AMA and yalnız are found too.
        for turn in _TURN[language].finditer(_same_length(sentence)):
            found.append(sentence[start : turn.start()])
            start = turn.end()
        found.append(sentence[start:])
    return [clause.strip() for clause in found if clause.strip()][:CLAUSES_AT_MOST]


def _spans(parts: Sequence[str], named: Sequence[Sequence[str]]) -> list[tuple[tuple[str, ...], str]]:
    """Clauses with their themes; those without one joined to the one before, or to the first that names one."""
    spans: list[tuple[tuple[str, ...], str]] = []
    before = ""
    for part, about in zip(parts, named, strict=True):
        if about:
            spans.append((tuple(about), f"{before} {part}".strip()))
            before = ""
        elif spans:
            spans[-1] = (spans[-1][0], f"{spans[-1][1]}, {part}")
        else:
            before = f"{before} {part}".strip()
    return spans


def _strength(judgement: Judgement) -> float:
    return max(judgement.positive, judgement.negative)


def _same_length(text: str) -> str:
    return "".join(plain if len(plain := plain_letters(letter)) == 1 else letter for letter in text)
