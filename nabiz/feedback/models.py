from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LANGUAGES = ("tr", "en")


def both_languages() -> list[str]:
    return list(LANGUAGES)


class Brand(models.Model):
    """How surveys look to customers: the company's name, colour and logo."""

    name = models.TextField(blank=True, help_text="Empty: the company's name")
    colour = models.CharField(max_length=7, default="#1d4f91")
    logo = models.BinaryField(null=True)
    logo_type = models.CharField(max_length=20, blank=True)
    shows_footer = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name or self.colour


class SurveyQuerySet(models.QuerySet["Survey"]):
    def present(self) -> Self:
        return self.filter(removed_at=None)

    def live(self) -> Self:
        return self.present().filter(status=Survey.Status.LIVE)


class Survey(models.Model):
    """Questions asked again and again. What is asked stands in its versions.

    `link_token` opens the survey to whoever has the link; empty means that only invitations do. A removed survey is
    kept with its answers and shown to nobody.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("survey", "Draft")
        LIVE = "live", pgettext_lazy("survey", "Live")
        PAUSED = "paused", pgettext_lazy("survey", "Paused")
        CLOSED = "closed", pgettext_lazy("survey", "Closed")

    class Purpose(models.TextChoices):
        SERVICE = "service", _("Service: about something that we did for them")
        RESEARCH = "research", _("Research: to learn what customers need")
        MARKETING = "marketing", _("Marketing: it may also advertise")

    name = models.TextField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    status_at = models.DateTimeField(default=timezone.now)
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.RESEARCH)
    brand = models.ForeignKey("feedback.Brand", models.SET_NULL, null=True, related_name="+")
    languages: "models.JSONField[Any, Any]" = models.JSONField(default=both_languages)
    touchpoint = models.TextField(blank=True)
    stage = models.TextField(blank=True)
    link_token = models.CharField(max_length=64, null=True, unique=True)
    allowed_sites: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    removed_at = models.DateTimeField(null=True)
    by = models.ForeignKey("team.Member", models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-since", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        return self.status == self.Status.LIVE and self.removed_at is None


class Version(models.Model):
    """What a survey asks. From its first answer on it stays as it is; a change makes the next version.

    `texts`: language to `why` and `thanks`. `thanks`: texts for a range of scores, as {"from", "to", "texts"}.
    `hidden`: names of values that come with the link or the event and are kept with the answer.
    """

    survey = models.ForeignKey("feedback.Survey", models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    texts: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    thanks: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    hidden: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    published_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["survey", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.survey} {self.number}"


class Question(models.Model):
    """One question of a version. `key` names it in conditions and answers, and stays the same in later versions.

    `texts`: language to `title`, `hint`, and the words at both ends of a scale, `low` and `high`. `options` and `rows`:
    [{"value", "texts", "score"?}]. `shown_if`: {"question", "op", "value"}. `jumps`: [{"op", "value", "to"}].
    `consents`: what a yes or no to a question of consent means, as ["marketing/email"].
    """

    class Kind(models.TextChoices):
        SCALE_10 = "scale10", _("Scale 0 to 10")
        SCALE_5 = "scale5", _("Scale 1 to 5")
        SMILEYS = "smileys", _("Smileys")
        SCALE_7 = "scale7", _("Scale 1 to 7")
        CHOICE = "choice", _("One of several")
        CHOICES = "choices", _("Several of several")
        MATRIX = "matrix", _("Matrix")
        RANK = "rank", _("Ranking")
        TEXT = "text", _("Free text")
        CONTACT = "contact", _("Contact details")
        CONSENT = "consent", _("Consent")

    class Measure(models.TextChoices):
        NOTHING = "", _("no score")
        NPS = "nps", "NPS"
        CSAT = "csat", "CSAT"
        CES = "ces", _("CES, 7 points")
        CES5 = "ces5", _("CES, 5 points")
        PMF = "pmf", "PMF"

    version = models.ForeignKey("feedback.Version", models.CASCADE, related_name="questions")
    key = models.CharField(max_length=20)
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    measure = models.CharField(max_length=10, choices=Measure.choices, blank=True)
    is_required = models.BooleanField(default=False)
    texts: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    options: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    rows: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    shown_if: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    jumps: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    consents: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "key"], name="question_key_once")]

    def __str__(self) -> str:
        return self.key


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def of_people(self) -> Self:
        """Without those by which members try a survey."""
        return self.filter(is_test=False)


class Invitation(models.Model):
    """One customer, asked once. Of its link only a hash is kept; `token` is there when it has just been made."""

    token: str = ""

    survey = models.ForeignKey("feedback.Survey", models.CASCADE, related_name="invitations")
    customer = models.ForeignKey("customers.Customer", models.CASCADE, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    channel = models.TextField(blank=True)
    touchpoint = models.TextField(blank=True)
    stage = models.TextField(blank=True)
    purpose = models.CharField(max_length=10, choices=Survey.Purpose.choices, default=Survey.Purpose.RESEARCH)
    language = models.CharField(max_length=2, blank=True)
    hidden: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, blank=True)
    is_test = models.BooleanField(default=False)
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["customer", "-invited_at"], name="invitation_of_customer"),
            models.Index(fields=["survey", "-invited_at"], name="invitation_of_survey"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What the timeline calls it."""
        return f"nabiz-{self.pk}"


