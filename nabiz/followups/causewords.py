"""Causes in words and figures: how large each is, and what changed since something is done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nabiz.followups.causes import Change, change_since
from nabiz.followups.models import Cause
from nabiz.metrics.parsing import Home
from nabiz.themes.queries import Size, size_of
from nabiz.themes.sizewords import Part, size_words
from nabiz.ui import formats

SIZED = 30  # causes that a list measures


@dataclass(frozen=True)
class ChangeWords:
    """The change of a cause as a page tells it. `caution` is why a fall may be none of the action's."""

    verdict: str
    tone: str
    by: str
    bounds: str
    counts: str
    caution: str = ""


@dataclass(frozen=True)
class Line:
    """A cause in a list; without a size where its theme is gone or nobody works on it any more."""

    cause: Cause
    customers: str = ""
    money: str = ""
    costs: tuple[Part, ...] = ()
    change: ChangeWords | None = None


def lines_of(causes: Sequence[Cause], home: Home) -> Iterator[Line]:
    for at, cause in enumerate(causes):
        if cause.theme is None or cause.ended_at or at >= SIZED:
            yield Line(cause)
            continue
        size = size_of(cause.theme)
        costs = tuple(part for part in size_words(size, home) if part.tone == "bad")
        yield Line(cause, formats.format_number(size.tally.customers), _money(size), costs, change_words(cause))


def change_words(cause: Cause) -> ChangeWords | None:
    """None while nothing is done about it."""
    change = change_since(cause)
    if change is None:
        return None
    counts = _("%(a)s of %(b)s comments in the %(days)s days before, %(c)s of %(d)s in the last %(days)s days.") % {
        "a": change.before[0],
        "b": change.before[1],
        "c": change.since[0],
        "d": change.since[1],
        "days": change.days,
    }
    if change.difference is None:
        return ChangeWords(_("Too early to say"), "none", "", "", "")
    found = change.difference
    by = formats.format_signed(100 * float(found.value), 1)
    bounds = formats.format_span(float(found.low), float(found.high), "percent")
    if not change.is_clear:
        return ChangeWords(_("No clear change"), "none", by, bounds, counts, _caution(change))
    verdict = _("Spoken of less, likely real") if change.is_better else _("Spoken of more, likely real")
    return ChangeWords(verdict, "good" if change.is_better else "bad", by, bounds, counts, _caution(change))


def _caution(change: Change) -> str:
    """A theme is taken up when it is loudest, and what is at its loudest falls by itself."""
    if not change.is_better:
        return ""
    if change.was_loud:
        text = _(
            "The days before were unusually loud: %(before)s of all comments, against %(usual)s in the year before. "
            "Part of the fall is a return to the usual, whatever was done."
        )
        return text % {"before": _share(change.before), "usual": _share(change.usual)}
    return _(
        "A theme is mostly taken up when it is loudest, and then falls by itself. It proves no effect of the action."
    )


def _share(counts: tuple[int, int]) -> str:
    return formats.format_percent(counts[0] / counts[1]) if counts[1] else formats.NOTHING


def _money(size: Size) -> str:
    return ", ".join(formats.format_money(amount, currency) for currency, amount in size.monthly.items())
