"""The mail that asks: the first question inside, in the customer's language and the brand's colours."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.utils import formataddr, make_msgid, parseaddr
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from nabiz.feedback.brands import colour_of, mail_colours
from nabiz.feedback.kinds import ONE_TAP, SCALES
from nabiz.feedback.models import Invitation, Question, Survey, Version
from nabiz.feedback.pages import default_brand, options_of
from nabiz.feedback.queries import asked_version, newest_version, questions_of, survey_url
from nabiz.feedback.texts import one_line, piped, said
from nabiz.privacy.queries import opt_out_headers, opt_out_url
from nabiz.team.queries import company
from nabiz.ui.mail import Colours, mail_html

POINTS_ON_A_PHONE = 6
POINT_WIDTH = 46  # pixels, the gap included
Wording = Callable[[str], tuple[str, str]]  # from the question, the subject and the words before it


@dataclass(frozen=True)
class Letterhead:
    """What all mails about a survey have in common: who writes, in which language at least, and what is asked first."""

    version: Version
    first: Question
    name: str
    colours: Colours
    language: str


def mail_invitations(letters: Sequence[tuple[Invitation, str]], *, say: Wording | None = None) -> None:
    """Invitations to one survey, each with its address and with `invitation.token` at hand: the mail carries the link.

    `say` is called in the customer's language, for a mail that is not the first.
    """
    if letters:
        head = _letterhead(letters[0][0].survey)
        get_connection().send_messages([_mail(invitation, address, head, say) for invitation, address in letters])


def mail_trial(invitation: Invitation, address: str) -> None:
    """To a member, the mail as a customer would get it. Its links lead to a trial that counts nowhere."""
    survey = invitation.survey
    _written(invitation, address, _letterhead(survey, newest_version(survey)), _say_of_trial).send()


def _say_of_trial(title: str) -> tuple[str, str]:
    said_before = _("This is how customers get it. What you answer counts nowhere.")
    return _("Trial: %(survey)s") % {"survey": title}, said_before


def _mail(invitation: Invitation, address: str, head: Letterhead, say: Wording | None) -> EmailMultiAlternatives:
    mail = _written(invitation, address, head, say)
    assert invitation.customer_id
    mail.extra_headers = opt_out_headers(invitation.customer_id, invitation.purpose, invitation.channel)
    mail.extra_headers["Message-ID"] = make_msgid(invitation.reference, urlsplit(settings.PUBLIC_URL).hostname)
    return mail


def _written(invitation: Invitation, address: str, head: Letterhead, say: Wording | None) -> EmailMultiAlternatives:
    language = language_of(invitation, head.language)
    with override(language):
        facts = _facts(invitation, head, language)
        title = one_line(facts["title"], 120)
        subject, why = say(title) if say else (title, facts["why"])
        facts |= {"subject": subject, "why": why}
        text = render_to_string("feedback/mail/invitation.txt", facts)
        html = mail_html("feedback/mail/invitation.html", facts, head.colours)
    mail = EmailMultiAlternatives(subject, text, _sender(head.name), [address])
    mail.attach_alternative(html, "text/html")
    return mail


def _letterhead(survey: Survey, asked: Version | None = None) -> Letterhead:
    version, brand, its = asked or asked_version(survey), survey.brand or default_brand(), company()
    assert version, "who was invited was asked something"
    name = (brand.name if brand else "") or (its.name if its else "")
    colours = mail_colours(colour_of(brand))
    return Letterhead(version, questions_of(version)[0], name, colours, its.language if its else "")


def _facts(invitation: Invitation, head: Letterhead, language: str) -> dict[str, Any]:
    customer, first, link = invitation.customer, head.first, survey_url(invitation.token)
    called = customer.name.strip() if customer else ""
    values = {"customer.name": called, "customer.first_name": called.split(" ")[0], "company": head.name}
    values |= {key: str(value) for key, value in invitation.hidden.items()}
    options = _links(first, link, language, values)
    decline = f"{settings.PUBLIC_URL}{reverse('survey:decline', args=[invitation.token])}"
    return {
        "name": head.name, "language": language, "link": link,
        "title": piped(said(first.texts, "title", language), values),
        "why": piped(said(head.version.texts, "why", language), values), "options": options,
        "parts": _parts(options) if first.kind in SCALES else [],
        "opt_out": opt_out_url(customer.pk, invitation.purpose, invitation.channel) if customer else decline,
    }  # fmt: skip


def _links(question: Question, link: str, language: str, values: dict[str, str]) -> list[dict[str, str]]:
    """What one tap answers stands in the mail, each answer a link."""
    if question.kind not in ONE_TAP:
        return []
    faces = dict(zip("12345", "😠🙁😐🙂😀", strict=True)) if question.kind == Question.Kind.SMILEYS else {}
    options = options_of(question, language, None, values)
    ends = {} if faces else {options[0].value: said(question.texts, "low", language)}
    ends |= {} if faces else {options[-1].value: said(question.texts, "high", language)}
    return [
        {
            "label": faces.get(each.value, each.label),
            "end": ends.get(each.value, "") if question.kind in SCALES else "",
            "name": each.hint or each.label,
            "url": f"{link}?{urlencode({'q': question.key, 'a': each.value})}",
        }
        for each in options
    ]


def _parts(options: list[dict[str, str]]) -> list[dict[str, Any]]:
    """A scale in one row, or in two that stand side by side where there is room: six points fit the smallest phone.
    What its ends mean stands below them."""
    cut = len(options) if len(options) <= POINTS_ON_A_PHONE else (len(options) + 1) // 2
    rows = [row for row in (options[:cut], options[cut:]) if row]
    return [_row(row, low=row is rows[0], high=row is rows[-1]) for row in rows]


def _row(options: list[dict[str, str]], *, low: bool, high: bool) -> dict[str, Any]:
    first, last = options[0]["end"] if low else "", options[-1]["end"] if high else ""
    left = (len(options) + 1) // 2 if first and last else len(options)
    return {
        "options": options,
        "width": len(options) * POINT_WIDTH,
        "low": first,
        "low_spans": left,
        "high": last,
        "high_spans": len(options) - left if first and last else left,
    }


def language_of(invitation: Invitation, otherwise: str) -> str:
    """The customer's, else the company's, as far as the survey speaks it."""
    offered, wanted = invitation.survey.languages, (invitation.language, otherwise)
    return next((each for each in wanted if each in offered), str(offered[0] if offered else "en"))


def _sender(name: str) -> str:
    return formataddr((one_line(name, 60), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
