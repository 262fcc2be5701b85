"""What was odd about a file, in sentences. Each ends with how often, so that it reads the same for one and for many."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nabiz.imports.running.noticing import Notices, notices_of
from nabiz.ui.formats import format_number

# What a row has that does not meet a condition.
FAILS: dict[str, str | Promise] = {
    "is not empty": gettext_lazy("“%(column)s” is blank"),
    "is empty": gettext_lazy("“%(column)s” is not blank"),
    "is": gettext_lazy("“%(column)s” is not “%(operand)s”"),
    "is not": gettext_lazy("“%(column)s” is “%(operand)s”"),
    "is one of": gettext_lazy("“%(column)s” is none of: %(operand)s"),
    "is not one of": gettext_lazy("“%(column)s” is one of: %(operand)s"),
    "contains": gettext_lazy("“%(column)s” does not contain “%(operand)s”"),
    "starts with": gettext_lazy("“%(column)s” does not begin with “%(operand)s”"),
    "does not start with": gettext_lazy("“%(column)s” begins with “%(operand)s”"),
    "<": gettext_lazy("“%(column)s” is not less than %(operand)s"),
    "<=": gettext_lazy("“%(column)s” is more than %(operand)s, or blank"),
    ">": gettext_lazy("“%(column)s” is not more than %(operand)s"),
    ">=": gettext_lazy("“%(column)s” is less than %(operand)s, or blank"),
}
SENTENCES: dict[str, str | Promise] = {
    "left out": gettext_lazy("Rows left out because %(why)s: %(n)s"),
    "silent": gettext_lazy("Rows that tell of no event because %(why)s: %(n)s"),
    "early": gettext_lazy("Rows that happened before what “%(column)s” names began: %(n)s"),
    "ownerless": gettext_lazy(
        "Rows whose “%(column)s” nobody has told of yet: %(n)s. Bring in first, or together with it, what tells of it."
    ),
    "same": gettext_lazy("Rows with the “%(column)s” of another row, of which the last counts: %(n)s"),
    "twin": gettext_lazy("Rows that repeat another one word for word and count once: %(n)s"),
    "repeated": gettext_lazy("Rows that repeat another one word for word and count all the same: %(n)s"),
    "off the scale": gettext_lazy("Scores off the scale of %(column)s (%(more)s), which count in no result: %(n)s"),
    "negative": gettext_lazy("Negative numbers in “%(column)s”: %(n)s, the first in row %(row)s: %(example)s"),
    "spaces": gettext_lazy("Cells of “%(column)s” that hold only spaces and count as blank: %(n)s"),
}
MIXED = gettext_lazy(
    "“%(column)s” mixes orders of dates. Only day first: %(dmy)s, only month first: %(mdy)s, either: %(either)s"
)
MANY = 3  # columns that are named one by one
USUALLY = 0.5  # a column that is negative as often as this is meant to be


def sentences(told: Iterable[list[Any]], rows: int) -> list[str]:
    """Of the notices of an import, as they are kept, over so many rows."""
    found = notices_of(told)
    plain = [
        str(SENTENCES[code]) % _facts(about, more, *its)
        for (code, about, more), its in sorted(found.counts.items(), key=lambda each: _order(each[0][0]))
        if code in SENTENCES and not (code == "negative" and its[0] > USUALLY * rows)
    ]
    return [*plain, *_dates(found), *_placeholders(found)]


def _order(code: str) -> int:
    return list(SENTENCES).index(code) if code in SENTENCES else len(SENTENCES)


def _facts(about: str, more: str, count: int, row: int, example: str) -> dict[str, object]:
    word, _apart, operand = more.partition("\x1f")
    why = str(FAILS[word]) % {"column": about, "operand": operand} if word in FAILS else ""
    facts = {"column": about, "more": more, "why": why, "example": example}
    return {**facts, "n": format_number(count), "row": format_number(row)}


def _dates(found: Notices) -> Iterator[str]:
    for column in dict.fromkeys(about for code, about, _more in found.counts if code == "dates"):
        counts = {order: found.counts.get(("dates", column, order), (0,))[0] for order in ("dmy", "mdy", "either")}
        if counts["dmy"] and counts["mdy"]:
            yield str(MIXED) % {"column": column, **{name: format_number(n) for name, n in counts.items()}}


def _placeholders(found: Notices) -> Iterator[str]:
    by_word: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (code, column, word), (count, *_first) in found.counts.items():
        if code == "placeholder":
            by_word[word].append((column, count))
    for word, columns in by_word.items():
        names = ", ".join(f"“{name}”" for name, _count in columns[:MANY])
        if len(columns) > MANY:
            names = _("%(n)s columns") % {"n": format_number(len(columns))}
        total = format_number(sum(count for _name, count in columns))
        told = _("Cells that hold “%(word)s” and count as blank, in %(columns)s: %(n)s")
        yield told % {"word": word, "columns": names, "n": total}
