from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FeedQuerySet(models.QuerySet["Feed"]):
    def due(self) -> "FeedQuerySet":
        return self.filter(models.Q(next_look_at=None) | models.Q(next_look_at__lte=timezone.now()), is_paused=False)


class Feed(models.Model):
    """An address that is looked at for new reviews or posts.

    `etag` and `last_modified` are what the site said of its last answer, so that it need not send the same again.
    """

    name = models.CharField(_("Name"), max_length=100, unique=True)
    url = models.URLField(_("Address"), max_length=2_000)
    etag = models.TextField(blank=True)
    last_modified = models.TextField(blank=True)
    is_paused = models.BooleanField(default=False)
    next_look_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def source(self) -> str:
        """What its events are filed under; it stays when the feed is renamed."""
        return f"feed:{self.pk}"
