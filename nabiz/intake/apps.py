from django.apps import AppConfig


class IntakeApp(AppConfig):
    name = "nabiz.intake"
    label = "intake"

    def ready(self) -> None:
        from nabiz.intake import events  # noqa: F401  declares the kinds of this package
        from nabiz.ui.stylesheet import register_stylesheet

        register_stylesheet("intake/intake.css")
