from django.apps import AppConfig


class ImportsApp(AppConfig):
    name = "nabiz.imports"
    label = "imports"

    def ready(self) -> None:
        from nabiz.customers.erasure import register
        from nabiz.imports import erasing, events  # noqa: F401  events declares the kinds of this package

        register("imports", erasing.forget)
