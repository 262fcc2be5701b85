"""The rules that rest on a segment."""

from django.utils.translation import gettext as _

from nabiz.followups.models import Rule


def uses(slug: str) -> list[str]:
    """A sentence where a rule asks for the segment."""
    if not Rule.objects.filter(segment=slug).exists():
        return []
    return [_("A rule for follow-ups asks for this segment. Change the rule first.")]
