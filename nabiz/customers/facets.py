"""What can be filtered by: the values that customers have, from a sample of the newest, so that it is always fast."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nabiz.customers.chips import POSSESSIONS, country_name, language_name
from nabiz.customers.filters import NOBODY, TRAIT, CustomerFilter
from nabiz.customers.models import Customer, Segment
from nabiz.customers.queries import by_name
from nabiz.team.queries import active_names

SAMPLE = 3_000
MOST_CHOICES = 12
MOST_TRAITS = 10


@dataclass(frozen=True)
class Choice:
    value: str
    text: str
    is_on: bool


@dataclass(frozen=True)
class Facet:
    """One key of the filter with the values on offer."""

    key: str
    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Facets:
    languages: Facet
    countries: Facet
    owners: Facet
    segments: Facet
    has: Facet
    lacks: Facet
    traits: tuple[Facet, ...]


def facets_for(chosen: CustomerFilter) -> Facets:
    """Facets with the present choice ticked; a chosen value is offered even if the sample has none."""
    sample = list(
        Customer.objects.present().order_by("-since", "-id").values_list("language", "country", "traits")[:SAMPLE]
    )
    owners = {NOBODY: str(_("Nobody")), **{str(pk): name for pk, name in active_names().items()}}
    things = {key: str(text) for key, text in POSSESSIONS.items()}
    segments = {segment.slug: segment.name for segment in by_name(Segment.objects.all())}
    return Facets(
        languages=_facet("language", _frequent((row[0] for row in sample), language_name), chosen.language),
        countries=_facet("country", _frequent((row[1] for row in sample), country_name), chosen.country),
        owners=_facet("owner", owners, chosen.owner),
        segments=_facet("segment", segments, chosen.segment),
        has=_facet("has", things, chosen.has),
        lacks=_facet("lacks", things, chosen.lacks),
        traits=tuple(_trait_facets([row[2] for row in sample], dict(chosen.traits))),
    )


def trait_names(most: int = 30) -> list[str]:
    """The names of plain traits that the newest customers have, most frequent first."""
    newest = Customer.objects.present().order_by("-since", "-id").values_list("traits", flat=True)[:SAMPLE]
    return [name for name, _n in Counter(name for traits in newest for name in _plain(traits)).most_common(most)]


def _trait_facets(sample: Iterable[dict[str, Any]], chosen: dict[str, tuple[str, ...]]) -> Iterable[Facet]:
    """Traits with a handful of values; a name or an address, which everybody has their own of, is no way to filter."""
    values: dict[str, Counter[str]] = {name: Counter() for name in chosen}
    for traits in sample:
        for name, value in _plain(traits).items():
            values.setdefault(name, Counter())[value] += 1
    handy = [name for name, counts in values.items() if name in chosen or 1 < len(counts) <= MOST_CHOICES]
    handy.sort(key=lambda name: (name not in chosen, -values[name].total(), name))
    for name in sorted(handy[:MOST_TRAITS]):
        offered = {value: value for value, _n in values[name].most_common(MOST_CHOICES)}
        yield _facet(TRAIT + name, offered, chosen.get(name, ()), text=name.replace("_", " "))


def _facet(key: str, offered: dict[str, str], chosen: tuple[str, ...], text: str = "") -> Facet:
    offered = offered | {value: value for value in chosen if value not in offered}
    return Facet(key, text, tuple(Choice(value, shown, value in chosen) for value, shown in offered.items()))


def _frequent(values: Iterable[str], name_of: Callable[[str], str]) -> dict[str, str]:
    frequent = Counter(value for value in values if value).most_common(MOST_CHOICES)
    return {value: name_of(value) for value, _n in frequent}


def _plain(traits: dict[str, Any]) -> dict[str, str]:
    """Traits that are one value, written as the filter reads them."""
    written = {True: "true", False: "false"}
    return {
        name: written[value] if isinstance(value, bool) else str(value)
        for name, value in traits.items()
        if isinstance(value, str | int | float) and value != ""
    }
