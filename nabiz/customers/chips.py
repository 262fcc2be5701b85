"""The present filter in words, each part with the address of the list without it."""

from collections.abc import Callable
from urllib.parse import urlencode

from babel import Locale
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from nabiz.customers.filters import GROUPS, NOBODY, TRAIT, CustomerFilter
from nabiz.customers.models import Account, Segment
from nabiz.customers.segmenting.conditions import Unreadable, parse_condition
from nabiz.customers.segmenting.wording import in_words
from nabiz.team.queries import names_of_members
from nabiz.ui import formats
from nabiz.ui.lists import Chip

POSSESSIONS: dict[str, Promise] = {
    "name": gettext_lazy("name"),
    "account": gettext_lazy("account"),
    "owner": gettext_lazy("owner"),
    "email": gettext_lazy("e-mail"),
    "phone": gettext_lazy("phone"),
}


def chips_of(chosen: CustomerFilter, kept: list[tuple[str, str]]) -> list[Chip]:
    """`kept` are pairs of the address that are no filter, such as the order of the list."""
    pairs, names = chosen.pairs(), _names(chosen)
    chips = []
    for at, (key, value) in enumerate(pairs):
        others = [*pairs[:at], *pairs[at + 1 :], *kept]
        chips.append(Chip(_in_words(key, value, names), f"{reverse('customers:list')}?{urlencode(others)}"))
    return chips


def language_name(code: str) -> str:
    return str(_locale().languages.get(code, code))


def country_name(code: str) -> str:
    return str(_locale().territories.get(code, code))


def sentence_of(chosen: CustomerFilter) -> str:
    """The whole filter as one sentence: what must hold, of what at least one thing must, and what must not."""
    names = _names(chosen)
    must = [_in_words(key, value, names) for key, value in chosen.pairs() if key not in ("any", "none")]
    some, none = ([_in_words("all", each, names) for each in group] for group in (chosen.any, chosen.none))
    parts = [_(" and ").join(must)] if must else []
    parts += [_("at least one of: %(what)s") % {"what": _(" or ").join(some)}] if some else []
    parts += [_("none of: %(what)s") % {"what": _(" or ").join(none)}] if none else []
    sentence = "; ".join(parts) or _("everyone")
    return f"{sentence}."


def _in_words(key: str, value: str, names: dict[tuple[str, str], str]) -> str:
    if key in GROUPS:
        try:
            words = in_words(parse_condition(value), lambda slug: names.get(("segment", slug), slug))
        except Unreadable:
            words = value
        return str(_GROUPED[key]) % {"what": words}
    if key.startswith(TRAIT):
        return f"{key.removeprefix(TRAIT)}: {value}"
    write = _WRITERS.get(key)
    if write is not None:
        return write(value)
    return str(_NAMED[key]) % {"name": names.get((key, value), value)}


def _names(chosen: CustomerFilter) -> dict[tuple[str, str], str]:
    """What the numbers and short names in the address stand for."""
    names: dict[tuple[str, str], str] = {("owner", NOBODY): _("nobody")}
    if numbers := [int(each) for each in chosen.account if each.isdecimal() and len(each) < 19]:
        names |= {
            ("account", str(pk)): name for pk, name in Account.objects.filter(pk__in=numbers).values_list("pk", "name")
        }
    if chosen.owner:
        names |= {("owner", str(pk)): name for pk, name in names_of_members().items()}
    if chosen.segment or chosen.has_conditions:
        found = Segment.objects.values_list("slug", "name")
        names |= {("segment", slug): name for slug, name in found}
    return names


def _day(text: str) -> str:
    day = parse_date(text)
    return formats.format_day(day) if day else text


def _locale() -> Locale:
    return Locale.parse("tr" if (get_language() or "").startswith("tr") else "en_GB")


_WRITERS: dict[str, Callable[[str], str]] = {
    "q": lambda value: f"“{value}”",
    "language": lambda value: _("Language: %(name)s") % {"name": language_name(value)},
    "country": lambda value: _("Country: %(name)s") % {"name": country_name(value)},
    "has": lambda value: _("Has: %(what)s") % {"what": POSSESSIONS.get(value, value)},
    "lacks": lambda value: _("Lacks: %(what)s") % {"what": POSSESSIONS.get(value, value)},
    "since": lambda value: _("Customer since %(day)s or later") % {"day": _day(value)},
    "until": lambda value: _("Customer since %(day)s or earlier") % {"day": _day(value)},
}
_GROUPED: dict[str, Promise | str] = {
    "all": "%(what)s",
    "any": gettext_lazy("or: %(what)s"),
    "none": gettext_lazy("not: %(what)s"),
}
_NAMED: dict[str, Promise] = {
    "account": gettext_lazy("Account: %(name)s"),
    "owner": gettext_lazy("Owner: %(name)s"),
    "segment": gettext_lazy("Segment: %(name)s"),
}
