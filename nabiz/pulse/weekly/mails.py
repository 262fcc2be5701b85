"""Write the weekly mail: once a week to each member who has not refused it, and at once to whoever asks for it."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nabiz.pulse.models import Refusal, WeeklyMail
from nabiz.pulse.queries import has_data
from nabiz.pulse.weekly.contents import Contents, contents_for, reading_as
from nabiz.team.queries import active_members, company, home_zone
from nabiz.ui import formats
from nabiz.ui.mail import mail_html

if TYPE_CHECKING:
    from nabiz.team.models import Member

FROM, STILL = time(8), timedelta(days=2)  # on Mondays; a worker that was down catches up until Wednesday morning


def due_monday(now: datetime | None = None) -> date | None:
    """The Monday whose mail is due, on the company's clock; None where it is not yet time, or too late."""
    here = (now or timezone.now()).astimezone(home_zone())
    monday = here.date() - timedelta(days=here.weekday())
    begins = datetime.combine(monday, FROM, here.tzinfo)
    return monday if begins <= here < begins + STILL else None


def send_due(now: datetime | None = None) -> int:
    """To every member who has not refused it and has not got it; returns how many were written."""
    monday = due_monday(now)
    if monday is None or company() is None or not has_data():
        return 0
    done = {*Refusal.objects.values_list("member_id", flat=True)}
    done |= {*WeeklyMail.objects.filter(monday=monday).values_list("member_id", flat=True)}
    return sum(send_weekly(member, monday) for member in active_members() if member.pk not in done)


@transaction.atomic
def send_weekly(member: "Member", monday: date) -> bool:
    """The mail and the fact that it was written are kept together, so that nobody gets two."""
    _mail, is_new = WeeklyMail.objects.get_or_create(member=member, monday=monday)
    if is_new:
        mail_week(member)
    return is_new


@transaction.atomic
def mail_week(member: "Member") -> None:
    """Write it now, whatever the day."""
    its = company()
    assert its
    with reading_as(member) as language:
        contents = contents_for(member, its)
        subject = _("%(company)s: the week to %(day)s") % {"company": its.name, "day": formats.format_day(contents.day)}
        facts = page_facts(contents) | {"subject": subject, "language": language, "company": its}
        text = render_to_string("pulse/weekly/mail.txt", facts)
        html = mail_html("pulse/weekly/mail.html", facts)
    mail = EmailMultiAlternatives(subject, text, to=[member.email])
    mail.extra_headers = {"List-Unsubscribe": f"<{facts['choice_url']}>"}
    mail.attach_alternative(html, "text/html")
    mail.send()


def page_facts(contents: Contents) -> dict[str, Any]:
    pages = {"pulse_url": settings.PUBLIC_URL + reverse("pulse:pulse")}
    pages["choice_url"] = settings.PUBLIC_URL + reverse("pulse:weekly")
    return {"its": contents, **pages}


def wants_it(member: "Member") -> bool:
    return not Refusal.objects.filter(member=member).exists()


@transaction.atomic
def refuse(member: "Member") -> None:
    """No weekly mail any more. Refusing again changes nothing."""
    Refusal.objects.get_or_create(member=member)


@transaction.atomic
def take_up(member: "Member") -> None:
    Refusal.objects.filter(member=member).delete()
