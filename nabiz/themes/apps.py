from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ThemesApp(AppConfig):
    name = "nabiz.themes"
    label = "themes"

    def ready(self) -> None:
        from nabiz.customers import erasure
        from nabiz.customers.events import NoteWritten
        from nabiz.themes.events import InterviewHeld
        from nabiz.themes.forgetting import forget
        from nabiz.themes.marks import marks_of
        from nabiz.themes.sources import hear
        from nabiz.timeline.entries import register_marks
        from nabiz.ui.navigation import Entry, register
        from nabiz.ui.stylesheet import register_stylesheet

        hear(NoteWritten, "text")
        hear(InterviewHeld, "title", "text", spoken=True)
        erasure.register("themes", forget)
        register(Entry("themes", _("Insights"), "themes:tree", "lightbulb", needs="see", order=32))
        register_stylesheet("themes/themes.css")
        register_marks(marks_of)
