"""What stands in a weekly mail: only what its reader may see, in their language and their zone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nabiz.followups.weekly import largest_causes, unowned_within, week_of
from nabiz.metrics.parsing import Home
from nabiz.metrics.tiles import tiles_for
from nabiz.pulse.choices import Choice
from nabiz.pulse.finding import finding
from nabiz.pulse.queries import TITLES, sections
from nabiz.pulse.weekly.bars import interval_bar, trend_columns, trend_words
from nabiz.pulse.weekly.lines import (
    Line,
    at,
    cause_line,
    closed_lines,
    follow_up_lines,
    theme_line,
    unowned_lines,
    week_words,
)
from nabiz.pulse.weekly.scopes import Look, metrics_within
from nabiz.pulse.weekly.voices import themes_worth_telling, voices_of
from nabiz.team.queries import company, zone_of
from nabiz.themes.moving import moved_themes
from nabiz.themes.pages import Quote
from nabiz.ui.tiles import Tile

if TYPE_CHECKING:
    from nabiz.team.models import Member


@dataclass(frozen=True)
class Drawn:
    """A tile with its charts for a mail, and in words what the columns show and how the last seven days were."""

    tile: Tile
    trend: SafeString
    interval: SafeString
    url: str
    words: str = ""
    week: str = ""

    @property
    def has_chart(self) -> bool:
        return bool(self.trend or self.interval)


@dataclass(frozen=True)
class Contents:
    """`follow_ups`, `closed` and `causes` are empty for who may not answer customers."""

    day: date
    finding: str
    sections: list[tuple[str, list[Drawn]]]
    follow_up_words: str = ""
    follow_ups: list[Line] = field(default_factory=list)
    closed: list[Line] = field(default_factory=list)
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


def contents_for(member: "Member", home: Home, look: Look | None = None) -> Contents:
    """To be asked within `reading_as`. Without a look it is about the whole company."""
    look = look or Look()
    moved = [each for each in moved_themes(among=look.where) if look.themes is None or each.theme.pk in look.themes]
    week = week_of(member, owners=look.owners) if member.can("answer") else None
    shown = _of_team(look, home) if look.team else _of_company(home)
    return Contents(
        day=timezone.localdate(),
        finding=_team_finding(shown) if look.team else finding(Choice(), home),
        sections=shown,
        follow_up_words=week_words(week) if week else "",
        follow_ups=[*follow_up_lines(week), *_unowned(member, look)] if week else [],
        closed=[*closed_lines(week)] if week and look.team else [],
        causes=[cause_line(each) for each in largest_causes(member, owners=look.owners, themes=look.themes)]
        if week
        else [],
        themes=[theme_line(each) for each in themes_worth_telling(moved)],
        quotes=voices_of(moved, look),
    )


def _unowned(member: "Member", look: Look) -> Iterator[Line]:
    """Of the whole company's mail they are part already."""
    return unowned_lines(unowned_within(member, look.where) if look.where else 0)


def _of_company(home: Home) -> list[tuple[str, list[Drawn]]]:
    return [(str(each.title), [_drawn(tile, home) for tile in each.tiles]) for each in sections(Choice(), home)]


def _of_team(look: Look, home: Home) -> list[tuple[str, list[Drawn]]]:
    """All tiles at once, so that their changes are judged together."""
    names = metrics_within(look, home)
    every = [name for members in names.values() for name in members]
    tiles = {tile.key: tile for tile in tiles_for(every, home, where=look.where)}
    weeks = {tile.key: tile for tile in tiles_for(names["hear"], home, "7d", look.where)}
    found = [
        (str(TITLES[key]), [_drawn(tiles[name], home, weeks.get(name)) for name in members])
        for key, members in names.items()
    ]
    return [(title, drawn) for title, drawn in found if drawn]


def _drawn(tile: Tile, home: Home, week: Tile | None = None) -> Drawn:
    words = _week_words(week) if week else ""
    return Drawn(tile, trend_columns(tile), interval_bar(tile), at(tile.url), trend_words(tile, home), words)


def _week_words(tile: Tile) -> str:
    if not tile.has_figure:
        return _("In seven days: %(figure)s") % {"figure": tile.n_words}
    figure = " ".join(part for part in (tile.value_text, tile.interval_text) if part)
    change = " ".join(part for part in (tile.change_sign, tile.change_text) if part)
    return _("In seven days: %(figure)s") % {"figure": f"{figure} · {change}"}


def _team_finding(shown: list[tuple[str, list[Drawn]]]) -> str:
    """The worst that is likely real, else the best; that nothing is, is worth saying too."""
    tiles = [each.tile for _title, drawn in shown for each in drawn]
    if not tiles:
        return _("Nothing was measured yet of what this team looks after.")
    for tone in ("bad", "good"):
        for tile in tiles:
            if tile.change_tone == tone:
                return f"{tile.name}: {tile.change_sign} {tile.change_text}"
    return _("No clear change in what this team looks after.")
