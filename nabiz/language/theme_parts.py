"""What a model of themes consists of: themes, and the theme that a text was given."""

import hashlib
from dataclasses import dataclass
from typing import Literal

from nabiz.language.cleaning import clean
from nabiz.language.folding import search_key

Kind = Literal["topic", "praise", "complaint", "other"]

GENERAL: tuple[Kind, ...] = ("praise", "complaint", "other")  # their ids are 1, 2 and 3


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme. `kind` is "topic", or "praise", "complaint" and "other" for texts that name no topic.

    `words` are its telling words, `name` what a person called it, `group` its branch of the tree, `size` how many texts
    it had when it was learned. A pinned theme keeps words and place whatever comes later.
    """

    id: int
    kind: Kind
    words: tuple[str, ...] = ()
    name: str = ""
    group: int = 0
    size: int = 0
    is_pinned: bool = False

    @property
    def title(self) -> str:
        """The name a person gave, or else the three most telling words; "" for a general theme without a name."""
        return self.name or ", ".join(self.words[:3])


@dataclass(frozen=True, slots=True)
class Assigned:
    """The theme of a text, its closeness (cosine, 0 to 1; 1 for a correction), and whether a person decided it."""

    theme: int
    closeness: float
    is_corrected: bool = False


def digest(text: str) -> str:
    """What a corrected text is recognised by: case, blanks and invisible characters do not matter."""
    return hashlib.sha256(search_key(clean(text)).encode()).hexdigest()[:24]


def general_themes() -> tuple[Theme, ...]:
    """The three themes for texts that name no topic."""
    return tuple(Theme(place + 1, kind) for place, kind in enumerate(GENERAL))


def topic_themes(count: int) -> tuple[Theme, ...]:
    """Topics that nobody has named yet; their ids follow those of the general themes."""
    return tuple(Theme(len(GENERAL) + 1 + place, "topic") for place in range(count))
