from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConnectorsApp(AppConfig):
    name = "nabiz.connectors"
    label = "connectors"

    def ready(self) -> None:
        from nabiz.connectors import events  # noqa: F401  declares the kinds of this package
        from nabiz.connectors.forgetting import forget
        from nabiz.customers import erasure
        from nabiz.team import settings_pages
        from nabiz.ui.stylesheet import register_stylesheet

        erasure.register("connectors", forget)
        register_stylesheet("connectors/connectors.css")
        settings_pages.register(
            settings_pages.SettingsPage(
                _("Connectors"),
                _("Billing, shops, folders and databases that deliver by themselves, and what became of it."),
                "connectors:connectors",
                "plug",
                "connect",
                order=15,
            )
        )
