"""Word stems by Snowball (Porter 2001; Turkish: Çilden 2006), remembered, since the same words come again and again."""

import re
from functools import cache, lru_cache

import snowballstemmer

from nabiz.language.detection import Language
from nabiz.language.folding import plain_letters, turkish_casefold

_TURKISH = re.compile("[çğıöşüÇĞİÖŞÜ]")
_ROUNDED = str.maketrans("uo", "üö")
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
    """The stem in plain letters, so that ürünler and urunler are one word, and DELIVERY and delivery.

    Snowball follows vowel harmony, which is lost where Turkish is typed without its own letters; so such a word is also
    tried with ü and ö, and with ı, and what leaves least is taken.
    """
    if language != "tr" or _TURKISH.search(word):
        return plain_letters(stem(word, language))
    lowered = word.lower()
    rounded = lowered.translate(_ROUNDED)
    tried = (lowered, rounded, lowered.replace("i", "ı"), rounded.replace("i", "ı"))
    return min((plain_letters(stem(each, language)) for each in tried), key=len)


@cache
def _stemmer(language: Language) -> "snowballstemmer.stemmer":
    return snowballstemmer.stemmer(_NAMES[language])
