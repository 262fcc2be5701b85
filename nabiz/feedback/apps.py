from django.apps import AppConfig


class FeedbackApp(AppConfig):
    name = "nabiz.feedback"
    label = "feedback"

    def ready(self) -> None:
        from nabiz.customers import erasure
        from nabiz.feedback import events, metrics  # noqa: F401  declares the kinds and numbers of this package
        from nabiz.feedback.forgetting import forget

        erasure.register("feedback", forget)
