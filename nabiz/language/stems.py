"""Word stems by Snowball (Porter 2001; Turkish: Çilden 2006), remembered, since the same words come again and again."""

from functools import cache, lru_cache

import snowballstemmer

from nabiz.language.detection import Language
from nabiz.language.folding import plain_letters, turkish_casefold

_NAMES = {"tr": "turkish", "en": "english"}


@lru_cache(maxsize=100_000)
def stem(word: str, language: Language) -> str:
    """The stem of one word, lower case by the rules of its language: kargolarım gives kargo, deliveries gives deliveri.

    What Snowball gives is a key to compare by, not always a word (hücum gives hüç).
    """
    lowered = turkish_casefold(word) if language == "tr" else word.lower()
    return str(_stemmer(language).stemWord(lowered))


@lru_cache(maxsize=100_000)
def stem_key(word: str, language: Language) -> str:
    """The stem in plain letters, so that ürünler and urunler are one word, and DELIVERY and delivery."""
    return plain_letters(stem(word, language))


@cache
def _stemmer(language: Language) -> "snowballstemmer.stemmer":
    return snowballstemmer.stemmer(_NAMES[language])
