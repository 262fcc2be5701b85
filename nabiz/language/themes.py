"""What a text is about: delivery, price, support, product, app, return, billing; by the words in `themes.toml`."""

import tomllib
from functools import cache
from importlib.resources import files

from nabiz.language.detection import Language, detect_language
from nabiz.language.lexicon import Lexicon
from nabiz.language.tokens import sentences


def themes(text: str, language: Language | None = None) -> tuple[str, ...]:
    """The themes of a text in the order of the file, none where no word tells. Without a language it is recognised.

    Where it cannot be recognised the text is read as Turkish.
    """
    read_in = language or detect_language(text) or "tr"
    spoken = [sentence.words for sentence in sentences(text, read_in)]
    return tuple(
        theme
        for theme, lexicon in _lexicons(read_in).items()
        if any(lexicon.match(words, i) for words in spoken for i in range(len(words)))
    )


@cache
def _lexicons(language: Language) -> dict[str, Lexicon[bool]]:
    taxonomy = tomllib.loads((files("nabiz.language") / "themes.toml").read_text(encoding="utf-8"))
    found: dict[str, Lexicon[bool]] = {}
    for theme, entries in taxonomy[language].items():
        found[theme] = Lexicon(language)
        found[theme].add(entries, True)
    return found
