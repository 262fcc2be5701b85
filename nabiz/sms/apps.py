from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SmsApp(AppConfig):
    name = "nabiz.sms"
    label = "sms"

    def ready(self) -> None:
        from nabiz.customers import erasure
        from nabiz.sms import events  # noqa: F401  declares the kinds of this package
        from nabiz.sms.outbox import forget_texts
        from nabiz.team.settings_pages import SettingsPage, register

        erasure.register("sms", forget_texts)
        purpose = _("Through which gateway short messages leave, and those that were written.")
        register(SettingsPage(_("Short messages"), purpose, "sms:outbox", "message-square-text", "connect"))
