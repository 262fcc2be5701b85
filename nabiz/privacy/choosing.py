"""What the person behind a link can choose, and writing down what they chose, with the words that they were shown."""

from dataclasses import dataclass
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from nabiz.customers.addresses import standing_as
from nabiz.privacy.commands import Proof, record_consent
from nabiz.privacy.deciding import decide
from nabiz.privacy.models import Consent
from nabiz.privacy.optout import Choice
from nabiz.privacy.purposes import ADDRESS_OF, Blocked, Purpose, Source, Way
from nabiz.team.queries import company
from nabiz.timeline.commands import About

VERSION = "1"  # of the words on the page; a new number when they change


class Person(About, Protocol):
    language: str


@dataclass(frozen=True)
class Option:
    way: Way
    value: str
    is_on: bool


@dataclass(frozen=True)
class Offer:
    """One purpose with the channels that the person can be reached on."""

    purpose: Purpose
    title: str
    options: list[Option]


def person_of(choice: Choice) -> Person | None:
    """Whom the message went to, as they are known today; None where nothing is kept about them any more."""
    return standing_as(choice.customer_id)


def choices_of(person: Person, its: Choice) -> list[Offer]:
    purposes = [each for each in Purpose if each != Purpose.SERVICE or its.purpose == each]
    offers = [Offer(each, title_of(each), _options(person, each, its)) for each in purposes]
    return [offer for offer in offers if offer.options]


def choose(person: Person, wanted: set[str], its: Choice, *, ip: str, agent: str) -> None:
    """Write down what differs from how it stood; what was shown and left alone stays as it was."""
    for offer in choices_of(person, its):
        for option in offer.options:
            if (option.value in wanted) != option.is_on:
                proof = Proof(f"{offer.title} {option.way.label}", VERSION, ip, agent)
                record_consent(
                    person, offer.purpose, option.way, is_given=not option.is_on, source=Source.WEB, proof=proof
                )


def withdraw_by_link(its: Choice, person: Person, *, ip: str, agent: str) -> None:
    proof = Proof(_("One click on “unsubscribe” in the mail program"), VERSION, ip, agent)
    if decide([person.pk], its.purpose, its.channel, at=timezone.now())[person.pk].reason != "withdrawn":
        record_consent(person, its.purpose, its.channel, is_given=False, source=Source.EMAIL, proof=proof)


def title_of(purpose: Purpose) -> str:
    its = company()
    said = {
        Purpose.SERVICE: _("%(company)s may write to me about my orders, my account and what I asked for."),
        Purpose.RESEARCH: _("%(company)s may ask me how I found their service."),
        Purpose.MARKETING: _("%(company)s may send me news and offers."),
    }
    return said[purpose] % {"company": its.name if its else ""}


def _options(person: Person, purpose: Purpose, its: Choice) -> list[Option]:
    now, options = timezone.now(), []
    said = set(Consent.objects.filter(customer_id=person.pk, purpose=purpose).values_list("channel", flat=True))
    for way in Way:
        decision = decide([person.pk], purpose, way, at=now)[person.pk]
        is_asked = (purpose, way) == (its.purpose, its.channel) or way in said or way in ADDRESS_OF
        if is_asked and decision.reason not in (*Blocked.values, "no_address"):
            options.append(Option(way, f"{purpose}-{way}", decision.allowed))
    return options
