"""When a survey is sent, to whom, and what became of each turn."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Caps(models.Model):
    """How often one customer may be asked, by all surveys and on all channels together. One row, or none."""

    days_any = models.PositiveSmallIntegerField(default=30)
    days_same = models.PositiveSmallIntegerField(default=90)
    per_year = models.PositiveSmallIntegerField(default=4)
    days_new = models.PositiveSmallIntegerField(default=14)

    def __str__(self) -> str:
        return f"{self.days_any}/{self.days_same}/{self.per_year}"


class Trigger(models.Model):
    """What makes a survey go out. With a `kind` it follows events of that kind, of those that came by `on_channel`.

    Without one, members send it to a segment; or, with `every_days`, it goes by itself to each in the segment once in
    so many days, a slice a day. `filled_on` is the last day that has its slice.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", pgettext_lazy("channel", "E-mail")
        SMS = "sms", _("SMS")

    survey = models.ForeignKey("feedback.Survey", models.CASCADE, related_name="triggers")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    kind = models.TextField(blank=True)
    nth = models.PositiveIntegerField(default=0, help_text="0: every event; else only the customer's n-th")
    on_channel = models.TextField(blank=True)
    facts: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    delay_hours = models.PositiveIntegerField(default=0)
    segment = models.TextField(blank=True)
    percent = models.PositiveSmallIntegerField(default=100)
    every_days = models.PositiveSmallIntegerField(default=0)
    filled_on = models.DateField(null=True)
    remind_after_days = models.PositiveSmallIntegerField(default=3, help_text="0: no reminder")
    paused_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    since = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.survey_id}/{self.pk}"


class Turn(models.Model):
    """A customer's turn to be asked, once for each occasion, so that nothing is sent twice whatever breaks off."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("turn", "Waiting")
        SENT = "sent", pgettext_lazy("turn", "Sent")
        HELD = "held", pgettext_lazy("turn", "Held back")

    class Reason(models.TextChoices):
        CAPPED = "capped", _("Asked too recently or too often")
        DECLINED = "declined", _("Does not want to be asked")
        NO_CONSENT = "no_consent", _("Without consent")
        NO_ADDRESS = "no_address", _("Without a working address")
        NEW = "new", _("With us for too short a time")
        ASKED_NOTHING = "asked_nothing", _("The survey was not live")
        ELSEWHERE = "elsewhere", _("Not in the segment")

    trigger = models.ForeignKey("feedback.Trigger", models.CASCADE, related_name="turns")
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    occasion = models.CharField(max_length=40)
    event_id = models.BigIntegerField(null=True)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    invitation = models.OneToOneField("feedback.Invitation", models.SET_NULL, null=True, related_name="turn")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["trigger", "customer", "occasion"], name="turn_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="turn_waiting", condition=models.Q(state="waiting")),
            models.Index(fields=["trigger", "state", "reason"], name="turn_of_trigger"),
        ]

    def __str__(self) -> str:
        return f"{self.trigger_id}/{self.customer_id}/{self.occasion}"


class Reminder(models.Model):
    """The link once more to who has not answered. `link` is its token, encrypted, and empty once that is decided."""

    trigger = models.ForeignKey("feedback.Trigger", models.CASCADE, related_name="reminders")
    invitation = models.OneToOneField("feedback.Invitation", models.CASCADE, related_name="reminder")
    due_at = models.DateTimeField()
    link = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=Turn.State.choices, default=Turn.State.WAITING)
    reason = models.CharField(max_length=20, choices=Turn.Reason.choices, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="reminder_waiting", condition=models.Q(state="waiting")),
            models.Index(fields=["trigger", "state", "reason"], name="reminder_of_trigger"),
        ]

    def __str__(self) -> str:
        return f"{self.invitation_id} {self.state}"
