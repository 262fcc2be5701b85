from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssistApp(AppConfig):
    name = "nabiz.assist"
    label = "assist"

    def ready(self) -> None:
        from nabiz.assist import events  # noqa: F401  declares the kind of this package
        from nabiz.assist.asking import forget
        from nabiz.customers import erasure
        from nabiz.team.settings_pages import SettingsPage, register

        erasure.register("assist", forget)
        purpose = _("A language model of your choice that names and sums up themes. Off unless you turn it on.")
        register(SettingsPage(_("Language model"), purpose, "assist:settings", "bot", "manage", "data", 70))
