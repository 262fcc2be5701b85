"""What a kind of review site is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

from nabiz.reviews.feeds import Entry

Account = Mapping[str, str]
MOST_PAGES = 10  # of one look; newest first, so what is left out is old


@dataclass(frozen=True)
class Field:
    """One thing that a site must be told to be asked. `form`: what it looks like, as a regular expression."""

    name: str
    label: Promise
    hint: Promise | str = ""
    is_secret: bool = False
    form: str = r".+"


@dataclass(frozen=True)
class Kind:
    """`longest`: of an answer, in what `counts` says: UTF-16 units, as a browser counts, or bytes. `changes`: whether
    an answer that was sent can be changed from here. `home`: the address of its API.

    `pages` gives the reviews page by page; `send` puts an answer under a review, in place of one that is there, and
    returns the text as the site has it. Both raise Trouble.
    """

    key: str
    label: str | Promise
    fields: tuple[Field, ...]
    home: str
    longest: int
    pages: Callable[[Account], Iterator[list[Entry]]]
    send: Callable[[Account, str, str], str]
    counts: Literal["units", "bytes"] = "units"
    changes: bool = True


def length_of(text: str, counts: str = "units") -> int:
    """Of a text, as browsers and most of these sites count, or in bytes."""
    if counts == "bytes":
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
