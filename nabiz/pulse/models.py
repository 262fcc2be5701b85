from typing import Any, ClassVar

from django.db import models
from django.utils import timezone


class Scope(models.Model):
    """What a team looks after. Within a list one value is enough, between lists all count; an empty list means any.

    The names are those of metrics and segments, the numbers those of themes, plain: where all that was chosen is gone,
    nothing is left to tell.
    """

    team = models.OneToOneField("team.Team", models.CASCADE, related_name="+")
    stages: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    touchpoints: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    segments: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    themes: "models.JSONField[Any, Any]" = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.team_id)


class Refusal(models.Model):
    """The fact that a member wants no weekly mail, or not that of one team. Deleting it is wanting it again."""

    member = models.ForeignKey("team.Member", models.CASCADE, related_name="+")
    team = models.ForeignKey("team.Team", models.CASCADE, null=True, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "team"], nulls_distinct=False, name="weekly_refused_once")
        ]

    def __str__(self) -> str:
        return str(self.member_id)


class WeeklyMail(models.Model):
    """The mail of one week to one member, once for each of their teams. `monday` is the day on which it is due."""

    member = models.ForeignKey("team.Member", models.CASCADE, related_name="+")
    team = models.ForeignKey("team.Team", models.CASCADE, null=True, related_name="+")
    monday = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "monday", "team"], nulls_distinct=False, name="weekly_mail_once")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.monday}"
