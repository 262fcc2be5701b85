"""The results of one survey, put together for its page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nabiz.customers.queries import segment_names
from nabiz.feedback.events import SurveyAnswered
from nabiz.feedback.results import asked
from nabiz.feedback.results.answers import LIMIT, Said, chosen, measured, page_of_answers, said_in
from nabiz.feedback.results.looking import (
    NAMES,
    PLACES,
    TONES,
    WEIGHTS,
    Looking,
    chips_of,
    place_choices,
    said,
)
from nabiz.feedback.results.questions import questions_asked
from nabiz.feedback.results.scores import SCALES, Scored, WeightedScore, score_of, tone_of, weighted
from nabiz.ui import formats
from nabiz.ui.charts.axes import Axis
from nabiz.ui.charts.breakdown import Group, breakdown_chart
from nabiz.ui.charts.distribution import Bar, distribution_chart
from nabiz.ui.charts.points import Point
from nabiz.ui.charts.trend import trend_chart

if TYPE_CHECKING:
    from nabiz.feedback.models import Survey
    from nabiz.team.models import Member
    from nabiz.timeline.models import Event

TOPICS = 12


@dataclass(frozen=True)
class ScoreCard:
    """One measure of a survey, with its drawings. `weighted` is there where it was asked for and possible."""

    score: Scored
    distribution: SafeString
    trend: SafeString | str
    breakdowns: tuple[SafeString, ...]
    weighted: WeightedScore | None = None


@dataclass(frozen=True)
class Leading:
    """A count that leads to the answers behind it."""

    n: int
    url: str
    label: str | Promise


@dataclass(frozen=True)
class Topic:
    """What comments of this survey are about, and in what tone."""

    name: str
    pk: int
    n: int
    url: str
    by_tone: tuple[Leading, ...]


def results_page(survey: Survey, seen: Looking, member: Member, page: int) -> dict[str, Any]:
    answers = list(seen.events(SurveyAnswered, survey.name)[:LIMIT])
    read, invited = said_in(answers), asked.invitations(survey.name, seen)
    topics = topics_of(read, seen, survey.pk)
    names = [(str(each.pk), each.name) for each in topics]
    shown = {
        "answers": len(answers),
        "cards": list(_cards(answers, invited, seen.weighted)),
        "rate": asked.rate("", sum(each.was_answered for each in invited), len(invited)) if invited else None,
        "rates": list(_rates(invited, member)),
        "topics": topics[:TOPICS],
        "questions": questions_asked(survey, seen),
        "places": place_choices(seen, survey.name, member),
        "place_chips": chips_of(seen, survey.pk, (*PLACES, "segment"), segment_names()),
        "weights": [
            (seen.address(survey.pk, weighted=way), NAMES[way])
            for way in WEIGHTS
            if way != seen.weighted and len({getattr(each, way) for each in invited}) > 1
        ],
    }
    return shown | page_of_answers(survey, seen, chosen(seen, answers, read), page, topics=names, member=member)


def topics_of(read: Mapping[int, Said], seen: Looking, survey: int) -> list[Topic]:
    """The themes of the comments, the most frequent first."""
    counts = Counter(each.theme_id for each in read.values())
    names = {each.theme_id: str(each.theme) for each in read.values()}
    tones = Counter((each.theme_id, each.label) for each in read.values())
    plain = replace(seen, score="", words="")

    def url(pk: int, tone: str = "") -> str:
        return plain.address(survey, theme=pk, tone=tone)

    return [
        Topic(
            names[pk],
            pk,
            n,
            url(pk),
            tuple(Leading(tones[pk, tone], url(pk, tone), label) for tone, label in TONES.items()),
        )
        for pk, n in counts.most_common()
    ]


def _cards(answers: Sequence[Event], invited: list[asked.Invited], way: str) -> Iterator[ScoreCard]:
    by_measure: dict[str, list[tuple[Event, int]]] = defaultdict(list)
    for event in answers:
        measure, score = measured(event)
        if measure and score is not None:
            by_measure[measure].append((event, score))
    for measure, several in by_measure.items():
        scores = [score for _event, score in several]
        yield ScoreCard(
            score_of(measure, scores),
            _distribution(measure, scores),
            _trend(measure, several),
            tuple(_breakdowns(measure, several)),
            _weighted(measure, several, invited, way) if way else None,
        )


def _weighted(
    measure: str, several: list[tuple[Event, int]], invited: list[asked.Invited], way: str
) -> WeightedScore | None:
    groups: dict[str, list[int]] = defaultdict(list)
    for event, score in several:
        groups[said(way, getattr(event, way))].append(score)
    return weighted(measure, groups, Counter(said(way, getattr(each, way)) for each in invited))


def _distribution(measure: str, scores: list[int]) -> SafeString:
    lowest, highest, _good = SCALES[measure]
    counts = Counter(scores)
    bars = [Bar(str(each), counts[each], tone_of(measure, each)) for each in range(lowest, highest + 1)]
    return distribution_chart(bars, title=_("How often each answer was given"), answers=_("Answer"))


def _trend(measure: str, several: list[tuple[Event, int]]) -> SafeString | str:
    months: dict[tuple[int, int], list[int]] = defaultdict(list)
    for event, score in several:
        day = timezone.localtime(event.happened_at)
        months[day.year, day.month].append(score)
    if len(months) < 2:
        return ""
    points = []
    for year, month in sorted(months)[-13:]:
        found = score_of(measure, months[year, month])
        label = formats.format_month(datetime(year, month, 1))
        points.append(Point(label, found.value, found.low, found.high, formats.format_answers(found.n)))
    return trend_chart(points, _axis(measure), title=_("Month by month"))


def _breakdowns(measure: str, several: list[tuple[Event, int]]) -> Iterator[SafeString]:
    titles = {"channel": _("By channel"), "stage": _("By stage"), "touchpoint": _("By touchpoint")}
    for way, title in titles.items():
        groups: dict[str, list[int]] = defaultdict(list)
        for event, score in several:
            groups[said(way, getattr(event, way))].append(score)
        if len(groups) > 1:
            found = [(name, score_of(measure, scores)) for name, scores in sorted(groups.items())]
            drawn = [Group(name, s.value, s.low, s.high, s.n, is_sure=s.n >= 30) for name, s in found]
            yield breakdown_chart(drawn, _axis(measure), title=title, by=str(NAMES[way]))


def _rates(invited: list[asked.Invited], member: Member) -> Iterator[SafeString]:
    axis = Axis("percent", floor=0.0, ceiling=1.0)
    rates: Callable[..., list[Group]] = asked.rates_by
    hours = rates(invited, lambda each: f"{each.hour // 3 * 3:02}", lambda h: f"{h}:00–{int(h) + 2:02}:59")
    channels = rates(invited, lambda each: each.channel, lambda name: said("channel", name))
    ways = (
        (_("Response rate by channel"), _("Channel"), channels),
        (_("Response rate by segment"), _("Segment"), asked.rates_by_segment(invited, member)),
        (_("Response rate by hour of sending"), pgettext("of the day", "Hour"), hours),
    )
    for title, by, groups in ways:
        if len(groups) > 1:
            yield breakdown_chart(groups, axis, title=title, by=by)


def _axis(measure: str) -> Axis:
    return Axis("points", floor=-100.0, ceiling=100.0) if measure == "nps" else Axis("percent", floor=0.0, ceiling=1.0)
