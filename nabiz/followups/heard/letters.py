"""Tell those who had spoken of a cause what was done: each once, by mail, in their language, when it may be."""

from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Count
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from nabiz.customers.queries import one_person
from nabiz.customers.standing import standing_for
from nabiz.feedback.brands import mail_colours
from nabiz.feedback.pages import house_of
from nabiz.feedback.sending.caps import hold
from nabiz.feedback.sending.contacts import free_from
from nabiz.feedback.texts import one_line
from nabiz.followups.events import StoryTold
from nabiz.followups.heard.audience import CHANNEL, PURPOSE, against, sentence_of, speakers_of
from nabiz.followups.heard.models import Letter, Story
from nabiz.privacy.queries import may_contact, opt_out_headers, opt_out_url, quiet_until
from nabiz.team.queries import company
from nabiz.timeline.commands import announce
from nabiz.ui.mail import mail_html

if TYPE_CHECKING:
    from nabiz.customers.models import Customer
    from nabiz.team.models import Member

WAITS_AT_MOST = timedelta(days=60)


@transaction.atomic
def begin_letters(story: Story, *, by: "Member") -> int:
    """A letter for everybody who spoke of the cause and has none yet; returns how many. The worker sends them."""
    if not story.is_published:
        return 0
    letters = [Letter(story=story, customer_id=each, by=by) for each in speakers_of(story)]
    return len(Letter.objects.bulk_create(letters, ignore_conflicts=True, batch_size=2_000))


def send_due(now: datetime | None = None, *, most: int = 500) -> int:
    """Send what is due, each letter in a transaction of its own; returns how many left."""
    due = Letter.objects.filter(state=Letter.State.WAITING, due_at__lte=now or timezone.now())
    numbers = due.exclude(story__publication=None).order_by("due_at", "pk").values_list("pk", flat=True)
    return sum(send_letter(number) for number in list(numbers[:most]))


@transaction.atomic
def send_letter(number: int) -> bool:
    """Send one, hold it back with the reason, or let it wait. Whatever crashes in between, nobody gets two."""
    rows = Letter.objects.select_for_update(of=("self",), skip_locked=True).select_related("story__cause")
    letter = rows.filter(pk=number, state=Letter.State.WAITING).first()
    if letter is None:
        return False
    hold([letter.customer_id])
    customer = standing_for([letter.customer_id]).get(letter.customer_id)
    reason = _reason_against(letter, customer)
    if reason or customer is None:
        letter.state, letter.reason = Letter.State.HELD, reason
    elif later := _not_before(letter, customer):
        _wait(letter, later)
    else:
        _send(letter, customer)
    letter.save(update_fields=["state", "reason", "due_at", "sent_at"])
    return letter.state == Letter.State.SENT


def progress_of(story: Story) -> dict[str, Any]:
    """How many letters left, how many wait, and how many are held back for which reason."""
    rows = list(Letter.objects.filter(story=story).values_list("state", "reason").annotate(n=Count("pk")))
    by_state = {state: sum(n for its, _reason, n in rows if its == state) for state in Letter.State.values}
    held = sorted(((n, sentence_of(reason)) for state, reason, n in rows if state == Letter.State.HELD), reverse=True)
    return by_state | {"total": sum(by_state.values()), "reasons": [(sentence, n) for n, sentence in held]}


def _reason_against(letter: Letter, customer: "Customer | None") -> str:
    if customer is None:
        return "unknown"
    others = Letter.objects.filter(story=letter.story, customer_id__in=one_person(customer.pk)).exclude(pk=letter.pk)
    if others.exclude(sent_at=None).exists():
        return Letter.Reason.TOLD.value
    return against([customer.pk]).get(customer.pk, "")


def _not_before(letter: Letter, customer: "Customer") -> datetime | None:
    now = timezone.now()
    return quiet_until(PURPOSE, CHANNEL, at=now) or free_from([customer.pk], now).get(customer.pk)


def _wait(letter: Letter, later: datetime) -> None:
    """News grows old: who cannot be told for two months is not told."""
    if later - letter.since > WAITS_AT_MOST:
        letter.state, letter.reason = Letter.State.HELD, Letter.Reason.CAPPED.value
    else:
        letter.due_at = later


def _send(letter: Letter, customer: "Customer") -> None:
    mail_story(letter.story, customer, may_contact(customer, PURPOSE, CHANNEL).address)
    letter.state, letter.sent_at = Letter.State.SENT, timezone.now()
    announce(StoryTold(story=letter.story_id, title=str(letter.story), channel=CHANNEL), about=customer)


def mail_story(story: Story, customer: "Customer", address: str) -> None:
    """In the customer's language where the story has it, else in the company's, else in whichever there is."""
    its = company()
    wanted = (customer.language, its.language if its else "")
    language = next((each for each in wanted if each in story.languages), story.languages[0])
    name, colour = house_of()
    facts = {
        "language": language, "name": name, "subject": story.title_in(language),
        "title": story.title_in(language), "text": story.text_in(language),
        "link": f"{settings.PUBLIC_URL}{reverse('heard:story', args=[story.pk])}?lang={language}",
        "opt_out": opt_out_url(customer.pk, PURPOSE, CHANNEL),
    }  # fmt: skip
    with override(language):
        text = render_to_string("followups/mail/story.txt", facts)
        html = mail_html("followups/mail/story.html", facts, mail_colours(colour))
    sender = formataddr((one_line(name, 60), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
    mail = EmailMultiAlternatives(facts["title"], text, sender, [address])
    mail.extra_headers = opt_out_headers(customer.pk, PURPOSE, CHANNEL)
    mail.attach_alternative(html, "text/html")
    mail.send()
