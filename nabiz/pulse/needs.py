"""What needs somebody now, from wherever it comes, as one short list."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nabiz.customers.standing import standing_for
from nabiz.feedback.queries import ANSWER_WITHIN, Answered, low_scores
from nabiz.followups.queries import Row, due_first, followed_up
from nabiz.inbox.queries import Opened, waiting_longest

AT_MOST = 6
SCORES_AT_MOST = 3


class Someone(Protocol):
    """A customer, as far as the list shows one."""

    @property
    def pk(self) -> Any: ...
    @property
    def owner(self) -> object | None: ...
    @property
    def account(self) -> Any: ...


@dataclass(frozen=True)
class About:
    """Whom it is about, where to go for it, and who looks after them."""

    who: str
    url: str
    owner: str


@dataclass(frozen=True)
class Need:
    """`due` is when it should have been dealt with, where there is such a time; `since` is when it began."""

    icon: str
    what: str
    detail: str
    about: About
    since: datetime
    due: datetime | None = None
    tone: Literal["bad", "warn"] = "warn"

    @property
    def is_overdue(self) -> bool:
        return self.due is not None and self.due < timezone.now()


def needs_me_now() -> list[Need]:
    """Follow-ups by when they are due, low scores that no rule has taken up, then the conversations waiting longest."""
    scores, conversations = _without_follow_up(low_scores(at_most=SCORES_AT_MOST)), waiting_longest(at_most=AT_MOST)
    numbers = [*(each.customer_id for each in scores), *(each.customer_id for each in conversations)]
    people = standing_for(number for number in numbers if number)
    follow_ups = _from_follow_ups(due_first(at_most=SCORES_AT_MOST))
    return [*follow_ups, *_from_scores(scores, people), *_from_conversations(conversations, people)][:AT_MOST]


def _without_follow_up(scores: Sequence[Answered]) -> list[Answered]:
    taken_up = followed_up([answer.pk for answer in scores])
    return [answer for answer in scores if answer.pk not in taken_up]


def _from_follow_ups(rows: Sequence[Row]) -> Iterator[Need]:
    for row in rows:
        person = row.it.customer
        who = f"{person} · {person.account}" if person.account else str(person)
        url = reverse("followups:follow_up", args=[row.it.pk])
        yield Need(
            icon="reply",
            what=_("Follow up on %(answer)s") % {"answer": row.it},
            detail=row.comment,
            since=row.it.opened_at,
            due=row.it.due_at,
            tone="bad",
            about=About(who, url, str(row.it.owner or "")),
        )


def _from_scores(scores: Sequence[Answered], people: Mapping[int, Someone]) -> Iterator[Need]:
    for answer in scores:
        if person := people.get(answer.customer_id or 0):
            yield Need(
                icon="frown",
                what=_("Scored %(score)s of 10") % {"score": answer.facts["score"]},
                detail=str(answer.facts.get("comment", "")),
                since=answer.happened_at,
                due=answer.happened_at + ANSWER_WITHIN,
                tone="bad",
                about=_about(person),
            )


def _from_conversations(conversations: Sequence[Opened], people: Mapping[int, Someone]) -> Iterator[Need]:
    for conversation in conversations:
        if person := people.get(conversation.customer_id or 0):
            yield Need(
                icon="inbox",
                what=_("Waits for an answer"),
                detail=str(conversation.facts.get("subject", "")),
                since=conversation.happened_at,
                about=_about(person),
            )


def _about(person: Someone) -> About:
    owner = person.owner or getattr(person.account, "owner", None)
    who = f"{person} · {person.account}" if person.account else str(person)
    return About(who, reverse("customers:customer", args=[person.pk]), str(owner) if owner else "")
