from django.apps import AppConfig


class SuccessApp(AppConfig):
    name = "nabiz.success"
    label = "success"

    def ready(self) -> None:
        from nabiz.success import metrics  # noqa: F401  declares the numbers of this package
