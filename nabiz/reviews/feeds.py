"""From the bytes of an RSS or Atom feed to reviews. Whatever a site sends becomes plain text of a bounded length."""

import html
import io
import re
from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import feedparser
import nh3

from nabiz.language.cleaning import clean

MOST_ENTRIES = 500
LONGEST = {"title": 500, "body": 20_000, "author": 200, "url": 2_000, "key": 500}
RATING = re.compile(r"([1-5](?:\.[0-9]+)?)(?:\s*(?:/|of|out of|üzerinden)\s*5)?")


class NotAFeed(ValueError):
    """What came is neither RSS nor Atom."""


@dataclass(frozen=True)
class Entry:
    """One review or post. `key` is what the site calls it; `rating` is 1 to 5 where the site says so. `reply` is what
    the company wrote under it."""

    key: str
    at: datetime
    changed_at: datetime
    title: str
    body: str
    author: str
    url: str
    rating: float | None
    version: str
    language: str = ""
    device: str = ""
    territory: str = ""
    location: str = ""
    thumbs: int | None = None
    reply: str = ""
    replied_at: datetime | None = None

    @property
    def digest(self) -> str:
        return digest_of(self.title, self.body, self.rating)


def digest_of(title: str, body: str, rating: float | None) -> str:
    """Differs when the words or the rating of a review do."""
    return sha256("\x1f".join((title, body, str(rating))).encode()).hexdigest()[:16]


def entries_of(body: bytes, *, now: datetime) -> list[Entry]:
    """The entries of a feed, oldest first, at most MOST_ENTRIES of the newest. Raises NotAFeed."""
    # As a stream: bare bytes that look like an address or a path would be opened.
    found = feedparser.parse(io.BytesIO(body), sanitize_html=True, resolve_relative_uris=False)
    if not found.get("version"):
        raise NotAFeed
    return sorted(_entries(found.entries[:MOST_ENTRIES], now), key=lambda entry: entry.at)


def _entries(found: list[Any], now: datetime) -> Iterator[Entry]:
    for each in found:
        entry = _entry(each, now)
        if entry.key and (entry.title or entry.body):
            yield entry


def _entry(each: Any, now: datetime) -> Entry:
    url = str(each.get("link", ""))[: LONGEST["url"]]
    body = each.content[0].value if each.get("content") else each.get("summary", "")
    return Entry(
        key=str(each.get("id") or url)[: LONGEST["key"]],
        at=min(_parsed(each, "published") or _parsed(each, "updated") or now, now),
        changed_at=min(_parsed(each, "updated") or now, now),
        title=_plain(each.get("title", ""), "title"),
        body=_plain(body, "body"),
        author=_plain(each.get("author", ""), "author"),
        url=url if url.startswith(("http://", "https://")) else "",
        rating=stars(each.get("im_rating") or each.get("rating") or each.get("media_starrating")),
        version=_plain(each.get("im_version", ""), "author"),
    )


def _plain(markup: str, what: str) -> str:
    """The words of a piece of HTML: no element, no hidden character, no endless text."""
    spaced = re.sub(r"<(?:br|/p|/div|/li)\b[^>]{0,100}>", "\n", str(markup)[:200_000], flags=re.I)
    words = clean(html.unescape(nh3.clean(spaced, tags=set())), LONGEST[what])
    return re.sub(r"[ \t]*\n\s*", "\n", words).strip()


def moment(told: str) -> datetime | None:
    """A moment as APIs write it, with its zone."""
    try:
        found = datetime.fromisoformat(told)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _parsed(each: Any, which: str) -> datetime | None:
    told = each.get(f"{which}_parsed")
    try:
        return datetime.fromtimestamp(timegm(told), UTC) if told else None
    except (ValueError, OverflowError, OSError):
        return None


def stars(told: Any) -> float | None:
    """Of five, or none where the site tells another scale."""
    text = told.get("average", "") if isinstance(told, dict) else told
    found = RATING.fullmatch(str(text or "").strip())
    return float(found[1]) if found and float(found[1]) <= 5 else None
