from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from nabiz.assist.problems import in_words


class Engine(models.Model):
    """The endpoint that the owner has entered. One row, or none. It is asked only while `is_on`.

    `boxed`: the key, encrypted; empty where the endpoint needs none. `budget`: tokens in a calendar month.
    """

    base = models.CharField(max_length=300)
    model = models.CharField(max_length=120)
    boxed = models.TextField(blank=True)
    budget = models.PositiveIntegerField()
    is_on = models.BooleanField(default=False)
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.model


class Spending(models.Model):
    """What a month has used, apart from the calls themselves, so that deleting one of them frees no budget."""

    month = models.DateField(unique=True)
    tokens = models.PositiveBigIntegerField(default=0)
    calls = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Call(models.Model):
    """One request to the endpoint, word for word as it left, and what came back.

    `customers` are those whose masked words stand in the prompt. `is_estimated`: the endpoint did not count its tokens.
    """

    class Outcome(models.TextChoices):
        USED = "used", pgettext_lazy("answer", "Used")
        UNUSABLE = "unusable", pgettext_lazy("answer", "Not usable")
        FAILED = "failed", pgettext_lazy("answer", "Failed")

    task = models.CharField(max_length=20)
    model = models.CharField(max_length=120)
    prompt: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    output = models.TextField(blank=True)
    problem = models.TextField(blank=True)
    tokens = models.PositiveIntegerField(default=0)
    is_estimated = models.BooleanField(default=False)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    customers: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["at"], name="call_by_age")]

    def __str__(self) -> str:
        return f"{self.task} {self.at:%Y-%m-%d %H:%M}"

    @property
    def problem_words(self) -> str:
        return in_words(self.problem)
