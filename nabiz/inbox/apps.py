from django.apps import AppConfig


class InboxApp(AppConfig):
    name = "nabiz.inbox"
    label = "inbox"

    def ready(self) -> None:
        from nabiz.inbox import calls, events, metrics, volume, work  # noqa: F401  declares the kinds and numbers of this package
        from nabiz.themes.sources import hear

        hear(events.ConversationOpened, "subject", within="conversation", is_title=True)
        hear(events.MessageReceived, "text", within="conversation")
        hear(events.CallEnded, "transcript", same=("call",), spoken=True)
