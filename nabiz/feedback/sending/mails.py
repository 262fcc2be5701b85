"""The mail that asks: the first question inside, in the customer's language and the brand's colours."""

from collections.abc import Callable
from email.utils import formataddr, make_msgid, parseaddr
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from nabiz.feedback.brands import ink_on
from nabiz.feedback.kinds import ONE_TAP
from nabiz.feedback.models import Invitation, Question
from nabiz.feedback.pages import default_brand, options_of
from nabiz.feedback.queries import asked_version, questions_of, survey_url
from nabiz.feedback.texts import one_line, piped, said
from nabiz.privacy.queries import opt_out_headers, opt_out_url
from nabiz.team.queries import company

Wording = Callable[[str], tuple[str, str]]  # from the question, the subject and the words before it


def mail_invitation(invitation: Invitation, address: str, *, say: Wording | None = None) -> None:
    """`invitation.token` has to be at hand: the mail carries the link.

    `say` is called in the customer's language, for a mail that is not the first.
    """
    language = language_of(invitation)
    with override(language):
        facts = _facts(invitation, language)
        title = one_line(facts["title"], 120)
        subject, why = say(title) if say else (title, facts["why"])
        facts |= {"subject": subject, "why": why}
        mail = EmailMultiAlternatives(
            subject, render_to_string("feedback/mail/invitation.txt", facts), _sender(facts["name"]), [address]
        )
        mail.extra_headers = opt_out_headers(facts["customer_id"], invitation.purpose, invitation.channel)
        mail.extra_headers["Message-ID"] = make_msgid(invitation.reference, urlsplit(settings.PUBLIC_URL).hostname)
        mail.attach_alternative(render_to_string("feedback/mail/invitation.html", facts), "text/html")
        mail.send()


def _facts(invitation: Invitation, language: str) -> dict[str, Any]:
    version, customer, brand = asked_version(invitation.survey), invitation.customer, invitation.survey.brand
    assert version
    assert customer
    brand, its = brand or default_brand(), company()
    name = (brand.name if brand else "") or (its.name if its else "")
    first, link = questions_of(version)[0], survey_url(invitation.token)
    called = customer.name.strip()
    values = {"customer.name": called, "customer.first_name": called.split(" ")[0], "company": name}
    values |= {key: str(value) for key, value in invitation.hidden.items()}
    colour = brand.colour if brand else "#1d4f91"
    return {
        "customer_id": customer.pk, "name": name, "language": language, "link": link, "colour": colour,
        "ink": ink_on(colour), "title": piped(said(first.texts, "title", language), values),
        "low": said(first.texts, "low", language), "high": said(first.texts, "high", language),
        "why": piped(said(version.texts, "why", language), values), "options": _links(first, link, language, values),
        "decline": f"{settings.PUBLIC_URL}{reverse('survey:decline', args=[invitation.token])}",
        "opt_out": opt_out_url(customer.pk, invitation.purpose, invitation.channel),
    }  # fmt: skip


def _links(question: Question, link: str, language: str, values: dict[str, str]) -> list[dict[str, str]]:
    """What one tap answers stands in the mail, each answer a link."""
    if question.kind not in ONE_TAP:
        return []
    faces = dict(zip("12345", "😠🙁😐🙂😀", strict=True)) if question.kind == Question.Kind.SMILEYS else {}
    return [
        {
            "label": faces.get(each.value, each.label),
            "name": each.hint or each.label,
            "url": f"{link}?{urlencode({'q': question.key, 'a': each.value})}",
        }
        for each in options_of(question, language, None, values)
    ]


def language_of(invitation: Invitation) -> str:
    offered, its = invitation.survey.languages, company()
    wanted = (invitation.language, its.language if its else "")
    return next((each for each in wanted if each in offered), str(offered[0] if offered else "en"))


def _sender(name: str) -> str:
    return formataddr((one_line(name, 60), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
