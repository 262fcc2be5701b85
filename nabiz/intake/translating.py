"""What an event from outside is called here, and which of its properties stand where on the timeline."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from nabiz.intake.fitting import amount, fitted
from nabiz.intake.reasons import Rejected
from nabiz.intake.vocabulary import CHANNEL_OF_LIBRARY, CHANNEL_SPOKEN, SPOKEN, Spoken
from nabiz.timeline.commands import Draft
from nabiz.timeline.facts import Kind, kind_named

LONGEST_NAME = 255
LONGEST_LABEL = 100
EPOCH = datetime.fromtimestamp(0, UTC)
MONEY = ("revenue", "value", "total")
OF_TYPE = {"page": "page.viewed", "screen": "screen.viewed"}

Note = tuple[str, str] | None


@dataclass(slots=True)
class Sending:
    """What holds for all events of one source."""

    source: str
    is_trusted: bool
    allowed: frozenset[str]
    currency: str


def draft_of(event: dict[str, Any], its_type: str, name: str, context: Any, sending: Sending) -> tuple[Draft, Note]:
    """The event without its times and customer, and a note for people. Raises Rejected where it cannot be taken."""
    properties = dict(_object(event, "properties"))
    name = name or ("" if its_type == "track" else its_type)
    _check_name(name, its_type, sending)
    channel, touchpoint, stage = (_label(properties.pop(place, "")) for place in ("channel", "touchpoint", "stage"))
    kind, facts, note = _as_declared(name, its_type, _titled(properties, event, context, its_type))
    draft = Draft(kind, EPOCH, facts=facts, source=sending.source, touchpoint=touchpoint, stage=stage)
    draft.channel = channel or _channel(event, context, sending)
    money_note = _put_money(draft, properties, kind_named(kind), sending)
    return draft, note or money_note


def _check_name(name: str, its_type: str, sending: Sending) -> None:
    if not name:
        raise Rejected("no_event")
    if len(name) > LONGEST_NAME:
        raise Rejected("long_name")
    if sending.allowed and name not in sending.allowed and OF_TYPE.get(its_type) not in sending.allowed:
        raise Rejected("not_allowed", name)


def _as_declared(name: str, its_type: str, properties: dict[str, Any]) -> tuple[str, dict[str, Any], Note]:
    """Under our name with our facts. Under its own where it only speaks a specification and something is missing."""
    own = kind_named(OF_TYPE.get(its_type, name))
    if own:
        if own.family == "house":
            raise Rejected("reserved", name)
        return own.name, fitted(own, properties), None
    spoken = SPOKEN.get(name.lower())
    if spoken is None:
        return name, properties, None
    kind = kind_named(spoken.kind)
    assert kind
    try:
        return kind.name, fitted(kind, _renamed(properties, spoken)), None
    except Rejected as misfit:
        return name, properties, ("kept_as_other", f"{kind.name} ({misfit.detail})")


def _renamed(properties: dict[str, Any], spoken: Spoken) -> dict[str, Any]:
    """Their properties under our facts' names; the products of an order become its items and quantity."""
    renamed = {spoken.facts.get(name, name): value for name, value in properties.items()}
    products = properties.get("products")
    if isinstance(products, list) and "order" in renamed:
        articles = [product for product in products if isinstance(product, dict)]
        renamed.setdefault("items", ", ".join(str(article.get("name", "")) for article in articles).strip(", "))
        renamed.setdefault("quantity", sum(_count(article.get("quantity", 1)) for article in articles) or 1)
    return renamed


def _titled(properties: dict[str, Any], event: dict[str, Any], context: Any, its_type: str) -> dict[str, Any]:
    """Pages and screens say what was looked at in several places."""
    if its_type not in OF_TYPE:
        return properties
    page = context.get("page") if isinstance(context, dict) else None
    page = page if isinstance(page, dict) else {}
    title = properties.get("title") or event.get("name") or properties.get("name") or page.get("title")
    if its_type == "screen":
        return {**properties, "title": title}
    path = properties.get("path") or page.get("path") or properties.get("url")
    referrer = properties.get("referrer") or page.get("referrer")
    return {**properties, "title": title or path, "path": path, "referrer": referrer}


def _put_money(draft: Draft, properties: dict[str, Any], kind: Kind | None, sending: Sending) -> Note:
    """Revenue, value or total, whichever comes first, with its currency; the company's own where none is named."""
    is_about_money = kind is not None and kind.family == "money"
    currency = _currency(properties.get("currency"))
    names = MONEY if is_about_money or currency else MONEY[:1]  # anything may be called a value
    given = next((properties[name] for name in names if properties.get(name) is not None), None)
    if given is None:
        return None
    try:
        draft.value = amount(given)
    except (ValueError, ArithmeticError):
        if is_about_money:
            raise Rejected("not_Decimal", str(given)[:80]) from None
        return "no_money", str(given)[:80]
    draft.currency = currency or sending.currency
    return None


def _currency(given: Any) -> str:
    code = given.strip().upper() if isinstance(given, str) else ""
    return code if len(code) == 3 and code.isascii() and code.isalpha() else ""


def _channel(event: dict[str, Any], context: Any, sending: Sending) -> str:
    """Named by the event, told by the library that sent it, or guessed by whether the key is public."""
    if named := _label(event.get("channel")):
        return CHANNEL_SPOKEN.get(named.lower(), named)
    library = context.get("library") if isinstance(context, dict) else None
    name = library.get("name") if isinstance(library, dict) else None
    known = CHANNEL_OF_LIBRARY.get(name.lower()) if isinstance(name, str) else None
    return known or ("api" if sending.is_trusted else "web")


def _object(event: dict[str, Any], name: str) -> dict[str, Any]:
    value = event.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Rejected("bad_properties", name)
    return value


def _label(value: Any) -> str:
    return value.strip()[:LONGEST_LABEL] if isinstance(value, str) else ""


def _count(value: Any) -> int:
    try:
        return max(0, int(Decimal(str(value))))
    except (ValueError, ArithmeticError):
        return 1
