from django.apps import AppConfig


class PrivacyApp(AppConfig):
    name = "nabiz.privacy"
    label = "privacy"

    def ready(self) -> None:
        from nabiz.privacy import erasing, events  # noqa: F401  declares the kinds of this package

        erasing.register()
