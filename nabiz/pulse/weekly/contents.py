"""What stands in the weekly mail of one member: only what they may see, in their language and their zone."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nabiz.followups.weekly import Standing, Week, largest_causes, week_of
from nabiz.metrics.parsing import Home
from nabiz.pulse.choices import Choice
from nabiz.pulse.finding import finding
from nabiz.pulse.queries import Section, sections
from nabiz.pulse.weekly.bars import interval_bar, trend_columns, trend_words
from nabiz.team.queries import company, zone_of
from nabiz.themes.moving import Moved, moved_themes
from nabiz.themes.pages import Quote, quotes_of, telling_quotes
from nabiz.themes.queries import Wanted, verbatims_of
from nabiz.themes.windows import Stretch
from nabiz.ui import formats
from nabiz.ui.tiles import Tile

if TYPE_CHECKING:
    from nabiz.team.models import Member

THEMES_AT_MOST, QUOTES_AT_MOST, DAYS = 5, 3, 28


@dataclass(frozen=True)
class Drawn:
    """A tile with its charts for a mail, and in words what the columns show."""

    tile: Tile
    trend: SafeString
    interval: SafeString
    url: str
    words: str = ""

    @property
    def has_chart(self) -> bool:
        return bool(self.trend or self.interval)


@dataclass(frozen=True)
class Line:
    """A sentence and where it leads."""

    text: str
    url: str
    detail: str = ""
    tone: str = "none"


@dataclass(frozen=True)
class Contents:
    """`follow_ups` and `causes` are empty for who may not answer customers."""

    day: date
    finding: str
    sections: list[tuple[str, list[Drawn]]]
    follow_up_words: str = ""
    follow_ups: list[Line] = field(default_factory=list)
    causes: list[Line] = field(default_factory=list)
    themes: list[Line] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)


@contextmanager
def reading_as(member: "Member") -> Iterator[str]:
    """The member's language and zone, else the company's; gives the language."""
    its = company()
    language = member.language or (its.language if its else "en")
    with translation.override(language), timezone.override(zone_of(member, its)):
        yield language


def contents_for(member: "Member", home: Home) -> Contents:
    """To be asked within `reading_as`."""
    choice, moved = Choice(), moved_themes()
    week = week_of(member) if member.can("answer") else None
    return Contents(
        day=timezone.localdate(),
        finding=finding(choice, home),
        sections=[(str(each.title), _drawn(each, home)) for each in sections(choice, home)],
        follow_up_words=_week_words(week) if week else "",
        follow_ups=[*_follow_up_lines(week)] if week else [],
        causes=[_cause_line(each) for each in largest_causes(member)] if week else [],
        themes=[_theme_line(each) for each in _worth_telling(moved)],
        quotes=_quotes(moved),
    )


def at(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"


def _drawn(section: Section, home: Home) -> list[Drawn]:
    return [
        Drawn(tile, trend_columns(tile), interval_bar(tile), at(tile.url), trend_words(tile, home))
        for tile in section.tiles
    ]


def _week_words(week: Week) -> str:
    facts = {"opened": week.opened, "closed": week.closed, "overdue": week.overdue}
    text = _("In seven days: %(opened)s opened, %(closed)s closed. Overdue now: %(overdue)s.") % facts
    if not week.own_overdue:
        return text
    own = ngettext("%(n)s of them is yours.", "%(n)s of them are yours.", week.own_overdue) % {"n": week.own_overdue}
    return f"{text} {own}"


def _follow_up_lines(week: Week) -> Iterator[Line]:
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


def _cause_line(standing: Standing) -> Line:
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


def _worth_telling(moved: Sequence[Moved]) -> list[Moved]:
    """Those that clearly moved; where none did, the largest, so that it can be said that they did not."""
    clear = [each for each in moved if each.is_clear]
    return (clear or [each for each in moved if each.now[0]])[:THEMES_AT_MOST]


def _theme_line(moved: Moved) -> Line:
    facts = {"theme": moved.theme, "a": moved.now[0], "b": moved.now[1], "c": moved.before[0], "d": moved.before[1]}
    if not moved.is_clear:
        words = _("%(theme)s: no clear change. %(a)s of %(b)s comments, before: %(c)s of %(d)s")
    elif moved.is_up:
        words = _("%(theme)s: spoken of more, likely real. %(a)s of %(b)s comments, before: %(c)s of %(d)s")
    else:
        words = _("%(theme)s: spoken of less, likely real. %(a)s of %(b)s comments, before: %(c)s of %(d)s")
    return Line(words % facts, at(reverse("themes:theme", args=[moved.theme.pk])))


def _quotes(moved: Sequence[Moved]) -> list[Quote]:
    """What unhappy customers said of the theme that grew, or of the largest one."""
    grown = next((each for each in moved if each.is_clear and each.is_up), None) or next(iter(moved), None)
    wanted = Wanted(label="negative", stretch=Stretch.of_days(DAYS))
    if grown and (telling := telling_quotes(grown.theme, wanted, QUOTES_AT_MOST)):
        return telling
    return quotes_of(list(verbatims_of(grown.theme if grown else None, wanted)[:QUOTES_AT_MOST]), {})
