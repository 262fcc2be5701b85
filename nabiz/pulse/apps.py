from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PulseApp(AppConfig):
    name = "nabiz.pulse"
    label = "pulse"

    def ready(self) -> None:
        from nabiz.pulse import events  # noqa: F401  declares the kinds
        from nabiz.team import settings_pages
        from nabiz.ui.navigation import Entry, register
        from nabiz.ui.slots import register_panel
        from nabiz.ui.stylesheet import register_stylesheet

        register(Entry("pulse", _("Pulse"), "pulse:pulse", "activity", needs="see", order=0))
        register_stylesheet("pulse/pulse.css")
        label = _("What it looks after")
        register_panel("team.team", "scope", "pulse:scope_panel", label=label, needs="manage")
        purpose = _("What is in it, whether you want it, and one to read now.")
        settings_pages.show(
            settings_pages.SettingsPage(_("Weekly mail"), purpose, "pulse:weekly", "mail", "see", "you", 30)
        )
