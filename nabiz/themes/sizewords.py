"""The size of a theme in words and figures."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nabiz.metrics.parsing import Home
from nabiz.themes.costs import FEWEST, Cost
from nabiz.themes.queries import Size, Tally
from nabiz.timeline.earnings import Money
from nabiz.ui import formats


@dataclass(frozen=True)
class Part:
    """One figure: its name (and a short one), its value, its bounds, and what stands behind it."""

    name: str
    value: str
    bounds: str = ""
    note: str = ""
    tone: str = "none"
    short: str = ""


def size_words(size: Size, home: Home) -> list[Part]:
    tally = size.tally
    said = ngettext("%(n)s comment", "%(n)s comments", tally.verbatims) % {"n": formats.format_number(tally.verbatims)}
    parts = [Part(_("Customers who spoke of it"), formats.format_number(tally.customers), note=said)]
    if size.named and size.named.verbatims:
        parts.append(_named(size.named))
    parts += [_cost(cost) for cost in size.costs]
    return [*parts, *_money(size, home)]


def _named(tally: Tally) -> Part:
    """Also where a comment says more about something else: each counts in the tone in which it speaks of this."""
    counts = {name: formats.format_number(getattr(tally, name)) for name in ("negative", "neutral", "positive")}
    note = _("%(negative)s negative, %(neutral)s neutral, %(positive)s positive about it, clause by clause") % counts
    return Part(_("Comments that name it"), formats.format_number(tally.verbatims), note=note)


def _cost(cost: Cost) -> Part:
    measure = cost.measure.upper()
    with_it = formats.format_number(cost.with_it)
    note = _("%(its)s of %(all)s answers came with it") % {"its": with_it, "all": formats.format_number(cost.answers)}
    if cost.points is None or cost.low is None or cost.high is None:
        return Part(
            measure,
            formats.NOTHING,
            note=_("%(its)s answers are too few; %(n)s are needed") % {"its": with_it, "n": FEWEST},
        )
    name = _("%(measure)s that it costs") if cost.points < 0 else _("%(measure)s that it adds")
    tone = ("bad" if cost.points < 0 else "good") if cost.is_clear else "none"
    if not cost.is_clear:
        note = f"{_('not clear')} · {note}"
    return Part(name % {"measure": measure}, _signed(cost.points, cost.unit), _between(cost), note, tone, measure)


def _between(cost: Cost) -> str:
    low, high = (_signed(float(part or 0), cost.unit) for part in (cost.low, cost.high))
    return f"[{low} … {high}]"


def _signed(points: float, unit: str) -> str:
    sign = "\u2212" if points < 0 else "+"
    if unit == "percent":
        return sign + formats.format_change(points, unit)
    return sign + formats.format_number(abs(points), 1)


def _money(size: Size, home: Home) -> Iterator[Part]:
    names = {_("Their subscriptions, a month"): size.monthly, _("Their orders, last 12 months"): size.paid_last_year}
    for name, sums in names.items():
        if sums:
            yield Part(name, _in(sums, home), note=_("of everybody who spoke, and of their accounts"))


def _in(sums: Money, home: Home) -> str:
    """In the company's currency; where nothing was paid in it, in the others."""
    if home.currency in sums:
        return formats.format_money(sums[home.currency], home.currency)
    return ", ".join(formats.format_money(amount, currency) for currency, amount in sums.items())
