from django.apps import AppConfig


class ConfigApp(AppConfig):
    name = "nabiz.config"
    label = "config"

    def ready(self) -> None:
        from nabiz.config import checks  # noqa: F401  registers the system checks
