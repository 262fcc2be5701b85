import base64
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from nabiz.team.models import Company, Invitation, InvitationQuerySet, Mail, MailQuerySet, Member, Team
from nabiz.team.tokens import hash_of
from nabiz.timeline.commands import Actor


def company() -> Company | None:
    """The company of this installation; None before the first start is through."""
    return Company.objects.first()


def home_zone() -> ZoneInfo:
    """The zone in which the company's days begin; UTC before the first start is through."""
    return zone_of(None, company())


def zone_of(member: Member | None, its_company: Company | None) -> ZoneInfo:
    """The zone in which somebody reads: their own, else the company's."""
    name = (member and member.time_zone) or (its_company and its_company.time_zone) or settings.TIME_ZONE
    return ZoneInfo(name)


def has_owner() -> bool:
    """Whether somebody owns this installation, so that the first start is over."""
    return Member.objects.owners().exists()


def setup_code() -> str:
    """What the person at the terminal knows and a passer-by does not: the key to the first start, in groups of four.

    It follows from the secret key, so nothing is stored; with the first owner it opens nothing any more.
    """
    digest = salted_hmac("nabiz.team.setup", "first start", algorithm="sha256").digest()
    letters = base64.b32encode(digest).decode()[:16]
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def is_setup_code(given: str) -> bool:
    return constant_time_compare(_bare(given), _bare(setup_code()))


def setup_url() -> str | None:
    """The address that `nabiz serve` prints before the first start; None when it is through."""
    if has_owner() and company():
        return None
    return f"{settings.PUBLIC_URL}{reverse('team:setup')}?code={setup_code()}"


def visible_members(member: Member) -> QuerySet[Member]:
    """The people whom a member may see, the active first, each with `has_second_factor`."""
    secured = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    everyone = Member.objects.annotate(has_second_factor=Exists(secured)).order_by("-is_active", "name", "email")
    return everyone if member.can("manage") else everyone.filter(pk=member.pk)


def visible_invitations(member: Member) -> InvitationQuerySet:
    waiting = Invitation.objects.waiting().order_by("-sent_at")
    return waiting if member.can("manage") else waiting.none()


def visible_mails(member: Member) -> MailQuerySet:
    """Mails that open a door are for owners alone."""
    mails = Mail.objects.all()
    return mails if member.role == Member.Role.OWNER else mails.without_secrets()


def names_of_members() -> dict[int, str]:
    """Everybody who works or worked here, by number: what other packages show beside a change."""
    return {member.pk: str(member) for member in Member.objects.only("name", "email")}


def active_names() -> dict[int, str]:
    """Those who can own a customer or a conversation, by number, in the order of their names."""
    active = Member.objects.filter(is_active=True).only("name", "email")
    return {member.pk: str(member) for member in sorted(active, key=lambda member: str(member).casefold())}


def active_members() -> QuerySet[Member]:
    """Everybody who works here now."""
    return Member.objects.filter(is_active=True).order_by("pk")


def active_member(given: str) -> Member | None:
    """The member of this number, as a form sends it, who still works here."""
    is_number = given.isascii() and given.isdecimal() and len(given) < 18
    return Member.objects.filter(pk=int(given), is_active=True).first() if is_number else None


def visible_teams(member: Member) -> QuerySet[Team]:
    """All teams for who manages members, otherwise one's own."""
    return Team.objects.all() if member.can("manage") else teams_of(member)


def teams_of(member: Actor) -> QuerySet[Team]:
    return Team.objects.filter(memberships__member=member.pk)


def members_of(team: Team) -> QuerySet[Member]:
    """Those of the team who still work here, by name."""
    return Member.objects.filter(is_active=True, memberships__team=team.pk).order_by("name", "email")


def teammates_of(member: Actor) -> set[int]:
    """Everybody in a team of this member, themselves included, by number."""
    return set(Member.objects.filter(memberships__team__in=teams_of(member)).values_list("pk", flat=True))


def invitation_of(token: str) -> Invitation | None:
    """The invitation behind a link, whatever became of it."""
    return Invitation.objects.filter(token_hash=hash_of(token)).first()


def _bare(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum() and letter.isascii())
