from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nabiz.team.roles import CAPABILITIES, Capability


class Company(models.Model):
    """The one company that this installation serves."""

    name = models.TextField()
    language = models.CharField(max_length=2, default="en")
    time_zone = models.TextField(default="Europe/Istanbul")
    currency = models.CharField(max_length=3, default="TRY")
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class MemberManager(BaseUserManager["Member"]):
    def owners(self) -> models.QuerySet["Member"]:
        return self.filter(is_active=True, role="owner").order_by("pk")

    @transaction.atomic
    def create_member(self, email: str, password: str | None, **fields: Any) -> "Member":
        member = self.model(email=email.strip().lower(), **fields)
        member.set_password(password)
        member.save()
        EmailAddress.objects.create(user=member, email=member.email, primary=True, verified=True)
        return member

    def get_by_natural_key(self, username: str | None) -> "Member":
        return self.get(email__iexact=username)


class Member(AbstractBaseUser):
    """A person who works here."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        MANAGER = "manager", _("Manager")
        AGENT = "agent", _("Agent")
        SUCCESS = "success", _("Customer success")
        VIEWER = "viewer", _("Viewer")

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.TextField(_("name"), blank=True)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.VIEWER)
    language = models.CharField(max_length=2, blank=True)
    time_zone = models.TextField(blank=True)
    theme = models.CharField(max_length=5, blank=True, choices=[("light", _("Light")), ("dark", _("Dark"))])
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[MemberManager] = MemberManager()

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def url(self) -> str:
        return reverse("team:member", args=[self.pk])

    def can(self, capability: Capability) -> bool:
        return self.is_active and capability in CAPABILITIES[self.role]


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def waiting(self) -> Self:
        """Neither accepted nor taken back; an expired one waits to be sent again."""
        return self.filter(accepted_at=None, revoked_at=None)


def in_a_week() -> datetime:
    return timezone.now() + timedelta(days=7)


class Invitation(models.Model):
    """An offer to join, sent as a link. Only a hash of the link is kept."""

    email = models.EmailField()
    role = models.CharField(max_length=10, choices=Member.Role.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey("team.Member", models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=in_a_week)
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["email"], condition=models.Q(accepted_at=None, revoked_at=None), name="one_invitation_per_email"
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None and not self.has_expired


class Team(models.Model):
    """Members who look after something together. What that is, is kept by the packages that use it."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return reverse("team:team", args=[self.pk])


class Membership(models.Model):
    """The fact that a member belongs to a team. A member may belong to several."""

    team = models.ForeignKey("team.Team", models.CASCADE, related_name="memberships")
    member = models.ForeignKey("team.Member", models.CASCADE, related_name="memberships")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["team", "member"], name="in_a_team_once")]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.team_id}"


class MailQuerySet(models.QuerySet["Mail"]):
    def waiting(self) -> Self:
        return self.filter(sent_at=None)

    def without_secrets(self) -> Self:
        return self.filter(is_secret=False)


class Mail(models.Model):
    """A mail that left, or that waits here because no mail server is configured or because the server refused it.

    A secret one carries a link that opens a door (sign-in, invitation); once it has left, its words are dropped.
    """

    sender = models.TextField()
    recipients: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    to = models.TextField()
    subject = models.TextField()
    text = models.TextField()
    html = models.TextField(blank=True)
    raw = models.BinaryField(default=b"")
    is_secret = models.BooleanField(default=False)
    written_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return self.subject


class BounceBox(models.Model):
    """How far the mailbox for undeliverable mails was read. `validity` and `last` are the numbers that IMAP gives."""

    address = models.TextField(unique=True)
    validity = models.BigIntegerField(default=0)
    last = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.address
