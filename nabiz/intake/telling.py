"""What identify and group calls tell about a person and their account."""

from typing import Any

from nabiz.customers.claims import Group, Profile
from nabiz.customers.normalise import email_of, phone_of
from nabiz.intake.reasons import Rejected

LONGEST_NAME = 200
NAMES = frozenset({"name", "firstName", "first_name", "lastName", "last_name"})


def profile_of(event: dict[str, Any]) -> Profile:
    """Some SDKs put the traits of an identify call into its context. What found its place is no trait any more."""
    context = _or_empty(event.get("context"))
    traits = _object(event.get("traits") or context.get("traits") or {}, "traits")
    locale = traits.get("language") or traits.get("locale") or context.get("locale")
    places = {
        "email": email_of(traits.get("email")),
        "phone": phone_of(traits.get("phone")),
        "language": _code(str(locale or "")[:2]).lower(),
        "country": _code(traits.get("country") or _or_empty(traits.get("address")).get("country")).upper(),
    }
    spent = NAMES | {place for place, value in places.items() if value}
    rest = {name[:LONGEST_NAME]: value for name, value in traits.items() if name not in spent}
    return Profile(name=_name(traits), traits=rest, **places)


def group_of(event: dict[str, Any], key: str) -> Group:
    if not key:
        raise Rejected("no_group")
    traits = _object(event.get("traits") or {}, "traits")
    rest = {name[:LONGEST_NAME]: value for name, value in traits.items() if name not in {"name", "domain"}}
    return Group(key, _text(traits.get("name")), _text(traits.get("domain")).lower(), rest)


def _name(traits: dict[str, Any]) -> str:
    if whole := _text(traits.get("name")):
        return whole
    first = _text(traits.get("firstName") or traits.get("first_name"))
    last = _text(traits.get("lastName") or traits.get("last_name"))
    return f"{first} {last}".strip()


def _text(value: Any) -> str:
    return " ".join(value.split())[:LONGEST_NAME] if isinstance(value, str) else ""


def _code(value: Any) -> str:
    return value if isinstance(value, str) and len(value) == 2 and value.isascii() and value.isalpha() else ""


def _object(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Rejected("bad_properties", name)
    return value


def _or_empty(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
