"""The pictures of a metric: its course, and its breakdown by group."""

from collections.abc import Mapping, Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nabiz.metrics import figures
from nabiz.metrics.answers import Answer, Result
from nabiz.metrics.labels import GROUP_LABELS, value_labels
from nabiz.metrics.looking import Looking
from nabiz.metrics.queries import ask
from nabiz.metrics.tiles import Reading
from nabiz.timeline.commands import Actor
from nabiz.timeline.mirror.reading import Snapshot
from nabiz.ui.charts.breakdown import Group, breakdown_chart, breakdown_svg
from nabiz.ui.charts.points import Point
from nabiz.ui.charts.trend import trend_chart, trend_svg

# What a metric is broken down by on its page: small multiples, in this order, as far as it has them.
BREAKDOWNS = ("feature", "segment", "channel", "stage", "plan", "language")
BREAKDOWNS_AT_MOST = 4
GROUPS_AT_MOST = 12


def trend_picture(looking: Looking, reading: Reading, goal: float | None = None) -> SafeString:
    """Nothing where no period has a value: axes alone would only puzzle."""
    if all(answer.value is None for answer in reading.trend):
        return SafeString()
    axis = figures.axis_of(looking.metric, looking.currency, goal)
    return trend_chart(
        points(reading), axis, title=trend_title(looking), note=_trend_note(reading), svg_url=looking.url("trend")
    )


def trend_file(looking: Looking, reading: Reading) -> SafeString:
    return trend_svg(points(reading), figures.axis_of(looking.metric, looking.currency), title=trend_title(looking))


def trend_title(looking: Looking) -> str:
    return _("%(metric)s over time") % {"metric": looking.metric.label}


def points(reading: Reading) -> list[Point]:
    question, metric = reading.result.question, reading.metric
    return [
        Point(
            figures.window_words(answer.window, question),
            answer.value,
            *((answer.low, answer.high) if answer.low != answer.high else (None, None)),
            note=figures.n_words(metric, answer.n),
        )
        for answer in reading.trend
    ]


def breakdowns(looking: Looking, whole: Answer, member: Actor, seen: Snapshot) -> list[SafeString]:
    """One chart per group that divides the answer: a group with a single value says nothing."""
    wanted = [group for group in BREAKDOWNS if group in looking.metric.over.groups][:BREAKDOWNS_AT_MOST]
    drawn = []
    for group in wanted:
        result = ask(looking.by(group), seen)
        if len(result.answers) > 1:
            drawn.append(breakdown_picture(looking, group, result, whole, member))
    return drawn


def breakdown_picture(looking: Looking, group: str, result: Result, whole: Answer, member: Actor) -> SafeString:
    return breakdown_chart(
        groups(looking, group, result, member),
        figures.axis_of(looking.metric, looking.currency),
        title=breakdown_title(looking, group),
        by=str(GROUP_LABELS[group]),
        note=_more_note(result),
        overall=whole.value if looking.metric.unit not in ("count", "money") else None,
        svg_url=looking.url("breakdown", group),
    )


def breakdown_file(looking: Looking, group: str, member: Actor) -> SafeString:
    axis = figures.axis_of(looking.metric, looking.currency)
    found = groups(looking, group, ask(looking.by(group)), member)
    return breakdown_svg(found, axis, title=breakdown_title(looking, group))


def breakdown_title(looking: Looking, group: str) -> str:
    return _titles()[group] % {"metric": looking.metric.label}


def groups(looking: Looking, group: str, result: Result, member: Actor) -> list[Group]:
    """The largest groups first: what rests on most is read first."""
    largest = sorted(result.answers, key=lambda answer: (-answer.n, answer.group(group)))[:GROUPS_AT_MOST]
    names: Mapping[str, str] = value_labels(group, [answer.group(group) for answer in largest], member)
    return [_group(looking, group, answer, names) for answer in largest]


def _group(looking: Looking, group: str, answer: Answer, names: Mapping[str, str]) -> Group:
    value = answer.group(group)
    is_counted = answer.low == answer.high
    return Group(
        names[value],
        answer.value,
        None if is_counted else answer.low,
        None if is_counted else answer.high,
        answer.n,
        url=looking.only(group, value).url(),
        is_sure=answer.status == "ok",
    )


def _trend_note(reading: Reading) -> str:
    if any(answer.low != answer.high for answer in reading.trend):
        return _("The line is the value of each period, the band where the true value lies in 95 of 100 cases.")
    return _("Everything is counted, nothing estimated, so there is no band.")


def _more_note(result: Result) -> str:
    hidden: Sequence[Answer] = result.answers[GROUPS_AT_MOST:]
    return (
        _("The %(most)s largest of %(all)s.") % {"most": GROUPS_AT_MOST, "all": len(result.answers)} if hidden else ""
    )


def _titles() -> dict[str, str]:
    """Whole phrases, because other languages decline the group."""
    return {
        "segment": _("%(metric)s by segment"),
        "channel": _("%(metric)s by channel"),
        "stage": _("%(metric)s by stage"),
        "touchpoint": _("%(metric)s by touchpoint"),
        "language": _("%(metric)s by language"),
        "country": _("%(metric)s by country"),
        "account": _("%(metric)s by company"),
        "plan": _("%(metric)s by plan"),
        "feature": _("%(metric)s by feature"),
        "currency": _("%(metric)s by currency"),
        "queue": _("%(metric)s by queue"),
        "agent": _("%(metric)s by agent"),
        "measure": _("%(metric)s by question asked"),
        "score": _("%(metric)s by score"),
        "site": _("%(metric)s by site"),
        "stars": _("%(metric)s by stars"),
    }
