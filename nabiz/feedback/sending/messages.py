"""The short message that asks: who, the first question, and a short link."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from nabiz.feedback.commands import note_step
from nabiz.feedback.models import Invitation, Question, Step, Survey
from nabiz.feedback.pages import house_of
from nabiz.feedback.queries import asked_version, newest_version, questions_of, survey_url
from nabiz.feedback.sending.mails import Wording, language_of
from nabiz.feedback.texts import one_line, piped, said
from nabiz.sms.outbox import Draft, on_refused, write_all
from nabiz.sms.spending import Spent, cost_of, parts_of
from nabiz.team.queries import company

LONGEST_TITLE = 200


@dataclass(frozen=True)
class Words:
    """What all messages about a survey have in common: who writes, in which language at least, and what is asked."""

    name: str
    first: Question | None
    language: str


def text_invitations(letters: Sequence[tuple[Invitation, str]], *, say: Wording | None = None) -> None:
    """Invitations to one survey, each with its address and with `invitation.token` at hand: the message carries the
    link. Of what `say` words there is room for a line.
    """
    if letters:
        survey = letters[0][0].survey
        words = _words(survey)
        drafts = [_draft(invitation, address, words, say) for invitation, address in letters]
        write_all(drafts, purpose=survey.purpose)


def cost_of_asking(survey: Survey, people: int) -> Spent:
    """What it takes to ask so many of them, in parts and money; names that are filled in may add to it."""
    link, words = f"{settings.PUBLIC_URL}/s/{'x' * 10}", _words(survey)
    parts = max((parts_of(_body(words, language, link, {})) for language in survey.languages), default=1)
    return cost_of(people, parts)


@on_refused
def note_undelivered(reference: str) -> None:
    """A message that could not be delivered is known with its invitation too."""
    number = reference.removeprefix("nabiz-")
    invitation = Invitation.objects.filter(pk=int(number)).first() if number.isdecimal() else None
    if invitation:
        note_step(invitation, Step.Kind.BOUNCED)


def _draft(invitation: Invitation, address: str, words: Words, say: Wording | None) -> Draft:
    customer = invitation.customer
    assert customer
    called = customer.name.strip()
    values = {"customer.name": called, "customer.first_name": called.split(" ")[0]}
    values |= {key: str(value) for key, value in invitation.hidden.items()}
    body = _body(words, language_of(invitation, words.language), survey_url(invitation.token), values, say)
    return Draft(address, body, customer, invitation.reference)


def _words(survey: Survey) -> Words:
    questions, its = questions_of(asked_version(survey) or newest_version(survey)), company()
    name = (survey.brand.name if survey.brand else "") or house_of()[0]
    return Words(name, questions[0] if questions else None, its.language if its else "")


def _body(words: Words, language: str, link: str, values: dict[str, str], say: Wording | None = None) -> str:
    asked = said(words.first.texts, "title", language) if words.first else ""
    title = piped(asked, {"company": words.name} | values)
    with override(language):
        title = say(title)[0] if say else title
        named = {"name": words.name, "question": one_line(title, LONGEST_TITLE), "link": link}
        return _("%(name)s: %(question)s %(link)s") % named
