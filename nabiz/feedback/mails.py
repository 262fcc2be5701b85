"""Mails about surveys that go to members."""

from typing import TYPE_CHECKING

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from nabiz.feedback.models import Survey

if TYPE_CHECKING:
    from nabiz.team.models import Member


def mail_trial(survey: Survey, url: str, member: "Member") -> None:
    """The link by which a member sees a survey as a customer would, for their phone."""
    text = _("This is how “%(survey)s” looks to customers. What you answer counts nowhere.") % {"survey": survey}
    subject = _("Trial: %(survey)s") % {"survey": survey}
    EmailMessage(subject, f"{text}\n\n{url}\n", to=[member.email]).send()
