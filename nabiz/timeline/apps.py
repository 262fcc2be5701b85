from django.apps import AppConfig


class TimelineApp(AppConfig):
    name = "nabiz.timeline"
    label = "timeline"

    def ready(self) -> None:
        from nabiz.timeline import catalogue  # noqa: F401  declares the kinds that no package owns yet
        from nabiz.ui.stylesheet import register_stylesheet

        register_stylesheet("timeline/panel.css", "components")
