"""The people who work at the made-up company: one for each role, with a password that only this installation knows."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import models

from nabiz.demo.models import DemoRun
from nabiz.followups.commands import make_default_rules
from nabiz.followups.models import Rule
from nabiz.pulse.models import Scope
from nabiz.team.models import Company, Member, Membership, Team
from nabiz.timeline.models import Event

NAME, LANGUAGE, ZONE, CURRENCY = "Karaoke Evi", "tr", "Europe/Istanbul", "TRY"
WORDS: Final = (
    "mikrofon", "sahne", "nakarat", "duet", "plak", "gramofon", "melodi", "ritim", "keman", "kanun", "davul", "kaval",
    "zurna", "saz", "beste", "gufte", "makam", "usul", "tempo", "akort", "nota", "solfej", "koro", "solist",
    "orkestra", "konser", "alkis", "perde", "kulis",
)  # fmt: skip
# Neither signing in nor the address that allauth keeps for everyone says that somebody works here for real.
NO_TRACE: Final = ("member.signed_in", "member.sign_in_failed")
KEPT_FOR_EVERYONE: Final = ("account.EmailAddress", "team.Membership")


@dataclass(frozen=True)
class Colleague:
    role: str
    email: str
    name: str
    language: str = ""


COLLEAGUES: Final = (
    Colleague("owner", "ayse@karaoke.example", "Ayşe Işıldak"),
    Colleague("manager", "murat@karaoke.example", "Murat Çağlagil"),
    Colleague("agent", "elif@karaoke.example", "Elif Ağaçdan"),
    Colleague("success", "kerem@karaoke.example", "Kerem Özgüven"),
    Colleague("viewer", "sam@karaoke.example", "Sam Whitlock", "en"),
)

# Who is in which team, by role, and which stages it looks after.
TEAMS: Final = (("Teslimat", ("agent", "viewer"), ["receive"]), ("Destek", ("agent", "success"), ["support"]))


def demo_password() -> str:
    """Derived from the installation's secret, so that no two installations share it and none needs to store it."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), b"nabiz demo password", hashlib.sha256)
    words = (WORDS[byte % len(WORDS)] for byte in digest[:3])
    return "-".join((*words, f"{int.from_bytes(digest[3:5]) % 9000 + 1000}"))


def found_company(run: DemoRun) -> None:
    """The company and its members, if this installation has none; a company that is here keeps its own."""
    if Company.objects.exists():
        return
    company = Company.objects.create(name=NAME, language=LANGUAGE, time_zone=ZONE, currency=CURRENCY)
    run.company_id = company.pk
    make_default_rules()
    hashed = make_password(demo_password())  # once for all, hashing is slow on purpose
    for colleague in COLLEAGUES:
        if Member.objects.filter(email=colleague.email).exists():
            continue
        member = Member.objects.create_member(
            colleague.email, None, name=colleague.name, role=colleague.role, language=colleague.language
        )
        Member.objects.filter(pk=member.pk).update(password=hashed)
        run.member_ids.append(member.pk)
    run.team_ids = [_team(run, *each) for each in TEAMS]


def _team(run: DemoRun, name: str, roles: tuple[str, ...], stages: list[str]) -> int:
    team = Team.objects.create(name=name)
    members = Member.objects.filter(pk__in=run.member_ids, role__in=roles)
    Membership.objects.bulk_create([Membership(team=team, member=member) for member in members])
    Scope.objects.create(team=team, stages=stages)
    return team.pk


def sign_ins(run: DemoRun) -> list[tuple[str, str, str]]:
    members = Member.objects.filter(pk__in=run.member_ids, is_active=True).order_by("pk")
    return [(member.role, member.email, demo_password()) for member in members]


def dismiss_members(run: DemoRun) -> int:
    """Take out the members that came along, but not who did anything of their own, nor the last owner of others."""
    ours = list(Member.objects.filter(pk__in=run.member_ids))
    going = [member for member in ours if not _has_worked(member)]
    staying = Member.objects.exclude(pk__in=[member.pk for member in going])
    if staying.exists() and not staying.filter(role=Member.Role.OWNER, is_active=True).exists():
        going = [member for member in going if member.role != Member.Role.OWNER]
    for member in going:
        member.delete()
    Team.objects.filter(pk__in=run.team_ids, memberships=None).delete()
    if run.company_id and not Member.objects.exists():
        Company.objects.filter(pk=run.company_id).delete()
        Rule.objects.all().delete()  # they came with the company and nobody is left who could mean them
    return len(going)


def _has_worked(member: Member) -> bool:
    if not member.check_password(demo_password()) or member.email not in {each.email for each in COLLEAGUES}:
        return True
    if Event.objects.filter(member_id=member.pk).exclude(kind__in=NO_TRACE).exists():
        return True
    return any(_mentions(relation, member) for relation in Member._meta.get_fields(include_hidden=True))


def _mentions(relation: object, member: Member) -> bool:
    """Whether a row of another table points at the member."""
    if not isinstance(relation, models.ForeignObjectRel) or relation.related_model._meta.label in KEPT_FOR_EVERYONE:
        return False
    rows = relation.related_model._base_manager.filter(**{relation.field.name: member})
    return rows.exists()
