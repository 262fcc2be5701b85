"""Write a story into the installation: people in one transaction, then their timeline in pieces."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from itertools import islice
from typing import Final

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from nabiz.customers.commands import refresh_account_search, refresh_search
from nabiz.customers.models import Account, Customer, Identity, Segment
from nabiz.demo.asked import write_surveys
from nabiz.demo.calendar import DAY, date_of
from nabiz.demo.members import found_company
from nabiz.demo.mending import write_cause
from nabiz.demo.models import DemoRun
from nabiz.demo.person import Firm, Person
from nabiz.demo.story import Happening, Story
from nabiz.demo.wording import Wording, wording_in
from nabiz.language.folding import search_key
from nabiz.team.models import Member
from nabiz.team.queries import company
from nabiz.timeline.commands import Draft, append_events

SOURCE: Final = "demo"
AT_A_TIME: Final = 25_000
VERIFIED_SHARE: Final = 5  # four of five addresses are verified
OWNED_SHARE: Final = 3  # every third account has somebody who looks after it
MONEY: Final = ("order.", "subscription.", "invoice.", "contact.")
SEGMENTS: Final = (
    (_("Homes"), "trait.persona=home_party&trait.persona=family&trait.persona=singer"),
    (_("Venues"), "trait.persona=bar&trait.persona=hotel"),
    (_("Schools and associations"), "trait.persona=school"),
    (_("Turkish speakers"), "language=tr"),
    (_("English speakers"), "language=en"),
)
LONG_STANDING: Final = (_("Long-standing"), 365)


@transaction.atomic
def write_people(run: DemoRun, story: Story) -> None:
    """Everybody of the story, the company if there is none, and its segments. Called again it changes nothing."""
    if run.customer_ids:
        return
    found_company(run)
    accounts = Account.objects.bulk_create([_account(firm) for firm in story.firms])
    run.account_ids = [account.pk for account in accounts]
    _assign_owners(run)
    customers = Customer.objects.bulk_create([_customer(person, run) for person in story.people])
    run.customer_ids = [customer.pk for customer in customers]
    # An address that a real customer has already stays theirs.
    Identity.objects.bulk_create(list(_identities(run, story)), ignore_conflicts=True)
    refresh_account_search(run.account_ids)
    refresh_search(run.customer_ids)
    run.segment_ids = _segments(story)
    at_home = company()
    assert at_home is not None
    write_surveys(run, at_home.language)
    write_cause(run, at_home.language)
    run.save()


def write_events(run: DemoRun, story: Story, progress: Callable[[float], None]) -> int:
    """The whole timeline, each piece in a transaction of its own; what is there already is left as it is."""
    drafts, written, done = _drafts(run, story), 0, 0
    while piece := list(islice(drafts, AT_A_TIME)):
        with transaction.atomic():
            written += len(append_events(piece))
        done += len(piece)
        progress(done / len(story.happenings))
    return written


def _drafts(run: DemoRun, story: Story) -> Iterator[Draft]:
    at_home = company()
    assert at_home is not None
    wording = wording_in(at_home.language)
    accounts = [run.account_ids[person.firm.index] if person.firm else None for person in story.people]
    for number, happening in enumerate(story.happenings):
        draft = _draft(happening, wording, at_home.currency)
        draft.customer_id, draft.account_id = run.customer_ids[happening.who], accounts[happening.who]
        draft.message_id = f"{run.seed}-{number}"
        yield draft


def _draft(happening: Happening, wording: Wording, currency: str) -> Draft:
    moment = happening.moment
    return Draft(
        happening.kind,
        moment,
        channel=happening.channel,
        touchpoint=wording.touchpoint(happening),
        stage=happening.stage,
        value=None if happening.value is None else Decimal(happening.value),
        currency=currency if happening.kind.startswith(MONEY) else "",
        facts=wording.facts(happening),
        source=SOURCE,
        received_at=moment,
    )


def _account(firm: Firm) -> Account:
    traits = {"persona": firm.persona.key, "city": firm.town, "country": firm.country, "rooms": firm.rooms}
    key = f"{SOURCE}-{firm.index + 1}"
    return Account(key=key, name=firm.name, domain=firm.domain, traits=traits, since=_moment(firm.since))


def _assign_owners(run: DemoRun) -> None:
    """Some firms are looked after by the one whose work that is; a company of its own knows best itself."""
    carer = Member.objects.filter(pk__in=run.member_ids, role=Member.Role.SUCCESS).first()
    if carer:
        Account.objects.filter(pk__in=run.account_ids[::OWNED_SHARE]).update(owner=carer)


def _customer(person: Person, run: DemoRun) -> Customer:
    profile, firm = person.profile, person.firm
    return Customer(
        name=profile.name,
        account_id=run.account_ids[firm.index] if firm else None,
        language=profile.language,
        country=profile.country,
        traits={
            "persona": person.persona.key,
            "city": profile.town,
            "found_us": profile.found_us,
            "quarter": _quarter(person.joined),
        },
        since=_moment(person.joined),
    )


def _identities(run: DemoRun, story: Story) -> Iterator[Identity]:
    for pk, person in zip(run.customer_ids, story.people, strict=True):
        since, number = _moment(person.joined), person.index + 1
        yield Identity(
            customer_id=pk, kind="user_id", value=f"KE-{run.seed}-{number:05}", is_verified=True, since=since
        )
        yield Identity(
            customer_id=pk,
            kind="email",
            value=person.profile.email,
            is_verified=bool(number % VERIFIED_SHARE),
            since=since,
        )
        if person.profile.phone:
            yield Identity(customer_id=pk, kind="phone", value=person.profile.phone, since=since)


def _segments(story: Story) -> list[int]:
    """Named in the language of the company. A segment of that name which is here already stays what it is."""
    at_home = company()
    assert at_home is not None
    with override(at_home.language):
        named = [(str(name), text) for name, text in (*SEGMENTS, _long_standing(story))]
    taken = set(Segment.objects.values_list("slug", flat=True))
    rows = [Segment(slug=slugify(search_key(name)), name=name, filter=text) for name, text in named]
    return [segment.pk for segment in Segment.objects.bulk_create([row for row in rows if row.slug not in taken])]


def _long_standing(story: Story) -> tuple[str, str]:
    """Those who came in a quarter that lies a year or more back."""
    name, days = LONG_STANDING
    joined: Sequence[int] = [person.joined for person in story.people if person.joined < story.end - days * DAY]
    quarters = sorted({_quarter(at) for at in joined}) or [_quarter(story.start)]
    return str(name), "&".join(f"trait.quarter={quarter}" for quarter in quarters)


def _quarter(at: int) -> str:
    day = date_of(at)
    return f"{day.year}-Q{(day.month + 2) // 3}"


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)
