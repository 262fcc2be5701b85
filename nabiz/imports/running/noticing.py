"""What is odd about a whole file, counted while it comes in, so that nothing is swallowed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nabiz.imports.applying.batch import Applied
from nabiz.imports.applying.cells import Cells
from nabiz.imports.mappings.conditions import parse_condition
from nabiz.imports.mappings.model import ROW, references
from nabiz.imports.reading.moments import only_one_order

NEGATIVE = r"^-\s?\d[\d.,:]*\s?%?$"
LONGEST = 30
SCALES = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7), "ces5": (1, 5), "pmf": (0, 3)}
Key = tuple[str, str, str]


@dataclass
class Notices:
    """How often each oddity was met, by its code, what it is about and one more word; the first row and cell of it."""

    counts: dict[Key, tuple[int, int, str]] = field(default_factory=dict)

    def add(self, code: str, about: str, more: str = "", *, count: int, row: int = 0, example: str = "") -> None:
        if count:
            before = self.counts.get((code, about, more), (0, row, example))
            self.counts[code, about, more] = (before[0] + count, *before[1:])

    def join(self, others: "Notices") -> None:
        """Add what was met in rows that came later."""
        for key, (count, row, example) in others.counts.items():
            self.add(*key, count=count, row=row, example=example)

    def copy(self) -> "Notices":
        return Notices(dict(self.counts))

    def as_json(self) -> list[list[Any]]:
        return [[*key, *told] for key, told in self.counts.items()]


def notices_of(told: Iterable[list[Any]]) -> Notices:
    """The notices that `as_json` wrote."""
    return Notices({(code, about, more): (count, row, example) for code, about, more, count, row, example in told})


def noticed(applied: Applied) -> Notices:
    """Count what is odd about a batch. What cannot be taken has its reasons elsewhere."""
    found, cells = Notices(), applied.cells
    for name in cells.rows.column_names:
        _cells(found, cells, name, cells.rows[name])
    reasons = cells.misfits.reasons
    cells.misfits.reasons = dict(reasons)  # conditions are only asked again here
    _left_out(found, applied)
    _silent(found, applied)
    cells.misfits.reasons = reasons
    _early(found, applied)
    for event in applied.events:
        found.add("told", event.rule.kind, count=event.table.num_rows)
        if event.rule.kind == "survey.answered":
            _off_the_scale(found, event.table)
    if cells.bound.plan.each:
        found.add("repeated", "", count=_repeated(cells.rows))
    if applied.owners:
        lost = pc.sum(pc.and_(applied.owners.lost, applied.taken)).as_py() or 0
        found.add("ownerless", _called(cells, next(iter(applied.things), "")), count=lost)
    return found


def notice_doubles(found: Notices, cells: Cells, count: int) -> None:
    """Rows that were the same as others: by their number, where they have one, else word for word."""
    key = cells.bound.plan.key
    has_number = any(cells.bound.headers.get(name) or name == ROW for name in references(key))
    found.add("same" if has_number else "twin", cells.called(key) if has_number else "", count=count)


def _cells(found: Notices, cells: Cells, name: str, column: pa.ChunkedArray) -> None:
    settings = cells.settings.of(name)
    begins = pc.fill_null(pc.starts_with(column, " "), False)
    if pc.any(begins).as_py():
        blank = pc.equal(pc.utf8_trim_whitespace(column.filter(begins)), "")
        found.add("spaces", name, count=pc.sum(blank).as_py() or 0)
    for word in settings.blank or ():
        found.add("placeholder", name, word, count=pc.sum(pc.equal(column, word)).as_py() or 0)
    minus = pc.fill_null(pc.starts_with(column, "-"), False)
    if pc.any(minus).as_py():
        numbers = pc.and_(minus, pc.fill_null(pc.match_substring_regex(column, NEGATIVE), False))
        _negative(found, cells, name, column, numbers)
    if (settings.date_order or "").startswith("mixed"):
        orders = zip(("dmy", "mdy", "either"), only_one_order(column.combine_chunks()), strict=True)
        for order, mask in orders:
            found.add("dates", name, order, count=int(mask.sum()))


def _negative(found: Notices, cells: Cells, name: str, column: pa.ChunkedArray, mask: pa.ChunkedArray) -> None:
    at = pc.index(mask, True).as_py()
    if at >= 0:
        row, example = cells.numbers[at].as_py(), column[at].as_py()[:LONGEST]
        found.add("negative", name, count=pc.sum(mask).as_py(), row=row, example=example)


def _left_out(found: Notices, applied: Applied) -> None:
    """By the first condition that a row does not meet."""
    cells, open_yet = applied.cells, pa.repeat(True, len(applied.cells))
    for text in cells.bound.plan.when:
        holds = cells.holds((text,))
        fails = pc.and_(open_yet, pc.invert(holds))
        found.add("left out", *_condition(cells, text), count=pc.sum(fails).as_py() or 0)
        open_yet = pc.and_(open_yet, holds)


def _silent(found: Notices, applied: Applied) -> None:
    """Rows that were taken and tell of no event, by the condition that kept the likeliest event away."""
    cells, rules = applied.cells, applied.cells.bound.plan.events
    if not rules or any(not rule.when for rule in rules):
        return
    silent = applied.taken.to_numpy(zero_copy_only=False).copy()
    for event in applied.events:
        silent[event.table["place"].to_numpy()] = False
    if not silent.any():
        return
    furthest, why = np.full(len(cells), -1), np.full(len(cells), -1)
    texts = [text for rule in rules for text in rule.when]
    n = 0
    for rule in rules:
        alive = silent.copy()
        for depth, text in enumerate(rule.when):
            holds = cells.holds((text,)).to_numpy(zero_copy_only=False)
            better = alive & ~holds & (depth > furthest)
            furthest[better], why[better] = depth, n
            alive &= holds
            n += 1
    for n, count in zip(*np.unique(why[silent], return_counts=True), strict=True):
        found.add("silent", *_condition(cells, texts[n]), count=int(count))


def _early(found: Notices, applied: Applied) -> None:
    """Rows from before the thing by which they found their owner was heard of."""
    if applied.owners is None:
        return
    since = applied.owners.found
    early: set[int] = set()
    for event in applied.events:
        place = event.table["place"]
        began = since["since"].take(pc.index_in(place, since["place"]))
        early |= set(place.filter(pc.fill_null(pc.less(event.table["happened_at"], began), False)).to_pylist())
    found.add("early", _called(applied.cells, next(iter(applied.things), "")), count=len(early))


def _off_the_scale(found: Notices, answers: pa.Table) -> None:
    if not {"fact measure", "fact score"} <= set(answers.column_names):
        return
    for measure, (lowest, highest) in SCALES.items():
        score = answers["fact score"].filter(pc.fill_null(pc.equal(answers["fact measure"], measure), False))
        off = pc.or_(pc.less(score, lowest), pc.greater(score, highest))
        found.add("off the scale", measure.upper(), f"{lowest}–{highest}", count=pc.sum(off).as_py() or 0)


def _repeated(rows: pa.Table) -> int:
    whole = pc.binary_join_element_wise(
        *rows.combine_chunks().itercolumns(), "\x1f", null_handling="replace", null_replacement="\x1e"
    )
    return len(whole) - int(pc.count_distinct(whole).as_py())


def _condition(cells: Cells, text: str) -> tuple[str, str]:
    """The header of a condition and what is asked of it."""
    condition = parse_condition(text)
    return cells.called(condition.subject), f"{condition.word}\x1f{cells.called(condition.operand)}"


def _called(cells: Cells, thing: str) -> str:
    """The header in which rows have the number of a thing."""
    texts = [str(each) for each in cells.bound.plan.whose[thing].of] if thing else []
    there = [each for each in texts if any(cells.bound.headers.get(name) for name in references(each))]
    return " / ".join(cells.called(each) for each in there or texts)
