"""Write the weekly mail: once a week to each member for each of their teams, and at once to whoever asks for it."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nabiz.pulse.models import Refusal, WeeklyMail
from nabiz.pulse.queries import has_data
from nabiz.pulse.weekly.contents import Contents, contents_for, reading_as
from nabiz.pulse.weekly.lines import at
from nabiz.pulse.weekly.scopes import look_of, scope_of, scope_words
from nabiz.team.queries import active_members, company, home_zone, teams_of
from nabiz.ui import formats
from nabiz.ui.mail import mail_html

if TYPE_CHECKING:
    from nabiz.team.models import Member, Team

FROM, STILL = time(8), timedelta(days=2)  # on Mondays; a worker that was down catches up until Wednesday morning


def due_monday(now: datetime | None = None) -> date | None:
    """The Monday whose mail is due, on the company's clock; None where it is not yet time, or too late."""
    here = (now or timezone.now()).astimezone(home_zone())
    monday = here.date() - timedelta(days=here.weekday())
    begins = datetime.combine(monday, FROM, here.tzinfo)
    return monday if begins <= here < begins + STILL else None


def send_due(now: datetime | None = None) -> int:
    """To every member whatever they have not refused and not got; returns how many were written."""
    monday = due_monday(now)
    if monday is None or company() is None or not has_data():
        return 0
    return sum(send_weekly(member, monday, team) for member in active_members() for team in mails_of(member))


def mails_of(member: "Member") -> list["Team | None"]:
    """One for each of their teams; the whole company's for who is in none. Without what they have refused."""
    refused = {*Refusal.objects.filter(member=member).values_list("team", flat=True)}
    if None in refused:
        return []
    teams = list(teams_of(member))
    return [team for team in teams if team.pk not in refused] if teams else [None]


@transaction.atomic
def send_weekly(member: "Member", monday: date, team: "Team | None" = None) -> bool:
    """The mail and the fact that it was written are kept together, so that nobody gets two."""
    _mail, is_new = WeeklyMail.objects.get_or_create(member=member, monday=monday, team=team)
    if is_new:
        mail_week(member, team)
    return is_new


@transaction.atomic
def mail_week(member: "Member", team: "Team | None" = None) -> None:
    """Write it now, whatever the day."""
    its = company()
    assert its
    with reading_as(member) as language:
        contents = contents_for(member, its, look_of(team) if team else None)
        subject = _("%(company)s: the week to %(day)s") % {
            "company": team or its.name,
            "day": formats.format_day(contents.day),
        }
        facts = page_facts(contents, team) | {"subject": subject, "language": language}
        facts |= {"scope": scope_words(scope_of(team), member) if team else []}
        text = render_to_string("pulse/weekly/mail.txt", facts)
        html = mail_html("pulse/weekly/mail.html", facts)
    mail = EmailMultiAlternatives(subject, text, to=[member.email])
    mail.extra_headers = {"List-Unsubscribe": f"<{facts['choice_url']}>"}
    mail.attach_alternative(html, "text/html")
    mail.send()


def page_facts(contents: Contents, team: "Team | None" = None) -> dict[str, Any]:
    choice = reverse("pulse:weekly_team", args=[team.pk]) if team else reverse("pulse:weekly")
    return {"its": contents, "pulse_url": at(reverse("pulse:pulse")), "choice_url": at(choice)}


def wants_it(member: "Member", team: "Team | None" = None) -> bool:
    """Whether they have refused neither this one nor all."""
    refused = Refusal.objects.filter(member=member)
    return not refused.filter(team=None).exists() and not (team and refused.filter(team=team).exists())


@transaction.atomic
def refuse(member: "Member", team: "Team | None" = None) -> None:
    """No weekly mail any more, or none of one team. Refusing again changes nothing."""
    Refusal.objects.get_or_create(member=member, team=team)


@transaction.atomic
def take_up(member: "Member", team: "Team | None" = None) -> None:
    """Wanting that of a team again takes back having refused all."""
    refused = Refusal.objects.filter(member=member)
    (refused.filter(Q(team=team) | Q(team=None)) if team else refused.filter(team=None)).delete()
