"""The mails that the team itself writes. A secret mail opens a door; the outbox shows it to owners only."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from nabiz.team.models import Invitation, Member
from nabiz.team.queries import company


class SecretMail(EmailMessage):
    is_secret = True


def send_invitation_mail(invitation: Invitation, token: str) -> None:
    """In the company's language: the invited person's own is not known yet."""
    its_company = company()
    link = settings.PUBLIC_URL + reverse("team:accept", args=[token])
    facts = {"invitation": invitation, "company": its_company, "link": link}
    with translation.override(its_company.language if its_company else settings.LANGUAGE_CODE):
        subject = render_to_string("team/mail/invitation_subject.txt", facts).strip()
        text = render_to_string("team/mail/invitation.txt", facts)
    SecretMail(subject, text, to=[invitation.email]).send()


def send_notice_mail(member: Member, sentence: str, *, ip: str, user_agent: str) -> None:
    """Something about the account of a member has changed; in the language in which they did it."""
    link = settings.PUBLIC_URL + reverse("account_reset_password")
    facts = {"sentence": sentence, "at": timezone.now(), "ip": ip, "user_agent": user_agent, "link": link}
    EmailMessage(sentence.rstrip("."), render_to_string("team/mail/notice.txt", facts), to=[member.email]).send()
