from django.apps import AppConfig


class FeedbackApp(AppConfig):
    name = "nabiz.feedback"
    label = "feedback"

    def ready(self) -> None:
        from nabiz.feedback import events  # noqa: F401  declares the kinds of this package
