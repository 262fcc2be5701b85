"""The events of the mirror as columns in order: by customer, and by moment within a customer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from scipy import sparse

from nabiz.metrics.cache import Remembered
from nabiz.metrics.engines.base import MirrorMoved
from nabiz.timeline.facts import Family, family_of
from nabiz.timeline.mirror.reading import Snapshot

IntArray = npt.NDArray[np.int64]
MILLISECOND = 1000
COLUMNS = ["customer_id", "happened_at", "kind"]
AT_MOST = 800 * 2**20
# What was read is kept: the next question is mostly about the same events.
_kept: Remembered["Ordered"] = Remembered(AT_MOST, weigh=lambda rows: rows.nbytes)


@dataclass(frozen=True, eq=False)
class Ordered:
    """One row per event. `customer` counts up from 0, `at` is in microseconds UTC, `kind` points into `kinds`."""

    customer: npt.NDArray[np.int32]
    at: IntArray
    kind: npt.NDArray[np.int16]
    kinds: tuple[str, ...]
    ids: IntArray  # the customer behind each number

    def __len__(self) -> int:
        return self.at.size

    @property
    def nbytes(self) -> int:
        return self.customer.nbytes + self.at.nbytes + self.kind.nbytes + self.ids.nbytes


def events_in_order(kinds: Sequence[str], seen: Snapshot) -> Ordered:
    """All events of these kinds that have a customer, as known today, erased ones left out. Kept while nothing changes.

    MirrorMoved where a file was put away in the meantime.
    """
    wanted = tuple(dict.fromkeys(kinds))
    files = seen.event_files(_families(wanted))
    customers = seen.dimension_file("customers")
    key = (wanted, tuple(files), customers, seen.gone)
    return _kept.get(key, lambda: _read(wanted, files, customers, seen.gone))


def _families(kinds: Iterable[str]) -> list[Family]:
    return list(dict.fromkeys(family_of(kind) for kind in kinds))


def _read(kinds: tuple[str, ...], files: Sequence[str], customers: str | None, gone: Sequence[int]) -> Ordered:
    parts = [part for path in files if (part := _part(path, kinds)) is not None]
    if not parts:
        nothing = np.zeros(0, np.int64)
        return Ordered(nothing.astype(np.int32), nothing, nothing.astype(np.int16), kinds, nothing)
    who, at, kind = (np.concatenate(each) for each in zip(*parts, strict=True))
    who = _as_known_today(who, customers)
    if gone:
        kept = ~np.isin(who, np.asarray(gone))
        who, at, kind = who[kept], at[kept], kind[kept]
    ids, number = _numbered(who)
    order = _grouped(number, ids.size)
    return _in_time(Ordered(number[order], at[order], kind[order], kinds, ids))


def _part(path: str, kinds: tuple[str, ...]) -> tuple[IntArray, IntArray, npt.NDArray[np.int16]] | None:
    """The rows of one file, or nothing where it holds none of these kinds."""
    try:
        table = pq.read_table(path, columns=COLUMNS, read_dictionary=["kind"]).combine_chunks()
    except (OSError, pa.ArrowInvalid) as error:
        raise MirrorMoved(str(error)) from error
    kind = _codes(table["kind"], kinds)
    if kind is None:
        return None
    known = table["customer_id"].is_valid().to_numpy()
    kept = known & (kind >= 0)
    who = table["customer_id"].fill_null(0).to_numpy()
    at = table["happened_at"].cast(pa.int64()).to_numpy()
    return (who, at, kind) if kept.all() else (who[kept], at[kept], kind[kept])


def _codes(column: Any, kinds: tuple[str, ...]) -> npt.NDArray[np.int16] | None:
    chunk = column.chunk(0) if column.num_chunks else None
    if chunk is None:
        return None
    chunk = chunk if pa.types.is_dictionary(chunk.type) else chunk.dictionary_encode()
    places = pc.index_in(chunk.dictionary, pa.array(kinds, chunk.dictionary.type)).fill_null(-1)
    found = places.to_numpy(zero_copy_only=False).astype(np.int16)
    return found[chunk.indices.to_numpy(zero_copy_only=False)] if (found >= 0).any() else None


def _as_known_today(who: IntArray, customers: str | None) -> IntArray:
    """Each customer under the id of the person that they turned out to be."""
    if customers is None:
        return who
    known = pq.read_table(customers, columns=["customer_id", "canonical_id"])
    moved = known.filter(pc.not_equal(known["customer_id"], known["canonical_id"]))
    if not moved.num_rows:
        return who
    old = moved["customer_id"].to_numpy()
    order = np.argsort(old)
    old, new = old[order], moved["canonical_id"].to_numpy()[order]
    place = np.minimum(np.searchsorted(old, who), old.size - 1)
    return np.where(old[place] == who, new[place], who)


def _numbered(who: IntArray) -> tuple[IntArray, npt.NDArray[np.int32]]:
    """Dense numbers in the order of the ids. Ids that lie close together need no sorting."""
    if who.size and (span := int(who.max()) - int(who.min()) + 1) <= max(4 * who.size, 1_000_000):
        least = int(who.min())
        is_there = np.zeros(span, dtype=bool)
        is_there[who - least] = True
        ids = np.flatnonzero(is_there) + least
        number = np.cumsum(is_there, dtype=np.int32)[who - least] - np.int32(1)
        return ids.astype(np.int64), number.astype(np.int32)
    ids, number = np.unique(who, return_inverse=True)
    return ids.astype(np.int64), number.astype(np.int32)


def _grouped(number: npt.NDArray[np.int32], groups: int) -> IntArray:
    """The order that brings each customer's rows together and keeps them as they came: a counting sort, in linear
    time, which is what turning a sparse matrix on its side does."""
    rows = number.size
    one_a_row = sparse.csr_array(
        (np.arange(rows, dtype=np.int64), number, np.arange(rows + 1, dtype=np.int32)), shape=(rows, groups)
    )
    return np.asarray(one_a_row.tocsc().data)


def _in_time(rows: Ordered) -> Ordered:
    """Files are sorted within, months follow each other; only parts of one month, families and merged customers mix."""
    if not _falls(rows).any():
        return rows
    since = (rows.at - rows.at.min()) // MILLISECOND
    span = int(since.max()) + 1
    if rows.ids.size * span < 2**63:  # one number to sort by takes a quarter of the time that two take
        rows = _taken(rows, np.argsort(rows.customer * np.int64(span) + since))
    falls = _falls(rows)
    touched = np.flatnonzero(np.isin(rows.customer, np.unique(rows.customer[1:][falls])))
    order = np.arange(len(rows))
    order[touched] = touched[np.lexsort((rows.at[touched], rows.customer[touched]))]
    return _taken(rows, order) if touched.size else rows


def _falls(rows: Ordered) -> npt.NDArray[np.bool_]:
    return np.asarray((np.diff(rows.at) < 0) & (rows.customer[1:] == rows.customer[:-1]))


def _taken(rows: Ordered, order: IntArray) -> Ordered:
    return Ordered(rows.customer[order], rows.at[order], rows.kind[order], rows.kinds, rows.ids)
