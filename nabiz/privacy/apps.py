from django.apps import AppConfig


class PrivacyApp(AppConfig):
    name = "nabiz.privacy"
    label = "privacy"

    def ready(self) -> None:
        from django.utils.module_loading import autodiscover_modules
        from django.utils.translation import gettext_lazy as _

        from nabiz.privacy import erasing, events  # noqa: F401  declares the kinds of this package
        from nabiz.team import settings_pages
        from nabiz.ui.slots import register_panel

        erasing.register()
        register_panel("customer.side", "consents", "privacy:consents", 80, label=_("Contact and consent"), needs="see")
        settings_pages.register(
            settings_pages.SettingsPage(
                _("Privacy"),
                _("Whom you may contact, what is kept about people and how long, and who was erased."),
                "privacy:overview",
                "shield",
                "manage",
                "privacy",
            )
        )
        settings_pages.register(
            settings_pages.SettingsPage(
                _("How long things are kept"),
                _("A rule for each kind of data, and how much it deletes tonight."),
                "privacy:retention",
                "hourglass",
                "manage",
                "privacy",
            )
        )
        autodiscover_modules("personal")
