from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsApp(AppConfig):
    name = "nabiz.imports"
    label = "imports"

    def ready(self) -> None:
        from nabiz.customers.erasure import register
        from nabiz.imports import erasing, events  # noqa: F401  events declares the kinds of this package
        from nabiz.team import settings_pages
        from nabiz.ui.slots import register_panel
        from nabiz.ui.stylesheet import register_stylesheet

        register("imports", erasing.forget)
        register("uploads", erasing.forget_uploads)
        register_stylesheet("imports/imports.css")
        register_stylesheet("imports/mapping.css")
        register_panel("customers.first", "imports", "imports/parts/first_file.html", needs="connect")
        settings_pages.register(
            settings_pages.SettingsPage(
                _("Imports"),
                _("Bring files of your own data in, see what came, and take an import back."),
                "imports:imports",
                "file-up",
                "connect",
                order=5,
            )
        )
