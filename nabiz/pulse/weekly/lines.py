"""Follow-ups, causes and themes of a week as sentences, each with where it leads."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nabiz.followups.weekly import Standing, Week
from nabiz.themes.moving import Moved
from nabiz.ui import formats


@dataclass(frozen=True)
class Line:
    """A sentence and where it leads."""

    text: str
    url: str
    detail: str = ""
    tone: str = "none"


def at(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"


def week_words(week: Week) -> str:
    facts = {"opened": week.opened, "closed": week.closed, "overdue": week.overdue}
    parts = [_("In seven days: %(opened)s opened, %(closed)s closed. Overdue now: %(overdue)s.") % facts]
    if week.own_overdue:
        n = week.own_overdue
        parts.append(ngettext("%(n)s of them is yours.", "%(n)s of them are yours.", n) % {"n": n})
    if week.asked_again:
        facts = {"better": week.recovered, "n": week.asked_again}
        parts.append(_("Asked again in 28 days: %(better)s of %(n)s are happy now.") % facts)
    return " ".join(parts)


def follow_up_lines(week: Week) -> Iterator[Line]:
    for row in week.first:
        facts = {"who": row.it.customer, "what": row.it, "due": formats.format_moment(row.it.due_at)}
        words = (
            _("%(who)s, %(what)s: due %(due)s")
            if not row.it.is_overdue
            else _("%(who)s, %(what)s: overdue since %(due)s")
        )
        owner = str(row.it.owner) if row.it.owner else _("nobody yet")
        url = at(reverse("followups:follow_up", args=[row.it.pk]))
        yield Line(f"{words % facts} · {owner}", url, row.comment, "bad" if row.it.is_overdue else "none")


def unowned_lines(n: int) -> Iterator[Line]:
    """What fits a team and that nobody answers for."""
    if n:
        words = ngettext(
            "%(n)s open follow-up about what this team looks after belongs to nobody yet",
            "%(n)s open follow-ups about what this team looks after belong to nobody yet",
            n,
        )
        yield Line(words % {"n": n}, at(f"{reverse('followups:list')}?show=unassigned"), tone="bad")


def closed_lines(week: Week) -> Iterator[Line]:
    for row in week.done:
        facts = {"who": row.it.customer, "what": row.it, "outcome": row.it.closure}
        url = at(reverse("followups:follow_up", args=[row.it.pk]))
        yield Line(_("%(who)s, %(what)s: %(outcome)s") % facts, url)


def cause_line(standing: Standing) -> Line:
    n = standing.tally.customers
    size = ngettext("%(n)s customer in 90 days", "%(n)s customers in 90 days", n) % {"n": formats.format_number(n)}
    change, tone = standing.change, "none"
    if change is None:
        words = _("nothing is done about it yet")
    elif change.difference is None:
        words = _("too early to say whether it helped")
    elif not change.is_clear:
        words = _("no clear change since the action")
    else:
        words = (
            _("spoken of less since the action, likely real")
            if change.is_better
            else _("spoken of more since the action, likely real")
        )
        tone = "good" if change.is_better else "bad"
    url = at(reverse("followups:cause", args=[standing.cause.pk]))
    return Line(f"{standing.cause}: {size}, {words}", url, standing.cause.action, tone)


def theme_line(moved: Moved) -> Line:
    facts = {"theme": moved.theme, "a": moved.now[0], "b": moved.now[1], "c": moved.before[0], "d": moved.before[1]}
    if not moved.is_clear:
        words = _("%(theme)s: no clear change. %(a)s of %(b)s comments, before: %(c)s of %(d)s")
    elif moved.is_up:
        words = _("%(theme)s: spoken of more, likely real. %(a)s of %(b)s comments, before: %(c)s of %(d)s")
    else:
        words = _("%(theme)s: spoken of less, likely real. %(a)s of %(b)s comments, before: %(c)s of %(d)s")
    return Line(words % facts, at(reverse("themes:theme", args=[moved.theme.pk])))
