"""The mails that go out when the loop is closed."""

from typing import TYPE_CHECKING

from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from nabiz.feedback.commands import mark
from nabiz.feedback.queries import survey_url
from nabiz.privacy.queries import opt_out_headers, opt_out_url
from nabiz.team.queries import company

if TYPE_CHECKING:
    from nabiz.customers.models import Customer
    from nabiz.feedback.models import Invitation


def mail_reask(invitation: "Invitation", customer: "Customer", address: str) -> None:
    """In the customer's language, or in the company's where theirs is not known."""
    its = company()
    language = invitation.language or (its.language if its else "en")
    with translation.override(language):
        name = its.name if its else ""
        text = _(
            "You told us that something was not right, and we got back to you. Did it help? "
            "We would like to ask you the same question once more:"
        )
        foot = _("You do not want such mails: %(url)s") % {"url": opt_out_url(customer.pk, invitation.purpose, "email")}
        body = f"{text}\n\n{survey_url(invitation.token)}\n\n{name}\n\n{foot}\n"
        subject = _("Is it better now?")
        headers = opt_out_headers(customer.pk, invitation.purpose)
        EmailMessage(subject, body, to=[address], headers=headers).send()
    mark(invitation, "sent")
