from django.apps import AppConfig


class InboxApp(AppConfig):
    name = "nabiz.inbox"
    label = "inbox"

    def ready(self) -> None:
        from nabiz.inbox import events  # noqa: F401  declares the kinds of this package
