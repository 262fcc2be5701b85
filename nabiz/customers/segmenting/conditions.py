"""Conditions as they stand in an address: `did order.paid >= 2 within 90d where value > 100`, read and written."""

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import TypeAlias

from django.utils.translation import gettext as _

from nabiz.customers.segmenting.figures import FIGURES
from nabiz.customers.segmenting.kinds import facts_of_kind, known_kinds

ACCOUNT = "account."
FIGURE = "figure."
TRAIT = "trait."
SEGMENT = "segment"
FIELDS = ("name", "language", "country", "since")
ACCOUNT_FIELDS = ("account.name", "account.domain", "account.since")
NUMERIC = ("=", "!=", ">", ">=", "<", "<=")
BARE = ("empty", "set")
COMPARISONS = (*NUMERIC, "contains", *BARE)
WHICH = ("did", "first", "last")
MOST_DAYS = 36_500
LONGEST = 400
_SAME = {"≥": ">=", "≤": "<=", "≠": "!=", "==": "=", "is": "="}


class Unreadable(ValueError):
    """A condition that makes no sense, with a sentence for whoever wrote it."""


@dataclass(frozen=True)
class Compare:
    """A value held against another: a field, a trait, a figure; a fact where it stands in `Happened.where`."""

    subject: str
    op: str
    value: str = ""

    def __str__(self) -> str:
        return _joined(self.subject, self.op, *([] if self.op in BARE else [self.value]))

    @property
    def is_about_account(self) -> bool:
        return self.subject.startswith(ACCOUNT)

    @property
    def figure(self) -> str:
        """The name of the figure that is meant, or nothing."""
        bare = self.subject.removeprefix(ACCOUNT)
        return bare.removeprefix(FIGURE) if bare.startswith(FIGURE) else ""


@dataclass(frozen=True)
class Span:
    """When: within the last so many days, before them, or between two local days; without any of these, ever."""

    within: int | None = None
    before: int | None = None
    begins: date | None = None
    ends: date | None = None

    def words(self) -> list[str]:
        if self.within is not None:
            return ["within", f"{self.within}d"]
        if self.before is not None:
            return ["before", f"{self.before}d"]
        if self.begins and self.ends:
            return ["between", self.begins.isoformat(), self.ends.isoformat()]
        return []


@dataclass(frozen=True)
class Happened:
    """How often events of a kind came in a span (`did`), or that the first or the last of them lies in it."""

    which: str
    kind: str
    op: str = ">="
    times: int = 1
    span: Span = Span()
    where: tuple[Compare, ...] = ()

    def __str__(self) -> str:
        counted = [self.op, str(self.times)] if self.which == "did" else []
        text = _joined(self.which, self.kind, *counted, *self.span.words())
        return f"{text} where {' and '.join(map(str, self.where))}" if self.where else text


@dataclass(frozen=True)
class InSegment:
    slug: str

    def __str__(self) -> str:
        return _joined(SEGMENT, self.slug)


Condition: TypeAlias = Compare | Happened | InSegment


def parse_condition(text: str) -> Condition:
    """Unreadable, with the choices named, for what makes no sense."""
    try:
        words = [_SAME.get(word, word) for word in shlex.split(text[:LONGEST])]
    except ValueError:
        raise Unreadable(_("A quotation mark is missing in “%(text)s”.") % {"text": text[:LONGEST]}) from None
    if not words:
        raise Unreadable(_("A condition is empty."))
    if words[0] == SEGMENT and len(words) == 2:
        return InSegment(words[1])
    return _happened(words) if words[0] in WHICH else _compare(words)


def _compare(words: Sequence[str]) -> Compare:
    subject, op, *values = (*words, "") if len(words) == 1 else words
    _check_subject(subject)
    condition = _comparison(subject, op, values)
    if condition.figure and op in NUMERIC and not is_number(condition.value):
        raise Unreadable(_("“%(value)s” is not a number, and %(subject)s is compared with one.") % {
            "value": condition.value, "subject": subject})  # fmt: skip
    return condition


def _comparison(subject: str, op: str, values: Sequence[str]) -> Compare:
    if op not in COMPARISONS:
        raise Unreadable(
            _("“%(op)s” is no comparison; choose one of: %(choices)s.") % {"op": op, "choices": ", ".join(COMPARISONS)}
        )
    value = " ".join(values)
    if op not in BARE and not value:
        raise Unreadable(_("%(subject)s is compared with nothing; write a value.") % {"subject": subject})
    if op in (">", ">=", "<", "<=") and not is_number(value) and as_day(value) is None:
        raise Unreadable(
            _("“%(value)s” is neither a number nor a day; write it like 100 or 2026-11-22.") % {"value": value}
        )
    return Compare(subject, op, "" if op in BARE else value)


