"""The results of one survey, put together for a page and for a file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from nabiz.customers.queries import visible_customers
from nabiz.feedback.events import SurveyAnswered
from nabiz.feedback.results import asked
from nabiz.feedback.results.scores import NAMES, SCALES, Scored, WeightedScore, score_of, tone_of, valid, weighted
from nabiz.themes.queries import verbatims_of_events
from nabiz.themes.sources import text_of
from nabiz.timeline.matters import between
from nabiz.ui import formats
from nabiz.ui.charts.axes import Axis
from nabiz.ui.charts.breakdown import Group, breakdown_chart
from nabiz.ui.charts.distribution import Bar, distribution_chart
from nabiz.ui.charts.points import Point
from nabiz.ui.charts.trend import trend_chart
from nabiz.ui.stages import stage_label

if TYPE_CHECKING:
    from nabiz.team.models import Member
    from nabiz.timeline.models import Event

LIMIT, ROWS, TOPICS = 50_000, 50, 12
PERIODS = {"90": gettext_lazy("90 days"), "365": gettext_lazy("12 months"), "all": gettext_lazy("Everything")}
DAYS = {"90": 90, "365": 365, "all": 3650}


@dataclass(frozen=True)
class ScoreCard:
    """One measure of a survey, with its drawings. `weighted` is there where it was asked for and possible."""

    score: Scored
    distribution: SafeString
    trend: SafeString | str
    breakdowns: tuple[SafeString, ...]
    weighted: WeightedScore | None = None


@dataclass(frozen=True)
class Row:
    """One answer."""

    event: Event
    person: str
    score: str
    tone: str
    comment: str
    theme: str


@dataclass(frozen=True)
class Topic:
    """What comments of this survey are about, and in what tone."""

    name: str
    pk: int
    n: int
    negative: int
    positive: int


def answers_of(survey: str, period: str) -> list[Event]:
    """The newest answers to a survey, whoever sent them."""
    since = timezone.now() - timedelta(days=DAYS[period])
    return list(between(SurveyAnswered, since, timezone.now()).filter(facts__survey=survey)[:LIMIT])


def results_page(survey: str, period: str, member: Member, *, is_weighted: bool) -> dict[str, Any]:
    answers = answers_of(survey, period)
    since = timezone.now() - timedelta(days=DAYS[period])
    invited = asked.invitations(survey, since, timezone.now())
    population = Counter(each.channel for each in invited) if is_weighted else None
    return {
        "answers": len(answers),
        "cards": list(_cards(answers, population)),
        "rate": asked.rate("", sum(each.was_answered for each in invited), len(invited)) if invited else None,
        "rates": list(_rates(invited, member)),
        "rows": rows_of(answers[:ROWS], member),
        "topics": topics_of(answers),
        "is_weighted": is_weighted,
    }


def rows_of(answers: Sequence[Event], member: Member) -> list[Row]:
    people = visible_customers(member).in_bulk([each.customer_id for each in answers if each.customer_id])
    themes = verbatims_of_events(each.pk for each in answers)
    rows = []
    for event in answers:
        measure, score = _measured(event)
        shown = f"{NAMES[measure]} {score}" if measure and score is not None else ""
        tone = tone_of(measure, score) if measure and score is not None else "none"
        said = themes.get(event.pk)
        person = str(people.get(event.customer_id or 0, ""))
        rows.append(Row(event, person, shown, tone, text_of(event), str(said.theme) if said else ""))
    return rows


def topics_of(answers: Sequence[Event]) -> list[Topic]:
    """The themes of the comments, the most frequent first."""
    said = verbatims_of_events(each.pk for each in answers).values()
    counts = Counter(each.theme_id for each in said)
    names = {each.theme_id: str(each.theme) for each in said}
    tones = Counter((each.theme_id, each.label) for each in said)
    return [
        Topic(names[pk], pk, n, tones[pk, "negative"], tones[pk, "positive"]) for pk, n in counts.most_common(TOPICS)
    ]


def _measured(event: Event) -> tuple[str, int | None]:
    measure, score = event.facts.get("measure"), event.facts.get("score")
    if not isinstance(measure, str) or measure not in SCALES or not isinstance(score, int) or isinstance(score, bool):
        return "", None
    return measure, score if valid(measure, [score]) else None


def _cards(answers: Sequence[Event], population: Counter[str] | None) -> Iterator[ScoreCard]:
    by_measure: dict[str, list[tuple[Event, int]]] = defaultdict(list)
    for event in answers:
        measure, score = _measured(event)
        if measure and score is not None:
            by_measure[measure].append((event, score))
    for measure, several in by_measure.items():
        scores = [score for _event, score in several]
        groups: dict[str, list[int]] = defaultdict(list)
        for event, score in several:
            groups[event.channel].append(score)
        yield ScoreCard(
            score_of(measure, scores),
            _distribution(measure, scores),
            _trend(measure, several),
            tuple(_breakdowns(measure, several)),
            weighted(measure, groups, population) if population else None,
        )


def _distribution(measure: str, scores: list[int]) -> SafeString:
    lowest, highest, _good = SCALES[measure]
    counts = Counter(scores)
    bars = [Bar(str(each), counts[each], tone_of(measure, each)) for each in range(lowest, highest + 1)]  # type: ignore[arg-type]
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
    ways: tuple[tuple[str, str, Callable[[Event], str]], ...] = (
        (_("By channel"), _("Channel"), lambda event: asked.channel_label(event.channel)),
        (_("By stage"), _("Stage"), lambda event: str(stage_label(event.stage)) if event.stage else "–"),
        (_("By touchpoint"), _("Touchpoint"), lambda event: event.touchpoint or "–"),
    )
    for title, by, label in ways:
        groups: dict[str, list[int]] = defaultdict(list)
        for event, score in several:
            groups[label(event)].append(score)
        if len(groups) > 1:
            found = [(name, score_of(measure, scores)) for name, scores in sorted(groups.items())]
            drawn = [Group(name, s.value, s.low, s.high, s.n, is_sure=s.n >= 30) for name, s in found]
            yield breakdown_chart(drawn, _axis(measure), title=title, by=by)


def _rates(invited: list[asked.Invited], member: Member) -> Iterator[SafeString]:
    axis = Axis("percent", floor=0.0, ceiling=1.0)
    hours = asked.rates_by(invited, lambda each: f"{each.hour // 3 * 3:02}", lambda h: f"{h}:00–{int(h) + 2:02}:59")
    ways = (
        (
            _("Response rate by channel"),
            _("Channel"),
            asked.rates_by(invited, lambda i: i.channel, asked.channel_label),
        ),
        (_("Response rate by segment"), _("Segment"), asked.rates_by_segment(invited, member)),
        (_("Response rate by hour of sending"), pgettext("of the day", "Hour"), hours),
    )
    for title, by, groups in ways:
        if len(groups) > 1:
            yield breakdown_chart(groups, axis, title=title, by=by)


def _axis(measure: str) -> Axis:
    return Axis("points", floor=-100.0, ceiling=100.0) if measure == "nps" else Axis("percent", floor=0.0, ceiling=1.0)
