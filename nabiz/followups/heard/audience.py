"""Who spoke of a cause, and who of them may be told now, later, or not at all."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from nabiz.customers.addresses import roots_of
from nabiz.customers.queries import everybody_in
from nabiz.feedback.declining import who_declined
from nabiz.feedback.sending.contacts import free_from
from nabiz.followups.heard.models import Letter, Story
from nabiz.privacy.deciding import REASONS, decide
from nabiz.privacy.purposes import Purpose, Way
from nabiz.themes.queries import Wanted, verbatims_of
from nabiz.themes.windows import Stretch

PURPOSE, CHANNEL = Purpose.RESEARCH.value, Way.EMAIL.value  # an answer to what they said, on the ground they were asked
LOOK_BACK = timedelta(days=365)


@dataclass(frozen=True)
class Forecast:
    """How many would get a letter at once, how many after a pause, and how many not, by reason."""

    at_once: int
    later: int
    held: Counter[str]

    @property
    def total(self) -> int:
        return self.at_once + self.later

    @property
    def sentences(self) -> list[tuple[str, int]]:
        return [(sentence_of(reason), n) for reason, n in self.held.most_common()]


def speakers_of(story: Story) -> list[int]:
    """Who spoke of the cause in the last year, other than to praise, and has had no letter about it; one number for
    each person, whoever they were merged into."""
    if story.cause.theme is None:
        return []
    until = timezone.localdate() + timedelta(days=1)
    said = verbatims_of(story.cause.theme, Wanted(stretch=Stretch(until - LOOK_BACK, until)))
    spoke = said.exclude(label="positive").exclude(customer_id=None).order_by().values_list("customer_id", flat=True)
    written_to = Letter.objects.filter(story=story).values_list("customer_id", flat=True) if story.pk else []
    people = everybody_in(set(roots_of([pk for pk in spoke.distinct() if pk]).values()))
    known = set(written_to)
    return sorted(root for root, records in people.items() if not known & {root, *records})


def forecast(story: Story) -> Forecast:
    people = speakers_of(story)
    held, free = against(people), free_from(people)
    allowed = [each for each in people if each not in held]
    later = sum(each in free for each in allowed)
    return Forecast(len(allowed) - later, later, Counter(held.values()))


def against(customer_ids: Iterable[int]) -> dict[int, str]:
    """Who may not be written to at all, each with the reason."""
    decisions = decide(customer_ids, PURPOSE, CHANNEL, at=timezone.now())
    held = {each: one.reason for each, one in decisions.items() if not one.allowed}
    people = everybody_in(set(decisions) - set(held))
    declined = who_declined(record for records in people.values() for record in records)
    return held | {each: Letter.Reason.DECLINED.value for each, records in people.items() if declined & set(records)}


def sentence_of(reason: str) -> str:
    known = {str(value): label for value, label in Letter.Reason.choices} | dict(REASONS)
    return str(known.get(reason, reason))


def written_to_of(customer_ids: Iterable[int]) -> Iterable[tuple[int, datetime]]:
    """When these customers were told something: it counts as a contact, so that nobody asks them right after."""
    sent = Letter.objects.filter(customer_id__in=list(customer_ids)).exclude(sent_at=None)
    return [(customer_id, at) for customer_id, at in sent.values_list("customer_id", "sent_at") if at]
