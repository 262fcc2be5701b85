"""Names of people as they are compared: without titles, in plain letters, a pet name as the name that it stands for."""

from functools import lru_cache

from rapidfuzz import fuzz

from nabiz.language.folding import search_key

TITLES = frozenset({
    "av", "bay", "bayan", "bey", "doc", "dr", "hanim", "hoca", "madam", "miss", "mr", "mrs", "ms", "op", "prof",
    "sayin", "sir", "sn", "uzm",
})  # fmt: skip
# What people are called at home and what stands on their cards, both countries'.
_CALLED = {
    "abdullah": "apo", "ahmet": "ahmed amet", "ali": "alis", "alexander": "alex sasha", "andrew": "andy drew",
    "anthony": "tony", "benjamin": "ben benny", "catherine": "cathy kate katie katherine", "charles": "charlie chuck",
    "christopher": "chris", "daniel": "dan danny", "david": "dave", "edward": "ed eddie ted", "elizabeth":
    "beth betty eliza liz lizzie", "emine": "emis", "fatma": "fatos fatima", "gregory": "greg", "hasan": "hasso",
    "hatice": "hatis hatce", "huseyin": "huso huseyn", "ibrahim": "ibo ibis", "ismail": "ismo", "james": "jim jimmy",
    "jennifer": "jen jenny", "jonathan": "jon", "joseph": "joe joey", "margaret": "maggie meg peggy", "matthew": "matt",
    "mehmet": "memo mehmed memet", "michael": "mike mick", "muhammet": "mami muhammed muhammad mohammed",
    "mustafa": "musti mustafo", "nicholas": "nick", "osman": "osi", "patricia": "pat trish", "peter": "pete",
    "rebecca": "becca becky", "richard": "dick rick", "robert": "bob bobby rob", "samuel": "sam", "stephen":
    "steve steven", "suleyman": "sulo", "susan": "sue suzy", "theodore": "theo", "thomas": "tom tommy",
    "victoria": "vicky", "william": "bill billy will", "yusuf": "yusuph yusi", "zeynep": "zeyno",
}  # fmt: skip
_STANDS_FOR = {pet: name for name, pets in _CALLED.items() for pet in pets.split()}
SAME, CLOSE = 100, 86  # of 100


@lru_cache(maxsize=100_000)
def words_of_name(name: str) -> tuple[str, ...]:
    """ "Sn. Memo ÇELİK" gives mehmet and celik. Signs part words."""
    plain = "".join(letter if letter.isalnum() else " " for letter in search_key(name))
    return tuple(_STANDS_FOR.get(word, word) for word in plain.split() if word not in TITLES)


def likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """From 0 to 100, whichever order the words come in; letters that were mistyped or swapped cost little."""
    return fuzz.token_sort_ratio(" ".join(one), " ".join(other))


def may_be_short_for(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """D. Kaya and Deniz Kaya; Deniz Kaya and Deniz Ece Kaya."""
    if len(one) < 2 or len(other) < 2 or one[-1] != other[-1]:
        return False
    shorter, longer = sorted((one, other), key=lambda words: (len(words), len("".join(words))))
    first, whole = shorter[0], longer[0]
    return first == whole or (len(first) == 1 and whole.startswith(first)) or (len(whole) == 1 and first[0] == whole)
