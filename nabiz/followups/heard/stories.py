"""Write a story, have it approved, take it back. Whoever may approve publishes; what is published only they change."""

from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nabiz.feedback.texts import cleaned, one_line
from nabiz.followups.events import StoryPublished, StoryWithdrawn
from nabiz.followups.heard.models import LANGUAGES, LONGEST_TEXT, LONGEST_TITLE, Publication, Showing, Story
from nabiz.followups.models import Cause
from nabiz.timeline.commands import Actor, announce

if TYPE_CHECKING:
    from nabiz.team.models import Member

MAY_APPROVE: Final = "succeed"


class NotReady(ValueError):
    """Why a story cannot be published yet, in words for whoever asked."""


def story_of(cause: Cause) -> Story:
    """What was written about a cause, or an empty page for it."""
    return Story.objects.select_related("publication__by", "by").filter(cause=cause).first() or Story(cause=cause)


def may_write(story: Story, member: "Member") -> bool:
    return not story.is_published or member.can(MAY_APPROVE)


@transaction.atomic
def save_story(cause: Cause, fields: dict[str, Any], *, by: "Member") -> Story:
    """Keep the words. Those of a published story change for everybody at once, so not everybody may change them."""
    story = story_of(cause)
    if not may_write(story, by):
        raise NotReady(_("This is published. Somebody who may publish has to change it or to withdraw it first."))
    for language in LANGUAGES:
        setattr(story, f"title_{language}", one_line(fields.get(f"title_{language}", ""), LONGEST_TITLE))
        setattr(story, f"text_{language}", cleaned(str(fields.get(f"text_{language}", "")))[:LONGEST_TEXT])
    if story.is_published and (reasons := reasons_against(story)):
        raise NotReady(" ".join(reasons))
    story.by_id, story.written_at = by.pk, timezone.now()
    story.save()
    return story


def reasons_against(story: Story) -> list[str]:
    """Why it cannot be published yet; empty where it can."""
    reasons, cause = [], story.cause
    if not cause.action or cause.action_since is None or cause.action_since > timezone.localdate():
        reasons.append(_("Write down first what is done about the cause, and since when."))
    if not story.languages:
        reasons.append(_("It needs a title and a text in at least one language."))
    halves = (bool(story.title_in(each)) != bool(story.text_in(each)) for each in LANGUAGES)
    if any(halves):
        reasons.append(_("In one language there is a title without a text, or a text without a title."))
    return reasons


@transaction.atomic
def publish_story(story: Story, *, by: "Member") -> Publication:
    """Let everybody read it. Publishing again changes nothing."""
    if reasons := reasons_against(story):
        raise NotReady(" ".join(reasons))
    publication, is_new = Publication.objects.get_or_create(story=story, defaults={"by": by})
    if is_new:
        announce(StoryPublished(story=story.pk, title=str(story)), by=by)
    return publication


@transaction.atomic
def withdraw_story(story: Story, *, by: Actor) -> None:
    """Nobody reads it any more, and letters that have not left wait until it is published again."""
    gone, _each = Publication.objects.filter(story_id=story.pk).delete()
    if gone:
        announce(StoryWithdrawn(story=story.pk, title=str(story)), by=by)


def showing() -> Showing:
    return Showing.objects.first() or Showing()


@transaction.atomic
def save_showing(is_indexed: bool, *, by: Actor) -> Showing:
    its = showing()
    its.is_indexed = is_indexed
    its.save()
    return its
