from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone


class ThemeQuerySet(models.QuerySet["Theme"]):
    def present(self) -> Self:
        """Without those that were merged into another."""
        return self.filter(merged_into=None)


class Theme(models.Model):
    """What texts are about. Those with a `key` are there from the beginning; those with a `number` were discovered;
    those with neither a member made.

    `called` is a name that a language model has proposed; a member's `name` goes before it.
    `number` is what the model of themes calls it. `parent` is its branch of the tree. A merged theme stays as a row, so
    that its old address and number are understood.
    """

    key = models.CharField(max_length=20, blank=True)
    number = models.PositiveIntegerField(null=True, unique=True)
    name = models.CharField(max_length=120, blank=True)
    called = models.CharField(max_length=60, blank=True)
    words: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    parent = models.ForeignKey("themes.Theme", models.SET_NULL, null=True, related_name="children")
    is_pinned = models.BooleanField(default=False)
    merged_into = models.ForeignKey("themes.Theme", models.SET_NULL, null=True, related_name="merged")
    since = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key"], condition=~models.Q(key=""), name="theme_key_once")
        ]

    def __str__(self) -> str:
        from nabiz.themes.starters import label_of

        return self.name or label_of(self.key) or self.called or ", ".join(self.words[:3]) or f"#{self.pk}"

    @property
    def is_made(self) -> bool:
        """Whether a member made it of a few words: a comment that says one of them belongs to it."""
        return self.number is None and not self.key

    @property
    def is_topic(self) -> bool:
        """Whether the model of themes knows it, so that it can be parted and taught."""
        return self.number is not None and not self.key


class Wording(models.Model):
    """What a language model wrote about a theme. It is shown only while every quote that it was made from is there.

    `events` are those quotes, `cited` the ones that the summary names as its ground. `problem` says why the last try
    gave nothing. A member who takes a wording away has `is_refused` set, so that no night writes it again.
    """

    theme = models.OneToOneField("themes.Theme", models.CASCADE, related_name="wording")
    summary = models.TextField(blank=True)
    language = models.CharField(max_length=2, blank=True)
    model = models.CharField(max_length=120, blank=True)
    events: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    cited: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    problem = models.CharField(max_length=20, blank=True)
    is_refused = models.BooleanField(default=False)
    made_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.theme_id}: {self.summary[:40]}"


class Model(models.Model):
    """The model of themes as it was at a time. The newest one is used; older ones are kept to go back to."""

    written = models.TextField()
    texts = models.PositiveIntegerField()
    reason = models.CharField(max_length=20)
    made_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.reason} {self.made_at:%Y-%m-%d %H:%M}"


class VerbatimQuerySet(models.QuerySet["Verbatim"]):
    def current(self) -> Self:
        """Without what was said otherwise later, such as a review before it was edited."""
        return self.filter(is_current=True)


class Verbatim(models.Model):
    """Something a customer said, as it was understood. The words themselves stay with the event, and only there.

    Numbers of event, customer and account are plain, as on the timeline. `digest` tells equal words; `matter` tells
    what an edit replaces; `response` binds a comment to the scores that were given in one go.
    """

    class Label(models.TextChoices):
        NEGATIVE = "negative"
        NEUTRAL = "neutral"
        POSITIVE = "positive"

    event_id = models.BigIntegerField(unique=True)
    xid = models.BigIntegerField()
    customer_id = models.BigIntegerField(null=True)
    account_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    kind = models.TextField()
    channel = models.TextField(blank=True)
    touchpoint = models.TextField(blank=True)
    stage = models.TextField(blank=True)
    survey = models.TextField(blank=True)
    language = models.CharField(max_length=2)
    label = models.CharField(max_length=8, choices=Label.choices)
    negative = models.FloatField()
    neutral = models.FloatField()
    positive = models.FloatField()
    intensity = models.FloatField()
    theme = models.ForeignKey("themes.Theme", models.PROTECT, related_name="verbatims")
    closeness = models.FloatField(default=0.0)
    is_corrected = models.BooleanField(default=False)
    aspects: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    signs: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    digest = models.CharField(max_length=24)
    measure = models.CharField(max_length=20, blank=True)
    score = models.SmallIntegerField(null=True)
    response = models.TextField(blank=True)
    matter = models.TextField(blank=True)
    is_current = models.BooleanField(default=True)

    objects = VerbatimQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["theme", "-at"], name="verbatim_of_theme"),
            models.Index(fields=["-at"], name="verbatim_by_time"),
            models.Index(fields=["customer_id"], name="verbatim_of_customer"),
            models.Index(fields=["survey", "-at"], name="verbatim_of_survey"),
            models.Index(fields=["digest"], name="verbatim_by_words"),
            models.Index(fields=["matter"], name="verbatim_by_matter", condition=~models.Q(matter="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"


class Correction(models.Model):
    """A member said what a text is about. It holds for equal texts, and whatever is learned later."""

    digest = models.CharField(max_length=24, unique=True)
    theme = models.ForeignKey("themes.Theme", models.CASCADE, related_name="corrections")
    by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")
    corrected_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.digest


class Reading(models.Model):
    """How far the timeline has been read: one row. `removal` is the last deletion that was followed."""

    watermark = models.BigIntegerField(default=0)
    removal = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.watermark)
