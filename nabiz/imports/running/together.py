"""Keep rows that tell of one thing in one batch: the last thing of a batch waits for the next one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from nabiz.imports.applying.cells import Cells
from nabiz.imports.mappings.binding import Bound
from nabiz.imports.reading.tables import BadRow, Batch, Settings

MOST = 1_000_000  # rows that may wait; more of one thing are taken as two


@dataclass(frozen=True)
class Portion:
    """Rows to be taken in one transaction, and where to go on behind them."""

    rows: pa.Table
    numbers: pa.Array
    last_row: int
    bad: tuple[BadRow, ...] = ()


def portions(batches: Iterable[Batch], bound: Bound, settings: Settings) -> Iterator[Portion]:
    waiting: Portion | None = None
    for batch in batches:
        found = Portion(batch.rows, batch.numbers, batch.last_row, batch.bad)
        if bound.plan.each:
            found = _joined(waiting, found)
            found, waiting = _parted(found, bound, settings)
        yield found
    if waiting is not None:
        yield waiting


def _joined(waiting: Portion | None, found: Portion) -> Portion:
    if waiting is None:
        return found
    rows = pa.concat_tables([waiting.rows, found.rows]).combine_chunks()
    return Portion(rows, pa.concat_arrays([waiting.numbers, found.numbers]), found.last_row, found.bad)


def _parted(portion: Portion, bound: Bound, settings: Settings) -> tuple[Portion, Portion | None]:
    size = portion.rows.num_rows
    if not size or size > MOST:
        return portion, None
    key = Cells(bound, portion.rows, portion.numbers, settings).text(bound.plan.each)
    differs = pc.indices_nonzero(pc.fill_null(pc.not_equal(key, key[size - 1]), True))
    cut = differs[-1].as_py() + 1 if len(differs) else 0
    waiting = Portion(portion.rows.slice(cut), portion.numbers.slice(cut), portion.last_row)
    before = portion.numbers[cut].as_py() - 1
    return Portion(portion.rows.slice(0, cut), portion.numbers.slice(0, cut), before, portion.bad), waiting
