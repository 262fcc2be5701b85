"""Customer Effort Score (CES). Two versions with opposite directions; a trend holds one of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from nabiz.statistics import means, proportions
from nabiz.statistics.answers import valid_answers
from nabiz.statistics.estimates import Estimate


@dataclass(frozen=True, slots=True)
class Version:
    """How effort was asked: the scale, which boxes mean "easy", and which way is good. Stored with the question."""

    name: str
    scale: tuple[int, int]
    easy_boxes: tuple[int, ...]
    higher_is_easier: bool


V1 = Version("1.0", (1, 5), (1, 2), higher_is_easier=False)
"""Dixon, Freeman & Toman 2010 (HBR): "how much effort did you personally have to put forth", 1-5."""

V2 = Version("2.0", (1, 7), (5, 6, 7), higher_is_easier=True)
"""Dixon, Toman & DeLisi 2013 (CEB): "made it easy for me to handle my issue", 1-7 agreement."""

EASY_5 = Version("easy-5", (1, 5), (4, 5), higher_is_easier=True)
"""The five-point "how easy was it" that many tools ask."""


@dataclass(frozen=True, slots=True)
class Summary:
    """`easy` is the headline (a fraction, Wilson); `mean` (t) is in points of the version's scale."""

    version: Version
    n: int
    n_invalid: int
    easy: Estimate[float]
    mean: Estimate[float]


def summary(scores: Iterable[object], version: Version = V2, *, confidence: float = 0.95) -> Summary:
    """Summarise a list of answers to one version. For counts per group use `proportions` and `means`.

    Null, text, fractions and numbers off the scale are dropped and counted. NaN without answers.
    """
    answers = valid_answers(scores, version.scale)
    easy = answers.how_many(version.easy_boxes)
    share = proportions.interval(float(easy), float(answers.n), confidence=confidence)
    mean = means.interval(*means.sums(answers.values), confidence=confidence)
    return Summary(version, answers.n, answers.n_invalid, share, mean)


def only_version(versions: Iterable[Version]) -> Version:
    """The one version among the answers of a trend. ValueError if there are several, for their directions differ."""
    found = set(versions)
    if len(found) != 1:
        names = ", ".join(sorted(version.name for version in found)) or "none"
        raise ValueError(f"one trend holds one version of the effort question, not {names}")
    return found.pop()
