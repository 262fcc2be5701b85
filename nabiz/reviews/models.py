from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Place(models.Model):
    """Somewhere that is looked at for what customers write. `problem` says what went wrong at the last look."""

    name = models.CharField(_("Name"), max_length=100, unique=True)
    is_paused = models.BooleanField(default=False)
    next_look_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def source(self) -> str:
        """What its events are filed under; it stays when the place is renamed."""
        return f"{self._meta.model_name}:{self.pk}"


class Feed(Place):
    """An address that is looked at for new reviews or posts.

    `etag` and `last_modified` are what the site said of its last answer, so that it need not send the same again.
    """

    url = models.URLField(_("Address"), max_length=2_000)
    etag = models.TextField(blank=True)
    last_modified = models.TextField(blank=True)


class Site(Place):
    """The company's account at a review site that lists reviews and takes answers.

    `boxed`: its secrets, encrypted. `options["base"]`, where it is set, is asked instead of the site's own address: a
    proxy, or a server to try with. `said`: the site's own words about the problem.
    """

    kind = models.CharField(max_length=20)
    options = models.JSONField(default=dict)
    boxed = models.TextField()
    said = models.TextField(blank=True)


class Reply(models.Model):
    """Our answer to a review, on its way to the site or there. A review has one; a later one takes its place.

    `review` is what the site calls the review. What was sent before stands on the timeline.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("answer", "On its way")
        SENT = "sent", pgettext_lazy("answer", "Sent")
        REFUSED = "refused", pgettext_lazy("answer", "Not sent")

    site = models.ForeignKey(Site, models.CASCADE, related_name="replies")
    review = models.TextField()
    text = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    problem = models.TextField(blank=True)
    said = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "review"], name="one_reply_of_a_review")]

    def __str__(self) -> str:
        return self.review
