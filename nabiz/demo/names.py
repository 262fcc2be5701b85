"""Names, addresses and telephone numbers that belong to nobody."""

import tomllib
from importlib import resources
from itertools import count
from random import Random
from typing import Any

from nabiz.demo.person import Profile
from nabiz.language.folding import search_key

MAIL_DOMAINS = ("example.com", "example.org", "example.net")  # reserved for examples, RFC 2606
FOUND_US = ("search", "search", "search", "social", "social", "friend", "friend", "store", "fair")
ABROAD = (("GB", 0.42), ("DE", 0.22), ("US", 0.14), ("NL", 0.13), ("IE", 0.09))
# Türkiye reserves no numbers for fiction: 519 is a prefix that no operator holds. +44 7700 900 is Ofcom's range for
# drama, +1 xxx 555 01xx the North American one. Other countries go without a number.
AMERICAN_AREAS = (617, 503, 512, 312, 303)
OFCOM_NUMBERS, NANP_NUMBERS = 1000, 100


class Namebook:
    """Puts names together by chance and never hands out an address or a number twice."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        book = tomllib.loads(resources.files("nabiz.demo").joinpath("names.toml").read_text(encoding="utf-8"))
        self._people = {
            language: (book[language]["first"].split(), book[language]["last"].split()) for language in ("tr", "en")
        }
        self._towns = {country: towns.split() for country, towns in book["towns"].items()}
        self._venues: dict[str, Any] = {key: words.split() for key, words in book["venues"].items()}
        self._number = count(1)
        self._phones = {country: count() for country in ("TR", "GB", "US")}
        self._domains: set[str] = set()

    def town(self, country: str) -> str:
        return str(self._rng.choice(self._towns[country]))

    def country(self, language: str) -> str:
        if self._rng.random() < (0.95 if language == "tr" else 0.40):
            return "TR"
        if language == "tr":
            return self._rng.choice(("DE", "DE", "NL"))
        return self._rng.choices([key for key, _ in ABROAD], [weight for _, weight in ABROAD])[0]

    def venue(self, persona: str, language: str, town: str) -> tuple[str, str]:
        """An invented name and its domain under .test (RFC 6761)."""
        suffix = "" if language == "tr" else "_en"
        words = [self._venues[language], self._venues[f"{language}_thing"], self._venues[persona + suffix]]
        name = " ".join(self._rng.choice(some).replace("-", " ") for some in words)
        if self._rng.random() < 0.4:
            name = f"{name}, {town}"
        return name, self._domain(name)

    def profile(self, language: str, country: str, town: str, domain: str = "") -> Profile:
        first, last = (self._rng.choice(some) for some in self._people[language])
        name = f"{first} {last}"
        if self._rng.random() < 0.03:
            name = _typed_in_capitals(first, last, language)
        return Profile(
            name,
            language,
            country,
            town,
            self._email(first, last, domain),
            self._phone(country),
            self._rng.choice(FOUND_US),
        )

    def _email(self, first: str, last: str, domain: str) -> str:
        first, last = search_key(first), search_key(last)
        local = self._rng.choice((f"{first}.{last}", f"{first}{last}", f"{first[0]}.{last}"))
        return f"{local}{next(self._number)}@{domain or self._rng.choice(MAIL_DOMAINS)}"

    def _phone(self, country: str) -> str:
        if country not in self._phones or self._rng.random() < 0.3:
            return ""
        number = next(self._phones[country])
        if country == "TR":
            return f"+90519{number * 7_919 % 10_000_000:07}"
        if country == "GB":
            return f"+447700900{number:03}" if number < OFCOM_NUMBERS else ""
        area, line = divmod(number, NANP_NUMBERS)
        return f"+1{AMERICAN_AREAS[area]}55501{line:02}" if area < len(AMERICAN_AREAS) else ""

    def _domain(self, name: str) -> str:
        plain = "-".join(search_key(name).replace(",", "").split())
        domain, number = f"{plain}.test", 1
        while domain in self._domains:
            number += 1
            domain = f"{plain}-{number}.test"
        self._domains.add(domain)
        return domain


def _typed_in_capitals(first: str, last: str, language: str) -> str:
    """Some fill in forms like this: Ali IŞIK."""
    return f"{first} {(last.replace('i', 'İ') if language == 'tr' else last).upper()}"
