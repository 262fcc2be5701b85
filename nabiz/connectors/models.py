import uuid
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

TRIES = 3  # how often a delivery may fail for a reason that may pass before it is parked
OVERLAP = timedelta(days=1)  # how long an old secret holds beside a new one


class Connector(models.Model):
    """A system that sends to us or that we ask. Its name is the source of its events, so it stays as it is.

    `secrets` and `old_secrets` are encrypted. `options` are what the form of its kind asks, none of it secret.
    """

    class Kind(models.TextChoices):
        STRIPE = "stripe", _("Stripe")
        WEBHOOK = "webhook", _("Signed webhook")
        FOLDER = "folder", _("Folder or S3")
        QUERY = "query", _("Query of a database")

    RECEIVING = (Kind.STRIPE, Kind.WEBHOOK)

    kind = models.CharField(max_length=10, choices=Kind.choices)
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=60, unique=True)
    options: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    secrets = models.TextField(blank=True)
    old_secrets = models.TextField(blank=True)
    old_until = models.DateTimeField(null=True)
    mapping: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    cursor = models.TextField(blank=True)
    problem = models.TextField(blank=True)
    problem_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True, db_index=True)
    paused_at = models.DateTimeField(null=True)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def receives(self) -> bool:
        return self.kind in self.RECEIVING

    @property
    def needs_mapping(self) -> bool:
        return self.kind != self.Kind.STRIPE

    @property
    def waits_for_mapping(self) -> bool:
        return self.needs_mapping and not self.mapping


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> Self:
        return self.filter(state=Delivery.State.WAITING)

    def parked(self) -> Self:
        return self.filter(state=Delivery.State.PARKED)


class Delivery(models.Model):
    """One request as it came, its signature checked. It is kept for some days, so that it can be parsed again."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Taken in")
        IGNORED = "ignored", _("Says nothing new")
        PARKED = "parked", _("Parked")

    connector = models.ForeignKey("connectors.Connector", models.CASCADE, related_name="+")
    external_id = models.TextField()
    received_at = models.DateTimeField(db_default=Now())
    content_type = models.TextField(blank=True)
    body = models.BinaryField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING, db_default="waiting")
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    repeats = models.PositiveIntegerField(default=0, db_default=0)
    told = models.TextField(blank=True, db_default="")
    problem = models.TextField(blank=True, db_default="")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["connector", "external_id"], name="connector_delivery_once")
        ]
        indexes: ClassVar = [models.Index(fields=["connector", "state", "id"], name="connector_delivery_state")]

    def __str__(self) -> str:
        return f"{self.connector_id}: {self.external_id}"


class Moment(models.Model):
    """What one message said of an object that changes: kept for good, because messages come in any order.

    From all of them, in the order in which they happened, the events of the object follow.
    """

    connector = models.ForeignKey("connectors.Connector", models.CASCADE, related_name="+")
    object_id = models.TextField()
    external_id = models.TextField()
    at = models.DateTimeField()
    rank = models.PositiveSmallIntegerField()
    customer = models.TextField(blank=True)
    state: "models.JSONField[Any, Any]" = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["connector", "object_id", "external_id"], name="connector_moment_once")
        ]

    def __str__(self) -> str:
        return f"{self.object_id} {self.at}"


class Run(models.Model):
    """One look at a folder or one query, and what came of it."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    connector = models.ForeignKey("connectors.Connector", models.CASCADE, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    rows = models.PositiveBigIntegerField(default=0)
    bad_rows = models.PositiveBigIntegerField(default=0)
    told = models.TextField(blank=True)
    problem = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["connector", "-id"], name="connector_run_newest")]

    def __str__(self) -> str:
        return f"{self.connector_id} {self.started_at}"


class WatchedFile(models.Model):
    """A file of a watched place. `mark` says which writing of it was seen, `taken_mark` which was brought in."""

    connector = models.ForeignKey("connectors.Connector", models.CASCADE, related_name="+")
    path = models.TextField()
    mark = models.TextField()
    taken_mark = models.TextField(blank=True)
    taken_at = models.DateTimeField(null=True)
    rows = models.PositiveBigIntegerField(default=0)
    bad_rows = models.PositiveBigIntegerField(default=0)
    problem = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["connector", "path"], name="connector_file_once")]

    def __str__(self) -> str:
        return self.path
