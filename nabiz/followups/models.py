from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

COMMENT = "comment"  # the measure of an answer without a score


class RuleQuerySet(models.QuerySet["Rule"]):
    def on(self) -> Self:
        return self.filter(is_on=True)


class Rule(models.Model):
    """Which answers ask for somebody, until when, and who that is. Empty conditions mean any.

    `measure` is that of a survey's answer, or `review` with 1 to 5 stars, or `any`, which asks for no score.
    `account_above` is monthly revenue of the account, or of the person where there is none. `theme` is the number of a
    theme, plain so that a rule whose theme is gone opens nothing instead of everything.
    """

    class Measure(models.TextChoices):
        NPS = "nps", "NPS"
        CSAT = "csat", "CSAT"
        CES = "ces", _("CES, 7 points")
        CES5 = "ces5", _("CES, 5 points")
        PMF = "pmf", "PMF"
        REVIEW = "review", _("Review, in stars")
        ANY = "any", _("Any answer or review")

    class Comparison(models.TextChoices):
        AT_MOST = "lte", _("at most")
        AT_LEAST = "gte", _("at least")

    class Owner(models.TextChoices):
        ACCOUNT = "account", _("the account's owner")
        CUSTOMER = "customer", _("the customer's owner")
        MEMBER = "member", _("one member")

    class Tone(models.TextChoices):
        NEGATIVE = "negative", pgettext_lazy("tone of a comment", "negative")
        NEUTRAL = "neutral", pgettext_lazy("tone of a comment", "neutral")
        POSITIVE = "positive", pgettext_lazy("tone of a comment", "positive")

    measure = models.CharField(max_length=10, choices=Measure.choices, default=Measure.NPS)
    comparison = models.CharField(max_length=3, choices=Comparison.choices, default=Comparison.AT_MOST)
    score = models.SmallIntegerField(default=6)
    survey = models.TextField(blank=True)
    touchpoint = models.TextField(blank=True)
    stage = models.TextField(blank=True)
    segment = models.TextField(blank=True)
    account_above = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    needs_comment = models.BooleanField(default=False)
    theme = models.BigIntegerField(null=True, blank=True)
    tone = models.CharField(max_length=8, choices=Tone.choices, blank=True)
    due_hours = models.PositiveSmallIntegerField(default=24)
    skips_weekends = models.BooleanField(default=False)
    owner_is = models.CharField(max_length=10, choices=Owner.choices, default=Owner.ACCOUNT)
    member = models.ForeignKey("team.Member", models.SET_NULL, null=True, blank=True, related_name="+")
    reask_days = models.PositiveSmallIntegerField(null=True, blank=True, default=14)
    is_on = models.BooleanField(default=True)
    since = models.DateTimeField(default=timezone.now)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        if self.measure == self.Measure.ANY:
            return str(self.get_measure_display())
        sign = "≤" if self.comparison == self.Comparison.AT_MOST else "≥"
        return f"{self.get_measure_display()} {sign} {self.score}"

    @property
    def asks_words(self) -> bool:
        """Whether a comment has to be read to know."""
        return self.theme is not None or bool(self.tone)


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def open(self) -> Self:
        return self.filter(closure=None)

    def closed(self) -> Self:
        return self.exclude(closure=None)

    def overdue(self, now: datetime | None = None) -> Self:
        return self.open().filter(due_at__lt=now or timezone.now())

    def of(self, member_id: int) -> Self:
        return self.filter(owner_id=member_id)

    def awake(self, now: datetime | None = None) -> Self:
        return self.exclude(snooze__until__gt=now or timezone.now())


class FollowUp(models.Model):
    """Somebody answers for what a customer said. What they said stays on the timeline, as the event `answer`.

    A comment that came without a score has the measure `comment`.
    """

    rule = models.ForeignKey("followups.Rule", models.SET_NULL, null=True, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    answer = models.BigIntegerField(unique=True)
    measure = models.CharField(max_length=10)
    score = models.SmallIntegerField(null=True)
    survey = models.TextField(blank=True)
    owner = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    reask_days = models.PositiveSmallIntegerField(null=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_at", "id"], name="followup_by_due"),
            models.Index(fields=["owner", "due_at"], name="followup_of_owner"),
        ]

    def __str__(self) -> str:
        return self.get_measure_name() if self.score is None else f"{self.get_measure_name()} {self.score}"

    def get_measure_name(self) -> str:
        named = dict(Rule.Measure.choices) | {COMMENT: pgettext_lazy("measure", "Comment")}
        return str(named.get(self.measure, self.measure))

    @property
    def is_open(self) -> bool:
        return not hasattr(self, "closure")

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_at < timezone.now()


class Closure(models.Model):
    """The fact that a follow-up is done. Deleting it reopens the follow-up."""

    class Outcome(models.TextChoices):
        SOLVED = "solved", pgettext_lazy("outcome", "Solved")
        PARTLY = "partly", pgettext_lazy("outcome", "Partly solved")
        NOT_SOLVABLE = "not_solvable", pgettext_lazy("outcome", "Cannot be solved")
        UNREACHABLE = "unreachable", pgettext_lazy("outcome", "Could not be reached")

    follow_up = models.OneToOneField("followups.FollowUp", models.CASCADE, related_name="closure")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.get_outcome_display())


class Snooze(models.Model):
    """The fact that a follow-up rests until a day. It stays due when it was due."""

    follow_up = models.OneToOneField("followups.FollowUp", models.CASCADE, related_name="snooze")
    until = models.DateTimeField()
    by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.until:%Y-%m-%d}"


class Deed(models.Model):
    """One thing that was done for a follow-up."""

    class Kind(models.TextChoices):
        CALL = "call", pgettext_lazy("deed", "Call")
        MAIL = "mail", pgettext_lazy("deed", "E-mail")
        NOTE = "note", pgettext_lazy("deed", "Note")

    follow_up = models.ForeignKey("followups.FollowUp", models.CASCADE, related_name="deeds")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    text = models.TextField(blank=True)
    by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Reask(models.Model):
    """The same question asked again after closing, once. `why_not` says why it was not; `score` is the new answer."""

    follow_up = models.OneToOneField("followups.FollowUp", models.CASCADE, related_name="reask")
    due_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    invitation = models.TextField(blank=True, db_index=True)
    why_not = models.CharField(max_length=20, blank=True)
    score = models.SmallIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    has_recovered = models.BooleanField(null=True)

    def __str__(self) -> str:
        return self.invitation or self.why_not


class Cause(models.Model):
    """What makes many customers unhappy, taken up from a theme. `action` says what is done, since when. Without a name
    it is called as its theme is, in the language of whoever reads."""

    theme = models.OneToOneField("themes.Theme", models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    owner = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")
    action = models.TextField(blank=True)
    action_since = models.DateField(null=True)
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name or str(self.theme or f"#{self.pk}")
