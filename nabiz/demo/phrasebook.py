"""What ordinary people write: put together from hand-written phrases, with the slips of ordinary people."""

import tomllib
from importlib import resources
from random import Random
from typing import Any

from nabiz.demo.goods import PRODUCTS
from nabiz.language.folding import search_key

LANGUAGES = ("tr", "en")
SLIPS = 0.16  # how many texts are typed in haste
ALTERNATELY = {"positive": "negative", "negative": "positive"}


class Phrasebook:
    """Comments and messages in both languages, by topic and tone."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._comments = {language: _read(f"comments_{language}.toml") for language in LANGUAGES}
        self._talk = {language: _read(f"talk_{language}.toml") for language in LANGUAGES}
        self._genres: dict[str, list[str]] = _read("names.toml")["genres"]

    def comment(self, language: str, topic: str, tone: str, other: str = "") -> str:
        """A few words under a score. With `other`, the reverse side of the medal is named as well."""
        book, pick = self._comments[language], self._rng.choice
        text = str(pick(book[topic][tone]))
        if tone in ALTERNATELY:
            text = pick(book["opener"][tone]) + text
            if other:
                text += pick(book["joiner"]) + pick(book[other][ALTERNATELY[tone]])
            elif self._rng.random() < 0.15:
                text += (", " if self._rng.random() < 0.6 else ". ") + pick(book["general"][tone])
        closer = pick(book["closer"][tone]) if tone in ALTERNATELY and not other else ""
        return self._typed(self._fill(text, language, {}), closer, language)

    def subject(self, language: str, topic: str, **known: str) -> str:
        text = self._fill(self._rng.choice(self._talk[language][topic]["subject"]), language, known)
        return _capital(text, language)

    def ask(self, language: str, topic: str, **known: str) -> str:
        common, pick = self._talk[language]["common"], self._rng.choice
        text = pick(common["hello"]) + pick(self._talk[language][topic]["ask"])
        return self._typed(self._fill(text, language, known), pick(common["please"]).strip(), language)

    def solve(self, language: str, topic: str) -> str:
        return self._fill(self._rng.choice(self._talk[language][topic]["solve"]), language, {})

    def say(self, language: str, what: str, **known: str) -> str:
        """What is said in every conversation: first, nudge, again, settled_again."""
        return self._fill(self._rng.choice(self._talk[language]["common"][what]), language, known)

    def _fill(self, text: str, language: str, known: dict[str, str]) -> str:
        if "{" not in text:
            return text
        facts = {
            "product": self._rng.choice(PRODUCTS).word(language),
            "genre": self._rng.choice(self._genres[language]),
            "days": str(self._rng.randint(2, 9)),
        }
        return text.format_map(facts | known)

    def _typed(self, text: str, closer: str, language: str) -> str:
        """As it comes from a keyboard: mostly tidy, sometimes without capitals, letters or patience."""
        slip = self._rng.random()
        if slip < SLIPS:
            return self._in_haste(text, slip / SLIPS)
        text = _capital(text, language)
        if text[-1] not in ".?!":
            text += "." if closer or self._rng.random() < 0.6 else ""
        return f"{text} {closer}".rstrip()

    def _in_haste(self, text: str, how: float) -> str:
        if how < 0.45:
            return search_key(text)  # Turkish typed on a keyboard without Turkish letters
        at = self._rng.randrange(len(text))
        if how < 0.75:
            return text[:at] + text[at + 1 :]
        return text + "..." if how < 0.9 else text[:at] + text[at] + text[at:]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("nabiz.demo").joinpath(name).read_text(encoding="utf-8"))


def _capital(text: str, language: str) -> str:
    first = "İ" if language == "tr" and text[0] == "i" else text[0].upper()
    return first + text[1:]
