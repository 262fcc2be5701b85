"""Before and after the sale: two experiences, each with its own scores, and whether they differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from nabiz.feedback.results.scores import FEWEST, NAMES, Scored
from nabiz.metrics.engines.base import Unanswered
from nabiz.metrics.parsing import BadQuestion, Home, parse_question
from nabiz.metrics.queries import ask
from nabiz.statistics import nps, proportions
from nabiz.ui import formats

BEFORE, AFTER = ("discover", "buy"), ("receive", "start", "use", "support", "renew")
GOOD = {"csat": "satisfied", "ces": "easy"}
DAYS = 90


@dataclass(frozen=True)
class Pair:
    """One measure on both sides; `verdict` says in words whether they differ."""

    name: str
    before: Scored
    after: Scored
    verdict: str
    tone: str
    bounds: str = ""
    measure: str = ""


def sides_of(home: Home) -> list[Pair]:
    """NPS, CSAT and CES of the last 90 days before and after the sale; measures that nobody answered are left out."""
    found = [_pair(measure, home) for measure in ("nps", "csat", "ces")]
    return [pair for pair in found if pair]


def _pair(measure: str, home: Home) -> Pair | None:
    since = timezone.localdate() - timedelta(days=DAYS)
    try:
        answers = ask(parse_question(measure, home, by=["stage"], since=since)).answers
    except (BadQuestion, Unanswered):
        return None
    counts = {answer.group("stage"): _counts(measure, answer.counts) for answer in answers}
    before, after = (_total(counts, stages) for stages in (BEFORE, AFTER))
    if not sum(before) + sum(after):
        return None
    first, second = _scored(measure, before), _scored(measure, after)
    if first.value is None or second.value is None:
        return Pair(NAMES[measure], first, second, _("too few answers to compare"), "none", measure=measure)
    return Pair(NAMES[measure], first, second, *_verdict(measure, before, after), measure=measure)


def _counts(measure: str, counts: Mapping[str, Any]) -> tuple[int, int, int]:
    if measure == "nps":
        return int(counts["promoters"]), int(counts["passives"]), int(counts["detractors"])
    good = int(counts[GOOD[measure]])
    return good, 0, int(counts["n"]) - good


def _total(counts: Mapping[str, tuple[int, int, int]], stages: tuple[str, ...]) -> tuple[int, int, int]:
    several = [counts[stage] for stage in stages if stage in counts]
    good, middling, bad = (sum(each[place] for each in several) for place in range(3))
    return good, middling, bad


def _scored(measure: str, counts: tuple[int, int, int]) -> Scored:
    n = sum(counts)
    if n < FEWEST:
        return Scored(measure, n)
    found = nps.interval(*map(float, counts)) if measure == "nps" else proportions.interval(float(counts[0]), float(n))
    return Scored(measure, n, float(found.value), float(found.low), float(found.high))


def _verdict(measure: str, before: tuple[int, int, int], after: tuple[int, int, int]) -> tuple[str, str, str]:
    """In words whether they differ, the tone of it, and the bounds of the difference: after less before."""
    if measure == "nps":
        found = nps.difference(nps.Counts(*map(float, before)), nps.Counts(*map(float, after)))
        unit = "points"
    else:
        shares = [proportions.Share(float(each[0]), float(sum(each))) for each in (before, after)]
        found, unit = proportions.difference(*shares), "percent"
    bounds = formats.format_span(float(found.low), float(found.high), unit)
    if not found.significant:
        return _("no clear difference (p %(p)s)") % {"p": formats.format_p(found.p_value)}, "none", bounds
    words = (
        _("%(by)s higher after the sale (p %(p)s)") if found.value > 0 else _("%(by)s lower after the sale (p %(p)s)")
    )
    by = formats.format_change(float(found.value), unit)
    return words % {"by": by, "p": formats.format_p(found.p_value)}, "good" if found.value > 0 else "bad", bounds
