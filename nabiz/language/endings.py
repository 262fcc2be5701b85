"""What stands behind a Turkish stem: the endings of a noun or adjective, of a verb, and whether they deny it.

Over plain letters (ı is i, ü is u): people type both, and vowel harmony then leaves two vowels per ending. The patterns
are wider than the grammar, because their words come from a lexicon; they only have to tell what is meant from what
happens to begin alike.
"""

import re

_NOUN = (
    r"(?:l[ae]r|l[iu][kg]?|c[ae]|s[iu]n?[iu]?z?|[iu]m[iu]z|[iu]n[iu]z|m[iu]z|n[iu]z|y?[iu][mzn]?|y?[ae]|[mn]|n[iu]n?|n[ae]"
    r"|n?d[ae]n?|t[ae]n?|y?l[ae]|y?d[iu]|t[iu]|[dt][iu]r|y?m[iu]s|ki|y?s[ae]|y?ken|k)"
)
_NOUN_END = re.compile(rf"{_NOUN}*")
_OF_A_VERB = re.compile(r"m[iu]yor|m[ae](?:d[iu]|m[iu]s|z|y[ae])")
_WITHOUT_END = re.compile(rf"s[iu]z{_NOUN}*")

_VOICE = r"(?:[iu]?[lnst]|[dt][iu]r)*"
_VERB_END = re.compile(
    rf"{_VOICE}(?:y?[ae]b[iu]l)?(?:[dt][iu]|m[iu]s|[iu]?yor|[aeiu]?r|y?[ae]c[ae][kg]|s[ae]|m[ae]|[iu]p|[iu]nc|y?[ae]n"
    rf"|y?[ae]l[iu]m|s[iu]n|y?[iu]n|[iu]k|y?[iu]s)[a-z]*"
)
_DENIAL = (
    r"(?:y?[ae])?(?:m[iu]yor[a-z]*|m[ae](?:d[iu][a-z]*|m[iu]s[a-z]*|y[ae]c[ae][kg][a-z]*|z(?:l[ae]r|d[iu]|s[iu]n)?[a-z]{0,4}"
    r"|y[iu]z|y[ae]n[a-z]*"
)
_DENIED_VERB_END = re.compile(rf"{_VOICE}{_DENIAL}|m|y[iu]n[a-z]*|d[ae]n|m[ae]k|m[ae]s[a-z]*|s[ae]|m[ae]l[a-z]*))")
_DENIED_VERB = re.compile(rf"[a-z]{{2,}}?{_DENIAL}))")


def is_noun_ending(rest: str) -> bool:
    """Whether `rest` can follow a noun or adjective: nothing or endings ("leri", "ydi"; not ilgiLENMEDİ)."""
    return _NOUN_END.fullmatch(rest) is not None and not _OF_A_VERB.search(rest)


def is_without(rest: str) -> bool:
    """Whether it is the ending that says the thing is missing: sorunSUZ, kaliteSİZdi."""
    return _WITHOUT_END.fullmatch(rest) is not None


def is_verb_ending(rest: str) -> bool:
    """Whether `rest` can follow a verb's stem: "dim", "iyorlar", "medi". A bare stem is not taken for the verb."""
    return _VERB_END.fullmatch(rest) is not None or is_denied(rest)


def is_denied(rest: str) -> bool:
    """Whether the ending of a verb denies it: beğenMEDİm, çalışMIYOR, alMAYın; not the noun in çalışMAsı."""
    return _DENIED_VERB_END.fullmatch(rest) is not None


def is_denied_verb(word: str) -> bool:
    """Whether the whole word looks like a verb denied, whatever its stem: gelmedi, ulaşamıyorum, bakmazlar."""
    return _DENIED_VERB.fullmatch(word) is not None
