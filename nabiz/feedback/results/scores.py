"""The score of a list of answers, by the measure that they belong to."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nabiz.statistics import nps, proportions
from nabiz.statistics.nps_segments import Stratum, poststratified
from nabiz.ui import formats
from nabiz.ui.charts.distribution import Tone

FEWEST = 10  # answers that a score needs to be shown
# Lowest and highest answer, and from which on an answer is good. NPS has bad ones up to 6 besides.
SCALES = {"nps": (0, 10, 9), "csat": (1, 5, 4), "ces": (1, 7, 5), "ces5": (1, 5, 4), "pmf": (1, 3, 3)}
NAMES = {"nps": "NPS", "csat": "CSAT", "ces": "CES", "ces5": "CES 5", "pmf": "PMF"}
DETRACTORS = 6
WEIGHT_CAP = 5.0
SURE_FROM = 30
METRICS = ("nps", "csat", "ces", "pmf")


@dataclass(frozen=True)
class Scored:
    """A score with its bounds; the value is None where too few answered. NPS is in points, the others are shares."""

    measure: str
    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def unit(self) -> str:
        return "points" if self.measure == "nps" else "percent"

    @property
    def name(self) -> str:
        return NAMES[self.measure]

    @property
    def is_metric(self) -> bool:
        """Whether there is a page that says how it is counted."""
        return self.measure in METRICS

    @property
    def is_few(self) -> bool:
        return self.value is not None and self.n < SURE_FROM

    @property
    def words(self) -> str:
        return formats.format_value(self.value, self.unit)

    @property
    def bounds(self) -> str:
        return formats.format_interval(self.low, self.high, self.unit)


@dataclass(frozen=True)
class Weight:
    """One group: how many of it were asked, how many answered, and for how many answers each of theirs counts."""

    name: str
    asked: int
    answers: int
    weight: float


@dataclass(frozen=True)
class WeightedScore:
    """The score as if every group had answered alike, with the weights that make it, and how many answers it is worth.

    `left_out` answers are of groups of which nobody was asked; `collapsed` groups were too small and joined the next.
    """

    words: str
    bounds: str
    n_effective: str
    collapsed: tuple[str, ...]
    weights: tuple[Weight, ...]
    left_out: int
    is_capped: bool


def valid(measure: str, scores: Sequence[int]) -> list[int]:
    lowest, highest, _good = SCALES[measure]
    return [score for score in scores if lowest <= score <= highest]


def score_of(measure: str, scores: Sequence[int], fewest: int = FEWEST) -> Scored:
    """NPS with adjusted-Wald bounds, everything else as the share of good answers with Wilson's."""
    answers = valid(measure, scores)
    if len(answers) < fewest:
        return Scored(measure, len(answers))
    promoters, passives, detractors = parts(measure, answers)
    if measure == "nps":
        found = nps.interval(float(promoters), float(passives), float(detractors))
    else:
        found = proportions.interval(float(promoters), float(len(answers)))
    return Scored(measure, len(answers), float(found.value), float(found.low), float(found.high))


def parts(measure: str, answers: Sequence[int]) -> tuple[int, int, int]:
    """How many answers are good, neither, and bad."""
    good = sum(answer >= SCALES[measure][2] for answer in answers)
    bad = sum(answer <= DETRACTORS for answer in answers) if measure == "nps" else len(answers) - good
    return good, len(answers) - good - bad, bad


def tone_of(measure: str, answer: int) -> Tone:
    if answer >= SCALES[measure][2]:
        return "good"
    bad_up_to = DETRACTORS if measure == "nps" else SCALES[measure][2] - 2
    return "bad" if answer <= bad_up_to else "none"


def weighted(measure: str, groups: dict[str, list[int]], population: Counter[str]) -> WeightedScore | None:
    """The score with each group weighed by how many of it were asked; None where fewer than two groups answered.

    No answer counts for more than five times as much as another.
    """
    answers = {name: valid(measure, scores) for name, scores in sorted(groups.items())}
    strata = [
        Stratum(name, float(population[name]), *map(float, parts(measure, scores)))
        for name, scores in answers.items()
        if population[name] and scores
    ]
    if len(strata) < 2 or sum(stratum.answers for stratum in strata) < FEWEST:
        return None
    found, whole = poststratified(strata, weight_cap=WEIGHT_CAP), poststratified(strata)
    value, low, high = found.estimate.value, found.estimate.low, found.estimate.high
    unit = "points"
    if measure != "nps":  # coded +1 and -1, a share p is the score 100 (2p - 1)
        value, low, high = ((part / 100 + 1) / 2 for part in (value, low, high))
        unit = "percent"
    return WeightedScore(
        formats.format_value(value, unit),
        formats.format_interval(low, high, unit),
        formats.format_number(found.n_effective),
        found.collapsed,
        tuple(_weights(strata)),
        sum(len(scores) for name, scores in answers.items() if not population[name]),
        is_capped=whole.weight_ratio > WEIGHT_CAP,
    )


def _weights(strata: Sequence[Stratum]) -> Iterator[Weight]:
    """One answer on average counts for one."""
    each = sum(stratum.population for stratum in strata) / sum(stratum.answers for stratum in strata)
    smallest = min(stratum.population / stratum.answers for stratum in strata)
    for stratum in strata:
        weight = min(stratum.population / stratum.answers, smallest * WEIGHT_CAP) / each
        yield Weight(stratum.name, int(stratum.population), int(stratum.answers), weight)
