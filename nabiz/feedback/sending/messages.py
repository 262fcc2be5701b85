"""The short message that asks: who, the first question, and a short link."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from nabiz.feedback.commands import note_step
from nabiz.feedback.models import Invitation, Step, Survey
from nabiz.feedback.pages import house_of
from nabiz.feedback.queries import asked_version, newest_version, questions_of, survey_url
from nabiz.feedback.sending.mails import Wording, language_of
from nabiz.feedback.texts import one_line, piped, said
from nabiz.sms.outbox import on_refused, write
from nabiz.sms.spending import Spent, cost_of, parts_of

LONGEST_TITLE = 200


def text_invitation(invitation: Invitation, address: str, *, say: Wording | None = None) -> None:
    """`invitation.token` has to be at hand: the message carries the link.

    Of what `say` words there is room for a line.
    """
    customer = invitation.customer
    assert customer
    called = customer.name.strip()
    values = {"customer.name": called, "customer.first_name": called.split(" ")[0]}
    values |= {key: str(value) for key, value in invitation.hidden.items()}
    body = _body(invitation.survey, language_of(invitation), survey_url(invitation.token), values, say)
    write(address, body, purpose=invitation.purpose, about=customer, reference=invitation.reference)


def cost_of_asking(survey: Survey, people: int) -> Spent:
    """What it takes to ask so many of them, in parts and money; names that are filled in may add to it."""
    link = f"{settings.PUBLIC_URL}/s/{'x' * 10}"
    parts = max((parts_of(_body(survey, language, link, {})) for language in survey.languages), default=1)
    return cost_of(people, parts)


@on_refused
def note_undelivered(reference: str) -> None:
    """A message that could not be delivered is known with its invitation too."""
    number = reference.removeprefix("nabiz-")
    invitation = Invitation.objects.filter(pk=int(number)).first() if number.isdecimal() else None
    if invitation:
        note_step(invitation, Step.Kind.BOUNCED)


def _body(survey: Survey, language: str, link: str, values: dict[str, str], say: Wording | None = None) -> str:
    questions = questions_of(asked_version(survey) or newest_version(survey))
    name = (survey.brand.name if survey.brand else "") or house_of()[0]
    title = piped(said(questions[0].texts, "title", language), {"company": name} | values) if questions else ""
    with override(language):
        title = say(title)[0] if say else title
        words = {"name": name, "question": one_line(title, LONGEST_TITLE), "link": link}
        return _("%(name)s: %(question)s %(link)s") % words
