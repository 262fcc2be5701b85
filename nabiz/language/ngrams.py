"""Many short texts as hashed n-grams of letters and words, all at once in arrays instead of one by one in loops.

A gram's number is a polynomial of its characters modulo 2⁶⁴, spread by multiplication (Knuth, TAOCP 3, 6.4). With
prefix sums of the polynomial and the inverse of its base the number of a whole word costs as much as that of a letter.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nabiz.language.cleaning import clean
from nabiz.language.folding import plain_letters

BITS = 22  # four million buckets, so that two grams seldom share one
LETTERS = (3, 4, 5)
WORDS = (1, 2, 3)

_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+")
_HANDLE = re.compile(r"@\w+")
_DIGITS = re.compile(r"\d+")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_APOSTROPHE = re.compile("(?<=\\w)['’`´](?=\\w)")
_SIGN = re.compile(r"([^\w\s\0])\1*")
_SPACE = re.compile(r"[^\S\0]+")

_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2**64
_INVERSE = pow(_BASE, -1, 1 << 64)
_SPREAD = np.uint64(0xD6E8FEB86659FD93)
_END = "\0"

Integers = NDArray[np.int64]
Hashes = NDArray[np.uint64]


class Grams(NamedTuple):
    """Every gram of several texts: which text it is in, and its bucket. Two arrays of one length, in no order."""

    text: Integers
    bucket: Integers


def plain(texts: Sequence[str]) -> str:
    """The texts ready to be cut into grams: plain letters, one blank between words and signs, an end after each text.

    Digits become 0, addresses and handles one sign each, letters and signs drawn out over two come back to two.
    """
    shown = (_HANDLE.sub("¤", _ADDRESS.sub("§", clean(text).replace("\n", " "))) for text in texts)
    letters = plain_letters(_END.join([*shown, ""]))
    whole = _APOSTROPHE.sub("", _DIGITS.sub("0", _DRAWN_OUT.sub(r"\1\1", letters)))
    parted = _SIGN.sub(lambda run: f" {run[1]}{run[1] * (len(run[0]) > 1)} ", whole)
    return _SPACE.sub(" ", f" {parted}".replace(_END, f" {_END} "))


def letter_grams(texts: Sequence[str], lengths: Sequence[int], bits: int = BITS) -> Grams:
    """Runs of characters of these lengths, blanks between words included. O(total length × len(lengths))."""
    return _letter_grams(_codes(plain(texts)), lengths, bits)


def both_grams(texts: Sequence[str], bits: int = BITS) -> tuple[Grams, Grams]:
    """Letter grams and word grams as the sentiment models read them, preparing the texts once."""
    codes = _codes(plain(texts))
    return _letter_grams(codes, LETTERS, bits), _word_grams(codes, WORDS, bits)


def counted(grams: Grams, size: int) -> tuple[Integers, Integers, Integers]:
    """Distinct grams by text and bucket (below `size`): text, bucket and how often."""
    distinct, counts = np.unique(grams.text * size + grams.bucket, return_counts=True)
    return distinct // size, distinct % size, counts.astype(np.int64)


def _codes(text: str) -> Hashes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)


def _letter_grams(codes: Hashes, lengths: Sequence[int], bits: int) -> Grams:
    ends = codes == 0
    owner, before = np.cumsum(ends) - ends, np.concatenate(([0], np.cumsum(ends)))
    found = []
    rolling = np.zeros(len(codes), dtype=np.uint64)
    for length in range(1, max(lengths) + 1):
        size = len(codes) - length + 1
        if size <= 0:
            break
        rolling = rolling[:size] * np.uint64(_BASE) + codes[length - 1 :]
        if length in lengths:
            inside = np.flatnonzero(before[length:] == before[:size])
            found.append(Grams(owner[inside], _bucket(rolling[inside], length, bits)))
    return _joined(found)


def _word_grams(codes: Hashes, lengths: Sequence[int], bits: int) -> Grams:
    letters = (codes != 0) & (codes != 32)
    edges = np.diff(np.concatenate(([False], letters, [False])).astype(np.int8))
    starts, stops = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    owner = np.cumsum(codes == 0)[starts] if len(starts) else starts
    word = _spans(codes, starts, stops)
    found = []
    rolling = np.zeros(len(word), dtype=np.uint64)
    for length in range(1, max(lengths) + 1):
        size = len(word) - length + 1
        if size <= 0:
            break
        rolling = rolling[:size] * _SPREAD + word[length - 1 :]
        if length in lengths:
            inside = np.flatnonzero(owner[length - 1 :] == owner[:size])
            found.append(Grams(owner[inside], _bucket(rolling[inside], 100 + length, bits)))
    return _joined(found)


def _spans(codes: Hashes, starts: Integers, stops: Integers) -> Hashes:
    """The polynomial of codes[start:stop] for each pair, from prefix sums."""
    powers = np.cumprod(np.full(len(codes), _BASE, dtype=np.uint64))
    prefix = np.concatenate((np.zeros(1, np.uint64), np.cumsum(codes * powers)))
    back = np.cumprod(np.full(len(codes) + 1, _INVERSE, dtype=np.uint64))
    spans: Hashes = (prefix[stops] - prefix[starts]) * back[starts]
    return spans


def _bucket(hashes: Hashes, salt: int, bits: int) -> Integers:
    mixed = (hashes + np.uint64(salt)) * _SPREAD
    mixed = (mixed ^ (mixed >> np.uint64(32))) * _SPREAD
    return (mixed >> np.uint64(64 - bits)).astype(np.int64)


def _joined(found: list[Grams]) -> Grams:
    whole = [Grams(np.zeros(0, np.int64), np.zeros(0, np.int64)), *found]
    return Grams(*(np.concatenate(parts) for parts in zip(*whole, strict=True)))
