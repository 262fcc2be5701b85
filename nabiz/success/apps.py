from django.apps import AppConfig


class SuccessApp(AppConfig):
    name = "nabiz.success"
    label = "success"

    def ready(self) -> None:
        from nabiz.success import metrics, movements, purchases, revenue, trials, usage  # noqa: F401  declare the numbers