def _check_subject(subject: str) -> None:
    bare = subject.removeprefix(ACCOUNT)
    if bare.startswith(FIGURE):
        of_account = subject.startswith(ACCOUNT)
        names = [name for name, figure in FIGURES.items() if figure.adds_up or not of_account]
        if bare.removeprefix(FIGURE) not in names:
            raise Unreadable(
                _("There is no figure “%(name)s”; choose one of: %(choices)s.")
                % {"name": bare.removeprefix(FIGURE), "choices": ", ".join(names)}
            )
    elif subject not in (*FIELDS, *ACCOUNT_FIELDS) and not (bare.startswith(TRAIT) and len(bare) > len(TRAIT)):
        choices = ", ".join([*FIELDS, *ACCOUNT_FIELDS, "trait.…", "account.trait.…", "figure.…", *WHICH, SEGMENT])
        raise Unreadable(
            _("“%(name)s” is nothing that can be compared; choose one of: %(choices)s.")
            % {"name": subject, "choices": choices}
        )


def _happened(words: Sequence[str]) -> Happened:
    which, kind, rest = words[0], words[1] if len(words) > 1 else "", list(words[2:])
    _check_kind(kind)
    at = rest.index("where") if "where" in rest else len(rest)
    where = _where(kind, rest[at + 1 :]) if at < len(rest) else ()
    rest = rest[:at]
    op, times = ">=", 1
    if which == "did" and rest and rest[0] in NUMERIC:
        if len(rest) < 2 or not re.fullmatch(r"[0-9]{1,9}", rest[1]):
            raise Unreadable(_("How often “%(kind)s” came is compared with a whole number.") % {"kind": kind})
        op, times, rest = rest[0], int(rest[1]), rest[2:]
    span = _span(rest)
    if which != "did" and span == Span():
        raise Unreadable(_("Say when: within 30d, before 30d, or between 2026-01-01 2026-03-31."))
    return Happened(which, kind, op, times, span, where)


def _check_kind(kind: str) -> None:
    known = known_kinds()
    if kind not in known:
        near = get_close_matches(kind, known, n=5, cutoff=0.3) or known[:5]
        raise Unreadable(
            _("There is no kind of event “%(name)s”. Near it are: %(near)s.") % {"name": kind, "near": ", ".join(near)}
        )


def _span(words: Sequence[str]) -> Span:
    match words:
        case [] | ["ever"]:
            return Span()
        case ["within" | "before" as word, days] if re.fullmatch(r"[0-9]{1,5}d?", days):
            n = int(days.removesuffix("d"))
            if 0 < n <= MOST_DAYS:
                return Span(within=n) if word == "within" else Span(before=n)
        case ["between", first, last] if (begins := as_day(first)) and (ends := as_day(last)) and begins <= ends:
            return Span(begins=begins, ends=ends)
    raise Unreadable(
        _("“%(text)s” is no time; write within 30d, before 30d, or between 2026-01-01 2026-03-31.")
        % {"text": " ".join(words)}
    )


def _where(kind: str, words: Sequence[str]) -> tuple[Compare, ...]:
    parts: list[list[str]] = [[]]
    for word in words:
        if word == "and" and len(parts[-1]) > 1:
            parts.append([])
        else:
            parts[-1].append(word)
    return tuple(_fact(kind, part) for part in parts)


def _fact(kind: str, words: Sequence[str]) -> Compare:
    name, op, *values = (*words, "", "")[: max(2, len(words))]
    known = facts_of_kind(kind)
    if known and name not in known:
        raise Unreadable(
            _("“%(kind)s” has no fact “%(name)s”; choose one of: %(choices)s.")
            % {"kind": kind, "name": name, "choices": ", ".join(known)}
        )
    return _comparison(name, op, values)


def is_number(text: str) -> bool:
    return re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", text) is not None


def as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII) else None
    except ValueError:
        return None


def _joined(*words: str) -> str:
    return " ".join(word if re.fullmatch(r"[^\s'\"\\]+", word) else shlex.quote(word) for word in words)
