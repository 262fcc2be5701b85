from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("tr", "en")
LONGEST_TITLE, LONGEST_TEXT = 120, 1_500


class StoryQuerySet(models.QuerySet["Story"]):
    def published(self) -> Self:
        """Those that anybody may read, the newest first."""
        return self.exclude(publication=None).select_related("publication").order_by("-publication__at", "-pk")


class Story(models.Model):
    """What customers said and what was done about it, in the words of a member, in one language or both."""

    cause = models.OneToOneField("followups.Cause", models.CASCADE, related_name="story")
    title_tr = models.CharField(max_length=LONGEST_TITLE, blank=True)
    text_tr = models.TextField(blank=True)
    title_en = models.CharField(max_length=LONGEST_TITLE, blank=True)
    text_en = models.TextField(blank=True)
    by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    objects = StoryQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title_en or self.title_tr or f"#{self.pk}"

    @property
    def languages(self) -> list[str]:
        """Those in which it can be read whole."""
        return [each for each in LANGUAGES if self.title_in(each) and self.text_in(each)]

    @property
    def is_published(self) -> bool:
        return hasattr(self, "publication")

    def title_in(self, language: str) -> str:
        return str(getattr(self, f"title_{language}"))

    def text_in(self, language: str) -> str:
        return str(getattr(self, f"text_{language}"))


class Publication(models.Model):
    """The fact that a story may be read by anybody: somebody approved of it. Deleting it withdraws the story."""

    story = models.OneToOneField("followups.Story", models.CASCADE, related_name="publication")
    by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class Letter(models.Model):
    """One customer who spoke of a cause and is told what was done. `reason` says why they were not."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        HELD = "held"

    class Reason(models.TextChoices):
        DECLINED = "declined", _("They asked not to be asked again.")
        CAPPED = "capped", _("They were written to or asked too recently, for too long.")
        TOLD = "told", _("They have it already, under another of their records.")

    story = models.ForeignKey("followups.Story", models.CASCADE, related_name="letters")
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, default=State.WAITING)
    reason = models.CharField(max_length=20, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["story", "customer"], name="letter_once")]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="letter_waiting", condition=models.Q(state="waiting")),
            models.Index(fields=["customer", "sent_at"], name="letter_of_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.story_id}/{self.customer_id}"


class Showing(models.Model):
    """How the public page is shown. One row, or none."""

    is_indexed = models.BooleanField(default=True)

    def __str__(self) -> str:
        return str(self.is_indexed)
