"""How a review site is asked, and what can go wrong with it."""

from collections.abc import Mapping
from typing import Any, Literal

import orjson
from django.conf import settings

from nabiz.kernel.outgoing import Answer, Unreachable, Why, fetch
from nabiz.language.cleaning import clean
from nabiz.reviews.feeds import LONGEST

WITHIN = 20.0
PASSING = frozenset({"unreachable", "too_slow", "unknown", "busy", "down", "odd"})
TroubleWhy = Why | Literal["key", "locked", "denied", "missing", "busy", "down", "odd", "refused"]
BY_STATUS: dict[int, TroubleWhy] = {401: "denied", 403: "denied", 404: "missing", 408: "too_slow", 429: "busy"}


class Trouble(Exception):
    """The site did not do what was asked. `said` are its own words, `retry_after` the seconds it asks to wait."""

    def __init__(self, why: TroubleWhy, *, said: str = "", retry_after: int = 0) -> None:
        super().__init__(f"{why}: {said}" if said else why)
        self.why: TroubleWhy = why
        self.said = said
        self.retry_after = retry_after

    @property
    def passes(self) -> bool:
        """Whether asking again later may help."""
        return self.why in PASSING


def ask(
    url: str,
    *,
    token: str = "",
    authorization: str = "",
    method: str = "GET",
    content: Mapping[str, Any] | None = None,
    form: bytes | None = None,
) -> dict[str, Any]:
    """The object that a site answers with. Raises Trouble."""
    headers = {"User-Agent": "Nabiz", "Accept": "application/json"}
    authorization = authorization or (f"Bearer {token}" if token else "")
    headers |= {"Authorization": authorization} if authorization else {}
    headers |= {"Content-Type": "application/json"} if content is not None else {}
    headers |= {"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {}
    body = orjson.dumps(content) if content is not None else form
    try:
        answer = fetch(
            url, method=method, headers=headers, body=body, within=WITHIN, may_be_private=settings.PRIVATE_ADDRESSES
        )
    except Unreachable as unreachable:
        raise Trouble(unreachable.why) from unreachable
    if not 200 <= answer.status < 300:
        raise _trouble(answer)
    told = _object(answer.body)
    if told is None:
        raise Trouble("odd")
    return told


def part(told: Any, *names: str) -> dict[str, Any]:
    """The object under these names, or an empty one where the site sent something else."""
    for name in names:
        told = told.get(name) if isinstance(told, dict) else None
    return told if isinstance(told, dict) else {}


def parts(told: Any, name: str) -> list[dict[str, Any]]:
    """The objects in the list under a name."""
    found = told.get(name) if isinstance(told, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def word(told: Mapping[str, Any], name: str) -> str:
    found = told.get(name)
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""


def words(told: Mapping[str, Any], name: str, most: str = "body") -> str:
    """Written text: no hidden characters, no endless text. These sites send no markup, so a `<` is a `<`."""
    return clean(word(told, name), LONGEST[most]).strip()


def seconds_of(retry_after: str) -> int:
    """How long a server asks to wait; a date in that place is not read."""
    return int(retry_after[:6]) if retry_after.isdecimal() else 0


def _trouble(answer: Answer) -> Trouble:
    why = BY_STATUS.get(answer.status) or ("down" if answer.status >= 500 else "refused")
    if 300 <= answer.status < 400:
        why = "odd"
    return Trouble(why, said=_said(answer.body), retry_after=seconds_of(answer.headers.get("retry-after", "")))


def _said(body: bytes) -> str:
    """The sentence in an error: Google's `error.message` or `error_description`, Apple's `errors[].detail`,
    Trustpilot's `message`."""
    told = _object(body) or {}
    first = next(iter(parts(told, "errors")), {})
    said = (
        word(part(told, "error"), "message")
        or word(told, "error_description")
        or word(first, "detail")
        or word(first, "title")
        or word(told, "message")
    )
    return clean(said, 300).strip()


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return told if isinstance(told, dict) else None
