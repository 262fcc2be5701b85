"""What customers speak of, and a few of their words, without what would identify them."""

from collections.abc import Sequence

from nabiz.pulse.weekly.scopes import Look
from nabiz.themes.moving import Moved
from nabiz.themes.pages import Quote, quotes_of, telling_quotes
from nabiz.themes.queries import Wanted, verbatims_of
from nabiz.themes.windows import Stretch

THEMES_AT_MOST, QUOTES_AT_MOST, DAYS = 5, 3, 28


def themes_worth_telling(moved: Sequence[Moved]) -> list[Moved]:
    """Those that clearly moved; where none did, the largest, so that it can be said that they did not."""
    clear = [each for each in moved if each.is_clear]
    return (clear or [each for each in moved if each.now[0]])[:THEMES_AT_MOST]


def voices_of(moved: Sequence[Moved], look: Look) -> list[Quote]:
    """What unhappy customers said of the theme that grew, or of the largest one."""
    grown = next((each for each in moved if each.is_clear and each.is_up), None) or next(iter(moved), None)
    wanted = Wanted(label="negative", stretch=Stretch.of_days(DAYS), among=look.where)
    if grown and (telling := telling_quotes(grown.theme, wanted, QUOTES_AT_MOST)):
        return telling
    said = verbatims_of(grown.theme if grown else None, wanted)
    if grown is None and look.themes is not None:
        said = said.filter(theme__in=look.themes)
    return quotes_of(list(said[:QUOTES_AT_MOST]), {})
