"""What rests on a segment: other segments, and whatever a package above says. Such a segment cannot vanish."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from nabiz.customers.filters import CustomerFilter, parse_filter
from nabiz.customers.models import Segment
from nabiz.customers.segmenting.conditions import InSegment, Unreadable, parse_condition

Uses = Callable[[str], list[str]]
_uses: dict[str, Uses] = {}


def register_use(name: str, uses: Uses) -> None:
    """`uses(slug)` gives a sentence for each thing of a package that needs the segment, such as a survey's audience."""
    _uses[name] = uses


def reasons_to_keep(segment: Segment) -> list[str]:
    """A sentence for each thing that rests on the segment, in the reader's language."""
    others = [each for each in Segment.objects.exclude(pk=segment.pk) if segment.slug in named_in(each.filter)]
    reasons = []
    if others:
        names = ", ".join(f"“{each.name}”" for each in others)
        reasons.append(
            _("“%(name)s” cannot be deleted: %(others)s rests on it.") % {"name": segment.name, "others": names}
        )
    return reasons + [sentence for uses in _uses.values() for sentence in uses(segment.slug)]


def resting_on_itself(segment: Segment, chosen: CustomerFilter) -> list[str]:
    """A sentence where the filter would lead back to the segment, over however many others."""
    filters = dict(Segment.objects.exclude(pk=segment.pk).values_list("slug", "filter"))
    seen, ahead = set[str](), named_in(str(chosen))
    while ahead:
        if segment.slug in ahead:
            return [_("The segment “%(name)s” cannot rest on itself.") % {"name": segment.name}]
        seen |= ahead
        ahead = {slug for each in ahead for slug in named_in(filters.get(each, ""))} - seen
    return []


def named_in(text: str) -> set[str]:
    """The segments that a filter names."""
    chosen = parse_filter(text)
    named = set(chosen.segment)
    for condition in (*chosen.all, *chosen.any, *chosen.none):
        try:
            parsed = parse_condition(condition)
        except Unreadable:
            continue
        if isinstance(parsed, InSegment):
            named.add(parsed.slug)
    return named
