"""How much there is to do: conversations, messages and handled contacts, counted."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from nabiz.inbox.events import MessageReceived, MessageSent
from nabiz.inbox.sources import STILL_RUNNING, handled_contacts, waited
from nabiz.metrics.definitions import Counts, Rows, metric
from nabiz.metrics.estimators import whole
from nabiz.metrics.sources import events_of

CONVERSATIONS = ngettext_lazy("%(shown)s conversation", "%(shown)s conversations", "n")
MESSAGES = ngettext_lazy("%(shown)s message", "%(shown)s messages", "n")
REPLIES = ngettext_lazy("%(shown)s reply", "%(shown)s replies", "n")
CONTACTS = ngettext_lazy("%(shown)s contact", "%(shown)s contacts", "n")


@metric(
    over=waited,
    label=_("Conversations"),
    formula=_("number of conversations opened in the period"),
    counted=CONVERSATIONS,
    order=43,
    shows=("conversation", "queue"),
    **whole("count", "conversations", matures=STILL_RUNNING),
)
def conversations(opened: Rows) -> Counts:
    """Conversations that were opened in the period, each once, settled or not. It is a complete count, so it has no
    margin."""
    return {"conversations": opened.count()}


@metric(
    over=events_of(MessageReceived),
    label=_("Messages from customers"),
    formula=_("number of messages received"),
    counted=MESSAGES,
    order=43,
    shows=("conversation",),
    **whole("count", "messages", matures=STILL_RUNNING),
)
def messages(received: Rows) -> Counts:
    """Messages that customers wrote in conversations. It is a complete count, so it has no margin."""
    return {"messages": received.count()}


@metric(
    over=events_of(MessageSent),
    label=_("Replies"),
    formula=_("number of replies that a person wrote for the customer to see"),
    counted=REPLIES,
    order=43,
    shows=("conversation",),
    behind=lambda sent: _is_reply(sent),
    **whole("count", "replies", matures=STILL_RUNNING),
)
def replies(sent: Rows) -> Counts:
    """Replies that a person wrote for the customer to see, neither automatic ones nor private notes. It is a complete
    count, so it has no margin."""
    return {"replies": _is_reply(sent).sum()}


@metric(
    over=handled_contacts,
    label=_("Contacts handled"),
    formula=_("number of handled contacts"),
    counted=CONTACTS,
    order=55,
    shows=("conversation", "agent"),
    **whole("count", "contacts", matures=STILL_RUNNING),
)
def contacts(handled: Rows) -> Counts:
    """Pieces of work with customers: calls, chats and written answers, however long they took. It is a complete count,
    so it has no margin."""
    return {"contacts": handled.count()}


def _is_reply(sent: Rows) -> Any:
    return sent.is_public.fill_null(True) & ~sent.is_automatic.fill_null(False)
