"""What the front page shows: tiles in three sections."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from nabiz.metrics.headlines import HEADLINES, headline_names
from nabiz.metrics.parsing import Home
from nabiz.metrics.queries import has_events
from nabiz.metrics.tiles import tiles_for
from nabiz.pulse.choices import Choice
from nabiz.ui.tiles import Tile

TITLES: dict[str, str | Promise] = {
    "hear": pgettext_lazy("section", "Hear"),
    "keep": pgettext_lazy("section", "Keep"),
    "grow": pgettext_lazy("section", "Grow"),
}


@dataclass(frozen=True)
class Section:
    key: str
    title: str | Promise
    tiles: Sequence[Tile]


def has_data() -> bool:
    """Whether anything to count has ever come; what members do is kept too, but is no number."""
    return has_events("feedback", "support", "money", "usage")


def sections(choice: Choice, home: Home) -> list[Section]:
    """All tiles at once, so that their changes are judged together: of many tiles one always moves by chance."""
    tiles = {tile.key: tile for tile in tiles_for(headline_names(), home, choice.period, choice.where)}
    return [Section(key, TITLES[key], [tiles[name] for name in members]) for key, members in HEADLINES.items()]
