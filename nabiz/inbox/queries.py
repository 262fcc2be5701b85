"""Conversations that ask for somebody."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from nabiz.inbox.events import ConversationOpened, ConversationResolved
from nabiz.timeline.matters import still_open


class Opened(Protocol):
    """The event of an opened conversation."""

    customer_id: int | None
    happened_at: datetime
    channel: str
    facts: dict[str, Any]


def waiting_longest(*, within: timedelta = timedelta(days=30), at_most: int = 5) -> Sequence[Opened]:
    """Conversations that nobody has resolved, the longest waiting first."""
    return still_open(ConversationOpened, ConversationResolved, by="conversation", within=within, at_most=at_most)
