"""How many points of a score a theme costs: the score as it is, less what it would be without those who spoke of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q

from nabiz.metrics.engines.base import Unanswered
from nabiz.metrics.parsing import BadQuestion, parse_question
from nabiz.metrics.queries import ask
from nabiz.statistics import nps, proportions
from nabiz.statistics.estimates import Difference
from nabiz.team.queries import company
from nabiz.themes.models import Verbatim
from nabiz.themes.windows import Stretch

FEWEST = 10  # answers with the theme, and as many without it
# The answers that count as good and those that count as bad, on the scale of each measure.
SCALES: dict[str, tuple[tuple[int, int], tuple[int, int], tuple[int, int]]] = {
    "nps": ((9, 10), (7, 8), (0, 6)),
    "csat": ((4, 5), (1, 3), (1, 3)),
    "ces": ((5, 7), (1, 4), (1, 4)),
}


@dataclass(frozen=True)
class Cost:
    """`points` is what the theme takes from the score (negative) or adds to it, with its bounds; None where too few
    spoke. NPS is in points, CSAT and CES are shares. `with_it` answered and spoke of the theme, of `answers` in all."""

    measure: str
    points: float | None
    low: float | None
    high: float | None
    with_it: int
    answers: int

    @property
    def unit(self) -> str:
        return "points" if self.measure == "nps" else "percent"

    @property
    def is_clear(self) -> bool:
        """Whether chance alone would not explain it."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def costs_of(theme_ids: Sequence[int], stretch: Stretch) -> list[Cost]:
    """One for each measure of which anybody who spoke of these themes gave a score.

    With w the share of answers that came with the theme, score − score without it = w × (score with it − score without
    it). The bounds are those of the difference (adjusted Wald for NPS, Newcombe for shares) times w.
    """
    found = [_cost(measure, theme_ids, stretch) for measure in SCALES]
    return [cost for cost in found if cost and cost.with_it]


def _cost(measure: str, theme_ids: Sequence[int], stretch: Stretch) -> Cost | None:
    everything = _everything(measure, stretch)
    if everything is None:
        return None
    its = _with_theme(measure, theme_ids, stretch)
    rest = [max(a - b, 0) for a, b in zip(everything, its, strict=True)]
    with_it, without, total = sum(its), sum(rest), sum(its) + sum(rest)
    if min(with_it, without) < FEWEST:
        return Cost(measure, None, None, None, with_it, total)
    difference = _difference(measure, rest, its)
    weight = with_it / total
    value, low, high = (weight * float(part) for part in (difference.value, difference.low, difference.high))
    return Cost(measure, value, low, high, with_it, total)


def _difference(measure: str, without: Sequence[int], with_it: Sequence[int]) -> Difference[float]:
    if measure == "nps":
        return nps.difference(nps.Counts(*map(float, without)), nps.Counts(*map(float, with_it)))
    first, second = (proportions.Share(float(each[0]), float(sum(each))) for each in (without, with_it))
    return proportions.difference(first, second)


def _everything(measure: str, stretch: Stretch) -> list[int] | None:
    """Good, middling and bad answers of the whole company, as the metric counts them."""
    home = company()
    if home is None:
        return None
    try:
        last = stretch.until - timedelta(days=1)
        counts: Mapping[str, Any] = ask(parse_question(measure, home, since=stretch.first, until=last)).only.counts
    except (BadQuestion, Unanswered):
        return None
    if measure == "nps":
        return [int(counts[name]) for name in ("promoters", "passives", "detractors")]
    good = int(counts["satisfied" if measure == "csat" else "easy"])
    return [good, 0, int(counts["n"]) - good]


def _with_theme(measure: str, theme_ids: Sequence[int], stretch: Stretch) -> list[int]:
    good, middling, bad = SCALES[measure]
    said = Verbatim.objects.filter(
        theme__in=theme_ids, measure=measure, at__gte=stretch.start, at__lt=stretch.end
    ).aggregate(
        good=Count("pk", filter=Q(score__range=good)),
        middling=Count("pk", filter=Q(score__range=middling)),
        bad=Count("pk", filter=Q(score__range=bad)),
    )
    return [said["good"], said["middling"] if measure == "nps" else 0, said["bad"]]
