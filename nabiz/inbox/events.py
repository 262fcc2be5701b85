from django.utils.translation import gettext_lazy as _

from nabiz.timeline.facts import Fact, fact


@fact(
    "conversation.opened",
    family="support",
    icon="inbox",
    label=_("Conversation opened"),
    sentence=_("Asked for help: {subject}"),
)
class ConversationOpened(Fact):
    conversation: str
    subject: str = ""
    queue: str = ""


@fact(
    "message.received",
    family="support",
    icon="message-circle",
    label=_("Message received"),
    sentence=_("Wrote: {text}"),
)
class MessageReceived(Fact):
    conversation: str
    text: str = ""


@fact("message.sent", family="support", icon="reply", label=_("Reply sent"), sentence=_("We answered: {text}"))
class MessageSent(Fact):
    conversation: str
    text: str = ""
    is_public: bool = True


@fact(
    "conversation.resolved",
    family="support",
    icon="circle-check",
    label=_("Conversation resolved"),
    sentence=_("Settled: {subject}[, after {seconds_open:duration}]"),
)
class ConversationResolved(Fact):
    conversation: str
    subject: str = ""
    seconds_open: int = 0


@fact(
    "conversation.reopened",
    family="support",
    icon="rotate-ccw",
    label=_("Conversation reopened"),
    sentence=_("Came back with the same matter: {subject}"),
)
class ConversationReopened(Fact):
    conversation: str
    subject: str = ""
