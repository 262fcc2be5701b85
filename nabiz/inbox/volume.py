"""How much there is to do: conversations, messages and handled contacts, counted."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from nabiz.inbox.events import MessageReceived, MessageSent
from nabiz.inbox.sources import STILL_RUNNING, handled_contacts, waited
from nabiz.metrics.definitions import Counts, Rows, metric
from nabiz.metrics.estimators import total
from nabiz.metrics.sources import events_of

CONVERSATIONS = ngettext_lazy("%(shown)s conversation", "%(shown)s conversations", "n")
MESSAGES = ngettext_lazy("%(shown)s message", "%(shown)s messages", "n")
REPLIES = ngettext_lazy("%(shown)s reply", "%(shown)s replies", "n")
CONTACTS = ngettext_lazy("%(shown)s contact", "%(shown)s contacts", "n")


@metric(
    over=waited,
    unit="count",
    label=_("Conversations"),
    formula=_("number of conversations opened in the period"),
    counted=CONVERSATIONS,
    estimate=total("conversations", "conversations"),
    order=43,
    fewest=0,
    matures=STILL_RUNNING,
    shows=("conversation", "queue"),
    scale=(0, None),
)
def conversations(opened: Rows) -> Counts:
    """Conversations that were opened in the period, each once, settled or not. It is a complete count, so it has no
    margin."""
    return {"conversations": opened.count()}


@metric(
    over=events_of(MessageReceived),
    unit="count",
    label=_("Messages from customers"),
    formula=_("number of messages received"),
    counted=MESSAGES,
    estimate=total("messages", "messages"),
    order=43,
    fewest=0,
    matures=STILL_RUNNING,
    shows=("conversation",),
    scale=(0, None),
)
def messages(received: Rows) -> Counts:
    """Messages that customers wrote in conversations. It is a complete count, so it has no margin."""
    return {"messages": received.count()}


@metric(
    over=events_of(MessageSent),
    unit="count",
    label=_("Replies"),
    formula=_("number of replies that a person wrote for the customer to see"),
    counted=REPLIES,
    estimate=total("replies", "replies"),
    order=43,
    fewest=0,
    matures=STILL_RUNNING,
    shows=("conversation",),
    behind=lambda sent: _is_reply(sent),
    scale=(0, None),
)
def replies(sent: Rows) -> Counts:
    """Replies that a person wrote for the customer to see, neither automatic ones nor private notes. It is a complete
    count, so it has no margin."""
    return {"replies": _is_reply(sent).sum()}


@metric(
    over=handled_contacts,
    unit="count",
    label=_("Contacts handled"),
    formula=_("number of handled contacts"),
    counted=CONTACTS,
    estimate=total("contacts", "contacts"),
    order=55,
    fewest=0,
    matures=STILL_RUNNING,
    shows=("conversation", "agent"),
    scale=(0, None),
)
def contacts(handled: Rows) -> Counts:
    """Pieces of work with customers: calls, chats and written answers, however long they took. It is a complete count,
    so it has no margin."""
    return {"contacts": handled.count()}


def _is_reply(sent: Rows) -> Any:
    return sent.is_public.fill_null(True) & ~sent.is_automatic.fill_null(False)
