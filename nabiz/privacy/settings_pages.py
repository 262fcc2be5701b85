"""Where this package is found among the settings."""

from django.utils.translation import gettext_lazy as _

from nabiz.team.settings_pages import SettingsPage, register


def register_settings_pages() -> None:
    whole = _("Whom you may contact, what is kept about people and how long, and who was erased.")
    register(SettingsPage(_("Privacy"), whole, "privacy:overview", "shield", "manage", "privacy"))
    rules = _("A rule for each kind of data, and how much it deletes tonight.")
    register(SettingsPage(_("How long things are kept"), rules, "privacy:retention", "hourglass", "manage", "privacy"))
