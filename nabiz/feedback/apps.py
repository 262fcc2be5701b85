from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackApp(AppConfig):
    name = "nabiz.feedback"
    label = "feedback"

    def ready(self) -> None:
        from nabiz.customers import erasure, resting
        from nabiz.feedback import events, metrics  # noqa: F401  declares the kinds and numbers of this package
        from nabiz.feedback.forgetting import forget
        from nabiz.feedback.sending import bounces
        from nabiz.feedback.sending.triggers import uses_of_segment
        from nabiz.team.bounces import hear_bounces
        from nabiz.themes.sources import hear
        from nabiz.ui.navigation import Entry, register
        from nabiz.ui.stylesheet import register_stylesheet

        erasure.register("feedback", forget)
        hear_bounces(bounces.hear)
        resting.register_use("feedback", uses_of_segment)
        hear(events.SurveyAnswered, "comment")
        register(Entry("feedback", _("Feedback"), "feedback:surveys", "message-square-text", needs="see", order=30))
        register_stylesheet("feedback/builder.css")
        register_stylesheet("feedback/builder-forms.css")
        register_stylesheet("feedback/results.css")
