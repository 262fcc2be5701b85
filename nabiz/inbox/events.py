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
    """`issue` is the key by which a returning matter is known; the targets are what was promised, in seconds."""

    conversation: str
    subject: str = ""
    queue: str = ""
    issue: str = ""
    answer_within: int | None = None
    resolve_within: int | None = None


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
    is_automatic: bool = False


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


@fact(
    "conversation.transferred",
    family="support",
    icon="corner-up-right",
    label=_("Conversation handed over"),
    sentence=_("Handed over to {to}"),
)
class ConversationTransferred(Fact):
    conversation: str
    to: str = ""


@fact(
    "details.asked_again",
    family="support",
    icon="repeat",
    label=_("Asked again for the same"),
    sentence=_("Had to say again: {details}"),
)
class DetailsAskedAgain(Fact):
    conversation: str
    details: str = ""


@fact(
    "contact.handled",
    family="support",
    icon="headset",
    label=_("Contact handled"),
    sentence=_("Handled[ by {agent}]"),
)
class ContactHandled(Fact):
    """The work on one call, chat or mail. The event's value is what it cost the company."""

    conversation: str
    agent: str = ""
    talk_seconds: int = 0
    hold_seconds: int = 0
    after_seconds: int = 0


@fact(
    "call.ended",
    family="support",
    icon="phone",
    label=_("Call ended"),
    sentence=_("Called[ and waited {wait_seconds:duration}]"),
)
class CallEnded(Fact):
    """One call of somebody who asked for a person, answered or given up. It is told when it is over, and happened when
    the wait began. `answer_within` is what was promised, in seconds; `transcript` is what was said."""

    call: str
    was_answered: bool
    wait_seconds: int
    answer_within: int | None = None
    queue: str = ""
    agent: str = ""
    conversation: str = ""
    transcript: str = ""
