import hashlib
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

TRIES = 3  # how often a delivery may fail before it is set aside


class SourceQuerySet(models.QuerySet["Source"]):
    def active(self) -> Self:
        return self.filter(revoked_at=None)


class Source(models.Model):
    """A system that tells us what customers do. Its key can be seen once, when it is made; a hash of it is kept.

    The name scopes message ids on the timeline, so it stays as it is.
    """

    class Trust(models.TextChoices):
        SERVER = "server", _("Server: the key is secret, identities count as verified")
        BROWSER = "browser", _("Browser or app: the key is public, identities do not count as verified")

    name = models.TextField(unique=True)
    trust = models.CharField(max_length=10, choices=Trust.choices, default=Trust.SERVER)
    key_hash = models.CharField(max_length=64, unique=True)
    key_hint = models.CharField(max_length=12)
    allowed_events: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    events_per_minute = models.PositiveIntegerField(default=0, help_text=_("0: no limit"))
    since = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_trusted(self) -> bool:
        return self.trust == self.Trust.SERVER


def hash_of(key: str) -> str:
    """Keys are long and random, so a plain hash keeps them safe and can be looked up."""
    return hashlib.sha256(key.encode()).hexdigest()


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> Self:
        return self.filter(attempts__lt=TRIES)

    def parked(self) -> Self:
        return self.filter(attempts__gte=TRIES)


class Delivery(models.Model):
    """What a source sent in one request, answered with 200 and waiting to become events. Gone once it has.

    One that fails again and again is parked: kept with its problem, until a person lets it try again.
    """

    source = models.ForeignKey("intake.Source", models.CASCADE, related_name="+")
    call = models.TextField()
    received_at = models.DateTimeField(db_default=Now())
    events = models.PositiveIntegerField()
    body = models.BinaryField()
    attempts = models.PositiveSmallIntegerField(db_default=0)
    problem = models.TextField(blank=True, db_default="")

    objects = DeliveryQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.source_id} {self.received_at}"


class Verdict(models.Model):
    """What became of one event that a source sent; the newest of each source are kept for the live events page.

    `reason` is a key of `reasons.SENTENCES`, `detail` what that sentence is about.
    """

    class Outcome(models.TextChoices):
        STORED = "stored", _("Stored")
        DUPLICATE = "duplicate", _("Sent before")
        REJECTED = "rejected", _("Rejected")

    source = models.ForeignKey("intake.Source", models.CASCADE, related_name="+")
    received_at = models.DateTimeField()
    type = models.TextField()
    event = models.TextField(blank=True)
    message_id = models.TextField(blank=True)
    who = models.TextField(blank=True)
    customer_id = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.TextField(blank=True)
    detail = models.TextField(blank=True)
    payload: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["source", "outcome", "-id"], name="verdict_newest")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.event}"


class Tally(models.Model):
    """How many events of a source became what on a day of the company's calendar."""

    source = models.ForeignKey("intake.Source", models.CASCADE, related_name="+")
    day = models.DateField()
    stored = models.PositiveBigIntegerField(default=0)
    duplicate = models.PositiveBigIntegerField(default=0)
    rejected = models.PositiveBigIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "day"], name="tally_once_a_day")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.day}"
