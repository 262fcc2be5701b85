"""Where and when a survey shows itself on the company's own pages."""

from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nabiz.team.boxes import Unreadable, opened

PURPOSE = "feedback.site"


class SiteQuerySet(models.QuerySet["Site"]):
    def active(self) -> Self:
        return self.filter(source__revoked_at=None)


class Site(models.Model):
    """The company's website as a source that is public: its key stands in the page, so it is kept as it is.

    `boxed_secret` signs who is signed in there; it is encrypted, since a hash could check nothing.
    """

    source = models.OneToOneField("intake.Source", models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    boxed_secret = models.TextField(blank=True)
    since = models.DateTimeField(default=timezone.now)

    objects = SiteQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.source_id)

    @property
    def secret(self) -> str:
        """Empty where none was made, or where the installation has another key now."""
        try:
            return opened(self.boxed_secret, PURPOSE) if self.boxed_secret else ""
        except Unreadable:
            return ""


class PopoverQuerySet(models.QuerySet["Popover"]):
    def showing(self) -> Self:
        return self.filter(paused_at=None, survey__status="live", survey__removed_at=None)


class Popover(models.Model):
    """A survey shows itself on these pages, after this event or from this visit on, to some of those who come; or it
    waits there behind a tab for who wants to say something.

    `paths` are patterns such as /blog/*; none means every page. `visit`: 0 for every visit, else from the n-th on.
    """

    class Channel(models.TextChoices):
        WEB = "web", _("A website")
        APP = "app", _("An app that runs in the browser")

    class Audience(models.TextChoices):
        EVERYBODY = "everybody", _("Everybody")
        KNOWN = "known", _("Only customers who are signed in there")

    class Opens(models.TextChoices):
        ITSELF = "itself", _("By itself, on these pages and at this moment")
        TAB = "tab", _("When somebody presses a quiet tab at the edge of the page")

    survey = models.OneToOneField("feedback.Survey", models.CASCADE, related_name="popover")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.WEB)
    opens = models.CharField(max_length=10, choices=Opens.choices, default=Opens.ITSELF)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.EVERYBODY)
    paths: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    event = models.TextField(blank=True)
    visit = models.PositiveSmallIntegerField(default=0)
    percent = models.PositiveSmallIntegerField(default=100)
    delay_seconds = models.PositiveSmallIntegerField(default=5)
    paused_at = models.DateTimeField(null=True)
    since = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")

    objects = PopoverQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.survey_id)
