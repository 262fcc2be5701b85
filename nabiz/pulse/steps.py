"""The first steps of a new installation, each ticked off by itself once it is done."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nabiz.imports.queries import has_imports
from nabiz.intake.queries import visible_sources
from nabiz.team.access import MemberRequest
from nabiz.team.queries import visible_members
from nabiz.team.roles import Capability


@dataclass(frozen=True)
class Step:
    title: str | Promise
    why: str | Promise
    is_done: bool
    url: str


def first_steps(request: MemberRequest) -> list[Step]:
    """Only what this member may do."""
    member = request.member
    offered: list[tuple[Capability, Step]] = [
        ("connect", _bring(has_imports(member))),
        ("connect", _connect(visible_sources(member).exists())),
        ("manage", _invite(visible_members(member).exclude(pk=member.pk).exists())),
        ("manage", _mail()),
        ("manage", _demo()),
    ]
    return [step for capability, step in offered if member.can(capability)]


def _bring(is_done: bool) -> Step:
    return Step(
        _("Bring your own data"),
        _("Exports of your shop, help desk or billing system: a few files, and this page tells of your customers."),
        is_done=is_done,
        url=reverse("imports:new"),
    )


def _connect(is_done: bool) -> Step:
    return Step(
        _("Connect a source"),
        _("Your shop, app or help desk sends what customers do; a Segment library is enough."),
        is_done=is_done,
        url=reverse("intake:sources"),
    )


def _invite(is_done: bool) -> Step:
    return Step(
        _("Invite your team"),
        _("Agents, success managers and whoever should read along."),
        is_done=is_done,
        url=reverse("team:members"),
    )


def _mail() -> Step:
    return Step(
        _("Let mail go out"),
        _("Until a mail server is set, every mail waits in the outbox, where you can read it."),
        is_done=bool(settings.EMAIL_HOST),
        url=reverse("team:outbox"),
    )


def _demo() -> Step:
    return Step(
        _("Or look around first"),
        _("A made-up company moves in with 5,000 customers, and out again whenever you like."),
        is_done=False,
        url=reverse("demo:demo"),
    )
