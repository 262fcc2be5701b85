"""What can be done to the team and its company. Each is atomic, harmless when repeated, and says what happened."""

from typing import TypedDict

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nabiz.team.events import (
    CompanyChanged,
    CompanyFounded,
    InvitationRevoked,
    MemberDeactivated,
    MemberInvited,
    MemberJoined,
    MemberReactivated,
    RoleChanged,
)
from nabiz.team.mails import send_invitation_mail
from nabiz.team.models import Company, Invitation, Member, in_a_week
from nabiz.team.tokens import hash_of, new_token
from nabiz.timeline.commands import announce


class NewOwner(TypedDict):
    name: str
    email: str
    password: str


class NewCompany(TypedDict):
    name: str
    language: str
    time_zone: str
    currency: str


class Refused(Exception):
    """A change that would harm the house. Its text is for the person who asked."""


class LastOwner(Refused):
    def __init__(self) -> None:
        super().__init__(_("Somebody must own this installation. Make another member owner first."))


class AlreadyMember(Refused):
    def __init__(self) -> None:
        super().__init__(_("This address belongs to a member already."))


class InvitationGone(Refused):
    def __init__(self) -> None:
        super().__init__(_("This invitation is used, taken back or too old."))


@transaction.atomic
def set_up(*, owner: NewOwner, company: NewCompany) -> Member:
    """The whole first start at once. Where it is through already, the present owner is returned and nothing changes."""
    member = create_owner(owner)
    create_company(company, by=member)
    return member


@transaction.atomic
def create_owner(owner: NewOwner, *, language: str = "") -> Member:
    """The first owner; the one who is there, if there is one."""
    _one_at_a_time()
    present = Member.objects.owners().first()
    if present:
        return present
    member = Member.objects.create_member(
        owner["email"], owner["password"], name=owner["name"], role=Member.Role.OWNER, language=language
    )
    announce(MemberJoined(email=member.email, role=member.role, member=member.pk), by=member)
    return member


@transaction.atomic
def create_company(details: NewCompany, *, by: Member | None = None) -> Company:
    """The one company; the one that is there, if there is one."""
    _one_at_a_time()
    if present := Company.objects.first():
        return present
    company = Company.objects.create(**details)
    announce(CompanyFounded(company=company.name), by=by)
    return company


@transaction.atomic
def change_company(company: Company, details: NewCompany, *, by: Member) -> Company:
    """Numbers follow the new zone and currency from their next calculation on."""
    changed = [name for name, value in details.items() if getattr(company, name) != value]
    if changed:
        for name in changed:
            setattr(company, name, details[name])  # type: ignore[literal-required]
        company.save(update_fields=changed)
        announce(CompanyChanged(fields=", ".join(changed)), by=by)
    return company


@transaction.atomic
def invite_member(email: str, role: str, *, by: Member) -> Invitation:
    """Send somebody a link to join. Inviting an address again sends a new link; the old one stops working."""
    email = email.strip().lower()
    if Member.objects.filter(email=email).exists():
        raise AlreadyMember
    token, now = new_token(), timezone.now()
    fresh = {"role": role, "token_hash": hash_of(token), "by": by, "sent_at": now, "expires_at": in_a_week()}
    invitation, is_new = Invitation.objects.waiting().update_or_create(email=email, defaults=fresh)
    if is_new:
        announce(MemberInvited(email=email, role=role), by=by)
    send_invitation_mail(invitation, token)
    return invitation


def resend_invitation(invitation: Invitation, *, by: Member) -> Invitation:
    """A new link, valid for a week; the old one stops working."""
    return invite_member(invitation.email, invitation.role, by=by)


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: Member) -> Invitation:
    if invitation.accepted_at is None and invitation.revoked_at is None:
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
        announce(InvitationRevoked(email=invitation.email), by=by)
    return invitation


@transaction.atomic
def accept_invitation(invitation: Invitation, *, name: str, password: str | None, language: str = "") -> Member:
    """Become a member. A link works once; two browsers at the same time make one member. Raises InvitationGone."""
    locked = Invitation.objects.open().select_for_update().filter(pk=invitation.pk).first()
    if locked is None or Member.objects.filter(email=locked.email).exists():
        raise InvitationGone
    locked.accepted_at = timezone.now()
    locked.save(update_fields=["accepted_at"])
    member = Member.objects.create_member(locked.email, password, name=name, role=locked.role, language=language)
    announce(MemberJoined(email=member.email, role=member.role, member=member.pk), by=member)
    return member


@transaction.atomic
def change_role(member: Member, role: str, *, by: Member) -> Member:
    """Raises LastOwner where nobody would own the installation afterwards."""
    locked = _locked(member)
    if locked.role != role:
        previous = locked.role
        if previous == Member.Role.OWNER:
            _keep_an_owner(locked)
        locked.role = role
        locked.save(update_fields=["role"])
        announce(RoleChanged(email=locked.email, role=role, previous_role=previous, member=locked.pk), by=by)
    member.role = locked.role
    return member


@transaction.atomic
def deactivate_member(member: Member, *, by: Member) -> Member:
    """Close the door at once, open sessions included; what they did stays. Raises LastOwner."""
    locked = _locked(member)
    if locked.is_active:
        if locked.role == Member.Role.OWNER:
            _keep_an_owner(locked)
        locked.is_active = False
        locked.save(update_fields=["is_active"])
        announce(MemberDeactivated(email=locked.email, member=locked.pk), by=by)
    member.is_active = False
    return member


@transaction.atomic
def reactivate_member(member: Member, *, by: Member) -> Member:
    locked = _locked(member)
    if not locked.is_active:
        locked.is_active = True
        locked.save(update_fields=["is_active"])
        announce(MemberReactivated(email=locked.email, member=locked.pk), by=by)
    member.is_active = True
    return member


def _locked(member: Member) -> Member:
    """All changes of members in a row: two owners must not demote each other at the same moment."""
    _one_at_a_time()
    return Member.objects.get(pk=member.pk)


def _keep_an_owner(leaving: Member) -> None:
    if not Member.objects.owners().exclude(pk=leaving.pk).exists():
        raise LastOwner


def _one_at_a_time() -> None:
    """Two browsers in the first start must not make two owners."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('nabiz.team'))")
