from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowupsApp(AppConfig):
    name = "nabiz.followups"
    label = "followups"

    def ready(self) -> None:
        from nabiz.customers import erasure, resting
        from nabiz.feedback.sending import contacts
        from nabiz.followups import events, listening, metrics  # noqa: F401  declares what this package says and hears
        from nabiz.followups.forgetting import forget
        from nabiz.followups.heard.audience import written_to_of
        from nabiz.followups.resting import uses
        from nabiz.ui.navigation import Entry, register
        from nabiz.ui.slots import register_panel
        from nabiz.ui.stylesheet import register_stylesheet

        erasure.register("followups", forget)
        contacts.register("followups", written_to_of)
        resting.register_use("followups", uses)
        register(Entry("followups", _("Follow-ups"), "followups:list", "reply", needs="answer", order=35))
        register_stylesheet("followups/followups.css")
        register_panel("answer", "followups", "followups:panel_of_answer", label=_("Follow-up"), needs="answer")
        register_panel("customer.side", "followups", "followups:panel", 20, label=_("Follow-ups"), needs="answer")
