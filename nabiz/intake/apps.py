from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeApp(AppConfig):
    name = "nabiz.intake"
    label = "intake"

    def ready(self) -> None:
        from nabiz.customers import erasure
        from nabiz.intake import events  # noqa: F401  declares the kinds of this package
        from nabiz.intake.forgetting import forget
        from nabiz.team import settings_pages
        from nabiz.ui.stylesheet import register_stylesheet

        erasure.register("intake", forget)
        register_stylesheet("intake/intake.css")
        settings_pages.register(
            settings_pages.SettingsPage(
                _("Sources"),
                _("Shops, apps and servers that send events, their keys and what arrives live."),
                "intake:sources",
                "cable",
                "connect",
                order=10,
            )
        )
