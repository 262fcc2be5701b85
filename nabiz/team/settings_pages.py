"""What the settings page leads to, each with a sentence on what it is for."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nabiz.team.models import Member
from nabiz.team.roles import Capability


@dataclass(frozen=True)
class SettingsPage:
    label: Promise
    purpose: Promise
    url_name: str
    icon: str
    needs: Capability

    @property
    def url(self) -> str:
        try:
            return reverse(self.url_name)
        except NoReverseMatch:  # its package is not part of this installation
            return ""


SECTIONS: tuple[tuple[Promise, tuple[SettingsPage, ...]], ...] = (
    (
        _("You"),
        (
            SettingsPage(_("Profile"), _("Your name, language, time zone and theme."), "team:me", "circle-user", "see"),
            SettingsPage(
                _("Second factor"),
                _("Codes from an app, passkeys and recovery codes keep others out of your account."),
                "mfa_index",
                "shield-check",
                "see",
            ),
        ),
    ),
    (
        _("Company"),
        (
            SettingsPage(
                _("Company"),
                _("Name, language, time zone and currency. The zone decides where days and months begin."),
                "team:company",
                "building-2",
                "manage",
            ),
            SettingsPage(
                _("Members"),
                _("Who works here and in which role. Invite, change the role, close the door."),
                "team:members",
                "users",
                "manage",
            ),
            SettingsPage(
                _("Roles"), _("What each role may do, in one table."), "team:roles", "table-properties", "see"
            ),
        ),
    ),
    (
        _("Data and mail"),
        (
            SettingsPage(
                _("Sources"),
                _("Shops, apps and servers that send events, their keys and what arrives live."),
                "intake:sources",
                "cable",
                "connect",
            ),
            SettingsPage(
                _("Outbox"),
                _("Every mail that Nabız has written. Without a mail server they wait here."),
                "team:outbox",
                "send",
                "manage",
            ),
            SettingsPage(
                _("Audit trail"),
                _("Who did what and when, sign-ins included."),
                "team:audit",
                "scroll-text",
                "manage",
            ),
            SettingsPage(
                _("Demo company"),
                _("Made-up customers to look around with. They come in and go out at a click."),
                "demo:demo",
                "party-popper",
                "manage",
            ),
        ),
    ),
)


def pages_for(member: Member) -> list[tuple[Promise, list[SettingsPage]]]:
    """The sections with what this member may open, empty ones left out."""
    open_to = [(title, [page for page in pages if member.can(page.needs) and page.url]) for title, pages in SECTIONS]
    return [(title, pages) for title, pages in open_to if pages]
