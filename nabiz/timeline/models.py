from typing import Any

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now


class TopTransaction(models.Func):
    """The id of the transaction that writes the row, by which the mirror knows what it has not seen yet."""

    template = "((pg_current_xact_id())::text::bigint)"
    output_field = models.BigIntegerField()


class Event(models.Model):
    """One thing that happened between a customer and the company.

    The ids of customer, account and member are plain numbers: the timeline lies below those packages, and a foreign
    key would cost a look-up for every row of the busiest table. Erasure and merging reach it by subscription.
    """

    xid = models.BigIntegerField(db_default=TopTransaction(), editable=False)
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField(db_default=Now())
    kind = models.TextField()
    customer_id = models.BigIntegerField(null=True)
    account_id = models.BigIntegerField(null=True)
    member_id = models.BigIntegerField(null=True)
    channel = models.TextField(blank=True, db_default="")
    touchpoint = models.TextField(blank=True, db_default="")
    stage = models.TextField(blank=True, db_default="")
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    currency = models.TextField(blank=True, db_default="")
    facts: "models.JSONField[Any, Any]" = models.JSONField(db_default=models.Value({}, models.JSONField()))
    source = models.TextField(blank=True, db_default="")
    message_id = models.TextField(null=True)
    original_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["customer_id", "-happened_at", "-id"], name="event_of_customer"),
            models.Index(fields=["kind", "-happened_at"], name="event_of_kind"),
            BrinIndex(fields=["xid"], name="event_by_transaction", pages_per_range=16, autosummarize=True),
        ]
        constraints = [models.UniqueConstraint(fields=["source", "message_id"], name="event_once_per_source")]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_at:%Y-%m-%d %H:%M}"


class Gone(models.Model):
    """A customer who was erased: the mirror leaves them out at once and drops their rows within a day."""

    customer_id = models.BigIntegerField(unique=True)
    gone_at = models.DateTimeField(db_default=Now())
    swept_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.customer_id)


class Removal(models.Model):
    """A statement that deleted or altered events, noted by a trigger. Events only come, except where somebody is
    forgotten; who remembers answers over them must hear of it."""

    happened_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.happened_at:%Y-%m-%d %H:%M}"


class Withdrawal(models.Model):
    """An event that was deleted or altered, noted by a trigger, until the mirror has dropped its old row."""

    event_id = models.BigIntegerField()
    kind = models.TextField()
    month = models.TextField()
    xid = models.BigIntegerField(db_default=TopTransaction(), editable=False)

    def __str__(self) -> str:
        return str(self.event_id)
