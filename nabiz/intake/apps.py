from django.apps import AppConfig


class IntakeApp(AppConfig):
    name = "nabiz.intake"
    label = "intake"

    def ready(self) -> None:
        from nabiz.customers import erasure
        from nabiz.intake import events  # noqa: F401  declares the kinds of this package
        from nabiz.intake.forgetting import forget
        from nabiz.ui.stylesheet import register_stylesheet

        erasure.register("intake", forget)
        register_stylesheet("intake/intake.css")
