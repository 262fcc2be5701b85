from typing import ClassVar

from django.db import models
from django.utils import timezone


class Refusal(models.Model):
    """The fact that a member does not want the weekly mail. Deleting it is wanting it again."""

    member = models.OneToOneField("team.Member", models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.member_id)


class WeeklyMail(models.Model):
    """The mail of one week to one member: written once. `monday` is the day on which it is due."""

    member = models.ForeignKey("team.Member", models.CASCADE, related_name="+")
    monday = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["member", "monday"], name="weekly_mail_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.monday}"
