from django.apps import AppConfig


class FeedbackApp(AppConfig):
    name = "nabiz.feedback"
    label = "feedback"

    def ready(self) -> None:
        from nabiz.feedback import events, metrics  # noqa: F401  declares the kinds and numbers of this package
