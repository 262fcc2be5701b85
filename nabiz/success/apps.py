from django.apps import AppConfig


class SuccessApp(AppConfig):
    name = "nabiz.success"
    label = "success"

    def ready(self) -> None:
        # They declare the numbers of this package.
        from nabiz.success import adoption, lifetime, metrics, movements, purchases, revenue, sales, trials, usage  # noqa: F401
