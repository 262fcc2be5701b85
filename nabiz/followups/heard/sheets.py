"""What a member sees of a story: whether it can be published, and whom it would reach or has reached."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from nabiz.followups.heard.audience import forecast
from nabiz.followups.heard.letters import progress_of
from nabiz.followups.heard.models import Story
from nabiz.followups.heard.stories import MAY_APPROVE, may_write, reasons_against

if TYPE_CHECKING:
    from nabiz.team.models import Member


def sheet_of(story: Story, member: "Member") -> dict[str, Any]:
    is_kept = story.pk is not None
    return {
        "story": story,
        "may_write": may_write(story, member),
        "may_approve": member.can(MAY_APPROVE),
        "reasons": reasons_against(story) if is_kept else [],
        "missing": [each for each in ("tr", "en") if is_kept and each not in story.languages],
        "public_url": f"{settings.PUBLIC_URL}{reverse('heard:story', args=[story.pk])}" if story.is_published else "",
        "forecast": forecast(story) if is_kept else None,
        "progress": progress_of(story) if is_kept else None,
    }
