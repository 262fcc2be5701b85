from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoApp(AppConfig):
    name = "nabiz.demo"
    label = "demo"

    def ready(self) -> None:
        from nabiz.team import settings_pages

        settings_pages.register(
            settings_pages.SettingsPage(
                _("Demo company"),
                _("Made-up customers to look around with. They come in and go out at a click."),
                "demo:demo",
                "party-popper",
                "manage",
                order=90,
            )
        )
