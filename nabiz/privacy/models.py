from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from nabiz.privacy.purposes import Basis, Blocked, Purpose, Recipient, Source, Way


class Consent(models.Model):
    """A person agreed to be contacted for a purpose on a channel, or took it back. Rows are added, never changed.

    An empty `address` means whichever address they have. `text` is what they were shown, in its `version`.
    """

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    address = models.TextField(blank=True)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    channel = models.CharField(max_length=20, choices=Way.choices)
    is_given = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)
    recorded_at = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=20, choices=Source.choices)
    recipient = models.CharField(max_length=10, choices=Recipient.choices, default=Recipient.PRIVATE)
    text = models.TextField(blank=True)
    version = models.TextField(blank=True)
    ip_hash = models.CharField(max_length=64, blank=True)
    agent_hash = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["customer", "purpose", "channel", "address", "-at", "-id"], name="consent_latest"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer", "address", "purpose", "channel", "is_given", "at"], name="consent_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose}/{self.channel} {'+' if self.is_given else '-'} {self.at:%Y-%m-%d %H:%M}"


class Suppression(models.Model):
    """An address that takes no more messages. Only a keyed hash is kept, so that it outlives the person's erasure."""

    channel = models.CharField(max_length=20, choices=Way.choices)
    address_hash = models.CharField(max_length=64)
    why = models.CharField(max_length=10, choices=Blocked.choices)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "address_hash", "why"], name="suppression_once")
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.why}"


class Policy(models.Model):
    """On what legal basis the company contacts people for a purpose, and in which hours it does not ring."""

    purpose = models.CharField(max_length=20, choices=Purpose.choices, unique=True)
    basis = models.CharField(max_length=10, choices=Basis.choices)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_to = models.TimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.purpose}: {self.basis}"


class Erasure(models.Model):
    """A person was forgotten. The hashes recognise them should a backup bring them back; they say nothing else."""

    number = models.BigIntegerField()
    erased_at = models.DateTimeField(default=timezone.now)
    customers: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    known_since = models.DateTimeField()
    hashes: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    removed: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    left: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    proved_at = models.DateTimeField(null=True)
    scrubbed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.number} {self.erased_at:%Y-%m-%d %H:%M}"


class RetentionRule(models.Model):
    """How long something is kept, where the company settled it; `days` is empty where it has no end."""

    name = models.TextField(unique=True)
    days = models.PositiveIntegerField(null=True)
    settled_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.name}: {self.days}"
