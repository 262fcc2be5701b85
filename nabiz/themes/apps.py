from django.apps import AppConfig


class ThemesApp(AppConfig):
    name = "nabiz.themes"
    label = "themes"

    def ready(self) -> None:
        from nabiz.customers import erasure
        from nabiz.customers.events import NoteWritten
        from nabiz.themes.events import InterviewHeld
        from nabiz.themes.forgetting import forget
        from nabiz.themes.sources import hear

        hear(NoteWritten, "text")
        hear(InterviewHeld, "title", "text")
        erasure.register("themes", forget)
