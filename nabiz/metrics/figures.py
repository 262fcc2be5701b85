"""Answers in words, in the reader's language."""

from datetime import date

from django.utils.translation import gettext as _

from nabiz.metrics.answers import Answer
from nabiz.metrics.changes import Change
from nabiz.metrics.definitions import Metric
from nabiz.metrics.questions import Question
from nabiz.metrics.windows import Window
from nabiz.ui import formats
from nabiz.ui.charts.axes import Axis

UNITS = {"share": "percent"}


def unit_of(metric: Metric) -> str:
    """What the pages call the metric's unit."""
    return UNITS.get(metric.unit, metric.unit)


def axis_of(metric: Metric, currency: str, goal: float | None = None) -> Axis:
    floor, ceiling = metric.scale
    return Axis(unit_of(metric), currency=currency, floor=floor, ceiling=ceiling, goal=goal)


def value_words(metric: Metric, answer: Answer, currency: str) -> str:
    return formats.format_value(answer.value, unit_of(metric), currency=currency)


def bounds_words(metric: Metric, answer: Answer, currency: str) -> str:
    """Nothing where everything was counted: bounds that are the value say nothing."""
    if answer.low == answer.value == answer.high:
        return ""
    return formats.format_interval(answer.low, answer.high, unit_of(metric), currency=currency)


def n_words(metric: Metric, n: int) -> str:
    return str(metric.counted % {"n": n, "shown": formats.format_number(n)})


def missing_words(metric: Metric, answer: Answer) -> str:
    """Why there is no value, and when there will be."""
    if answer.status == "undefined":
        return str(metric.undefined)
    if answer.n == 0:
        return _("Nothing to count in this period.")
    return _("%(n)s: too few. From %(fewest)s on we show the value with its margin.") % {
        "n": n_words(metric, answer.n),
        "fewest": metric.fewest,
    }


def change_words(change: Change, currency: str = "TRY") -> str:
    """The change in words; the arrow before it is drawn by whoever shows them."""
    if change.value is None or change.verdict == "not_comparable":
        return _("Nothing to compare with yet")
    size = formats.format_change(change.value, unit_of(change.metric), currency=currency)
    match change.verdict:
        case "rise":
            return _("%(size)s, a real rise (p %(p)s)") % {"size": size, "p": formats.format_p(change.p)}
        case "fall":
            return _("%(size)s, a real fall (p %(p)s)") % {"size": size, "p": formats.format_p(change.p)}
        case "counted":
            return _("%(size)s since the period before") % {"size": size} if change.value else _("No change")
    return _("No clear change")


def doubt_words(together: Change, alone: Change) -> str:
    """Why a change whose own test found it real is not called so."""
    if alone.is_significant and not together.is_significant:
        return _("On its own it would look real (p %(p)s). Among all metrics, one like it turns up by chance.") % {
            "p": formats.format_p(alone.p)
        }
    return ""


def change_bounds_words(change: Change, currency: str = "TRY") -> str:
    """The interval of the change itself, where it was estimated."""
    if change.low is None or change.high is None:
        return ""
    low, high = (_signed(bound, change.metric, currency) for bound in (change.low, change.high))
    return f"[{low} … {high}]"


def _signed(size: float, metric: Metric, currency: str) -> str:
    """A change of a share is told in points, like its size."""
    text = formats.format_change(size, unit_of(metric), currency=currency)
    return f"−{text}" if size < 0 else text


def window_words(window: Window, question: Question) -> str:
    """The window as an axis label: its month, its quarter, or its days."""
    first = window.first
    match question.grain:
        case "month":
            return formats.format_month(first)
        case "quarter":
            return _("Q%(quarter)s %(year)s") % {"quarter": (first.month + 2) // 3, "year": first.year}
        case "year":
            return str(first.year)
        case "day":
            return formats.format_day(first)
    return range_words(first, window.last)


def range_words(first: date, last: date) -> str:
    """26 Oct – 22 Nov 2026; the year only once where it is one."""
    begin = formats.format_month_day(first) if first.year == last.year else formats.format_day(first)
    return f"{begin} – {formats.format_day(last)}"