class Step(models.Model):
    """One thing that became of an invitation, once: who wants to know when it was opened reads it here."""

    class Kind(models.TextChoices):
        SENT = "sent", pgettext_lazy("invitation", "Sent")
        OPENED = "opened", pgettext_lazy("invitation", "Opened")
        REMINDED = "reminded", pgettext_lazy("invitation", "Reminded")
        BOUNCED = "bounced", pgettext_lazy("invitation", "Undeliverable")
        ANSWERED = "answered", pgettext_lazy("invitation", "Answered")
        DECLINED = "declined", pgettext_lazy("invitation", "Declined")

    invitation = models.ForeignKey("feedback.Invitation", models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["invitation", "kind"], name="step_once")]

    def __str__(self) -> str:
        return self.kind


class ResponseQuerySet(models.QuerySet["Response"]):
    def of_people(self) -> Self:
        return self.filter(is_test=False)

    def completed(self) -> Self:
        return self.exclude(completed_at=None)


class Response(models.Model):
    """Somebody answers. Kept from the first question on; `key_hash` tells the browser that began it.

    `is_new` where this transaction has made it: nobody else knows of it, and there is no answer yet.
    """

    is_new: bool = False

    survey = models.ForeignKey("feedback.Survey", models.CASCADE, related_name="responses")
    version = models.ForeignKey("feedback.Version", models.PROTECT, related_name="responses")
    invitation = models.OneToOneField("feedback.Invitation", models.CASCADE, null=True, related_name="response")
    customer = models.ForeignKey("customers.Customer", models.CASCADE, null=True, related_name="+")
    key_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=2)
    channel = models.TextField(blank=True)
    touchpoint = models.TextField(blank=True)
    stage = models.TextField(blank=True)
    hidden: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    is_test = models.BooleanField(default=False)
    started_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["survey", "-started_at"], name="response_of_survey"),
            models.Index(fields=["customer", "-started_at"], name="response_of_customer"),
            models.Index(
                fields=["touched_at"], name="response_unsettled", condition=models.Q(settled_at=None, completed_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}/{self.pk}"


class Answer(models.Model):
    """What was answered to one question. `score` is the number that a measure counts; `announced_at` says since when
    the timeline knows it: from then on it is not changed."""

    response = models.ForeignKey("feedback.Response", models.CASCADE, related_name="answers")
    question = models.ForeignKey("feedback.Question", models.PROTECT, related_name="+")
    value: "models.JSONField[Any, Any]" = models.JSONField()
    score = models.SmallIntegerField(null=True)
    announced_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["response", "question"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.response_id}/{self.question_id}"


from nabiz.feedback.popover.models import Popover, Site  # noqa: E402, F401  tables of this package, in files of their own
from nabiz.feedback.sending.models import Caps, Reminder, Trigger, Turn  # noqa: E402, F401  tables of this package, in a file of their own
