"""Conditions in words: `{Quantity} < 0`, `{Status} is one of closed, solved`, `{Resolved at} is not empty`."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nabiz.imports.mappings.toml import BadMapping

WORDS = (
    "is not empty", "is empty", "is not one of", "is one of", "is not", "is", "starts with", "does not start with",
    "contains", "<=", ">=", "<", ">",
)  # fmt: skip
WITHOUT_OPERAND = ("is empty", "is not empty")
NUMERIC = ("<=", ">=", "<", ">")
_SENTENCE = re.compile(r"\s*(\{[^{}]+\})\s*(" + "|".join(map(re.escape, WORDS)) + r")(?:\s+|\b|(?<=[<>=]))(.*)", re.S)


@dataclass(frozen=True)
class Condition:
    """`subject` is a text with columns in it, `operand` too; with "is one of" it lists several after commas."""

    subject: str
    word: str
    operand: str


def parse_condition(text: str) -> Condition:
    found = _SENTENCE.fullmatch(text)
    if not found:
        told = _("“%(condition)s” is no condition. Write a column in braces and one of: %(words)s.")
        raise BadMapping(told % {"condition": text, "words": ", ".join(WORDS)})
    subject, word, operand = found.group(1), found.group(2), found.group(3).strip()
    if bool(operand) == (word in WITHOUT_OPERAND):
        told = (
            _("“%(condition)s” says too much.") if operand else _("“%(condition)s” does not say what to compare with.")
        )
        raise BadMapping(told % {"condition": text})
    return Condition(subject, word, operand)
