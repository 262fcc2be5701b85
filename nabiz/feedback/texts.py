"""Words of a survey: which language, what is filled in, and what a stranger may have put into an answer."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

_NAMED = re.compile(r"\{([\w.]+)(?:\|([^{}|]*))?\}")
# What turns the direction of a text around or hides in it. The joiners stay: Persian and emoji need them.
_UNSEEN = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e"
                     "\u2060-\u206f\ufeff\ufff9-\ufffb\ue000-\uf8ff\U000e0000-\U000e007f]")  # fmt: skip
_MANY_MARKS = re.compile(r"([\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]{3})[\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]+")


def said(texts: Mapping[str, Mapping[str, str]], field: str, language: str) -> str:
    """The text in that language, else in whichever there is."""
    wanted = texts.get(language, {}).get(field, "")
    return wanted or next((each[field] for each in texts.values() if each.get(field)), "")


def piped(text: str, values: Mapping[str, str]) -> str:
    """Fill in `{customer.name}`, `{order}` or an earlier answer. `{customer.first_name|friend}`: what to write without.

    The result is plain text: whoever shows it escapes it.
    """
    return _NAMED.sub(lambda named: values.get(named[1], "") or named[2] or "", text).strip()


def names_in(text: str) -> list[str]:
    return [named[1] for named in _NAMED.finditer(text)]


def cleaned(text: str) -> str:
    """What a person typed, without what cannot be seen: control, direction, zero-width, piled-up marks."""
    text = unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode().replace("\r\n", "\n"))
    return _MANY_MARKS.sub(r"\1", _UNSEEN.sub("", text)).strip()


def one_line(text: Any, longest: int) -> str:
    return " ".join(cleaned(str(text)).split())[:longest]
