"""What the settings page leads to, each with a sentence on what it is for. Packages above register theirs in
`AppConfig.ready`."""

from dataclasses import dataclass
from typing import Literal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nabiz.team.models import Member
from nabiz.team.roles import Capability
from nabiz.ui import navigation

Section = Literal["you", "company", "data", "privacy"]
TITLES: dict[Section, Promise] = {
    "you": _("You"),
    "company": _("Company"),
    "data": _("Data and mail"),
    "privacy": _("Privacy"),
}


@dataclass(frozen=True)
class SettingsPage:
    label: Promise
    purpose: Promise
    url_name: str
    icon: str
    needs: Capability
    section: Section = "data"
    order: int = 100

    @property
    def url(self) -> str:
        return reverse(self.url_name)


_pages: dict[str, SettingsPage] = {}


def register(page: SettingsPage) -> None:
    """Show a page among the settings; the pages of its URL namespace count as settings in the navigation too."""
    show(page)
    navigation.place_under("team", page.url_name.partition(":")[0])


def show(page: SettingsPage) -> None:
    """Lead to a page from the settings that belongs elsewhere in the navigation."""
    _pages[page.url_name] = page


def pages_for(member: Member) -> list[tuple[Promise, list[SettingsPage]]]:
    """The sections with what this member may open, empty ones left out."""
    ordered = sorted((page for page in _pages.values() if member.can(page.needs)), key=lambda page: page.order)
    sections = [(title, [page for page in ordered if page.section == name]) for name, title in TITLES.items()]
    return [(title, pages) for title, pages in sections if pages]


OWN = (
    SettingsPage(
        _("Profile"), _("Your name, language, time zone and theme."), "team:me", "circle-user", "see", "you", 10
    ),
    SettingsPage(
        _("Second factor"),
        _("Codes from an app, passkeys and recovery codes keep others out of your account."),
        "mfa_index",
        "shield-check",
        "see",
        "you",
        20,
    ),
    SettingsPage(
        _("Company"),
        _("Name, language, time zone and currency. The zone decides where days and months begin."),
        "team:company",
        "building-2",
        "manage",
        "company",
        10,
    ),
    SettingsPage(
        _("Members"),
        _("Who works here and in which role. Invite, change the role, close the door."),
        "team:members",
        "users",
        "manage",
        "company",
        20,
    ),
    SettingsPage(
        _("Teams"),
        _("Who looks after what together. Each team has a weekly mail of its own."),
        "team:teams",
        "users-round",
        "manage",
        "company",
        25,
    ),
    SettingsPage(
        _("Roles"), _("What each role may do, in one table."), "team:roles", "table-properties", "see", "company", 30
    ),
    SettingsPage(
        _("Outbox"),
        _("Every mail that Nabız has written. Without a mail server they wait here."),
        "team:outbox",
        "send",
        "manage",
        "data",
        80,
    ),
    SettingsPage(
        _("Audit trail"),
        _("Who did what and when, sign-ins included."),
        "team:audit",
        "scroll-text",
        "manage",
        "data",
        85,
    ),
)


def register_own() -> None:
    for page in OWN:
        register(page)
