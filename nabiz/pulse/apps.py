from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PulseApp(AppConfig):
    name = "nabiz.pulse"
    label = "pulse"

    def ready(self) -> None:
        from nabiz.ui.navigation import Entry, register
        from nabiz.ui.stylesheet import register_stylesheet

        register(Entry("pulse", _("Pulse"), "pulse:pulse", "activity", needs="see", order=0))
        register_stylesheet("pulse/pulse.css")
