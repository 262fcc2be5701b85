from django.apps import AppConfig


class PrivacyApp(AppConfig):
    name = "nabiz.privacy"
    label = "privacy"

    def ready(self) -> None:
        from django.utils.module_loading import autodiscover_modules
        from django.utils.translation import gettext_lazy as _

        from nabiz.privacy import bouncing, erasing, events  # noqa: F401  events declares the kinds of this package
        from nabiz.privacy.settings_pages import register_settings_pages
        from nabiz.team.bounces import hear_bounces
        from nabiz.ui.slots import register_panel

        hear_bounces(bouncing.hear)
        erasing.register()
        register_panel("customer.side", "consents", "privacy:consents", 80, label=_("Contact and consent"), needs="see")
        register_settings_pages()
        autodiscover_modules("personal")
