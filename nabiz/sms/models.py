from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Gateway(models.Model):
    """Through whom short messages leave. One row, or none: then they wait.

    `boxed`: the provider's options with its secrets, encrypted. `price`: of one part, in the company's currency.
    """

    provider = models.CharField(max_length=20)
    sender = models.CharField(max_length=20)
    boxed = models.TextField()
    drops_accents = models.BooleanField(default=False)
    price = models.DecimalField(max_digits=9, decimal_places=4, default=Decimal(0))
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.provider


class TextQuerySet(models.QuerySet["Text"]):
    def waiting(self) -> Self:
        return self.filter(state=Text.State.WAITING)


class Text(models.Model):
    """A short message that left, or that waits because no gateway is set or the gateway did not take it.

    `reference` says to whoever wrote it what it belongs to. `parts` is what the gateway charges for.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("message", "Waiting")
        SENT = "sent", pgettext_lazy("message", "Sent")
        REFUSED = "refused", pgettext_lazy("message", "Refused")
        DROPPED = "dropped", _("Not sent: no longer allowed")

    customer = models.ForeignKey("customers.Customer", models.CASCADE, null=True, related_name="+")
    to = models.CharField(max_length=20)
    body = models.TextField()
    purpose = models.CharField(max_length=20)
    reference = models.CharField(max_length=40, blank=True)
    parts = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    problem = models.TextField(blank=True)
    external_id = models.CharField(max_length=80, blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    objects = TextQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["written_at"], name="text_by_age")]

    def __str__(self) -> str:
        return str(self.pk)
