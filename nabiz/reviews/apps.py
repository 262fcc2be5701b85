from django.apps import AppConfig


class ReviewsApp(AppConfig):
    name = "nabiz.reviews"
    label = "reviews"

    def ready(self) -> None:
        from nabiz.reviews import events  # noqa: F401  declares the kinds of this package
