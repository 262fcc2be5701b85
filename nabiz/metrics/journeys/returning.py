"""The retention triangle: of those who began in a month, how many were active in each month after."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nabiz.metrics.journeys.columns import IntArray, Ordered
from nabiz.metrics.windows import Window
from nabiz.statistics import proportions
from nabiz.statistics.estimates import Estimate

QUARTER = 15 * 60 * 1_000_000  # every zone's offset is a multiple of it


@dataclass(frozen=True)
class Triangle:
    """`active[c, k]` of the `size[c]` customers of cohort c were active k windows later; -1 is the future."""

    cohorts: tuple[str, ...]
    size: IntArray
    active: IntArray
    share: Estimate[Any]


def triangle(rows: Ordered, windows: list[Window], *, confidence: float = 0.95) -> Triangle:
    """Cohorts by the window of each customer's first event. Who began before the first window is left out."""
    window = _window_of(rows.at, windows)
    is_first = np.ones(len(rows), dtype=bool)
    np.not_equal(rows.customer[1:], rows.customer[:-1], out=is_first[1:])
    is_new = is_first.copy()
    is_new[1:] |= window[1:] != window[:-1]
    began = np.full(rows.ids.size, -1, dtype=np.int16)
    began[rows.customer[is_first]] = window[is_first]
    cohort, seen = began[rows.customer[is_new]], window[is_new]
    inside = (cohort >= 0) & (seen >= 0) & (seen < len(windows))
    active = _counted(cohort[inside], seen[inside], len(windows))
    size = active[:, 0]
    share = proportions.interval(
        np.maximum(active, 0).astype(float), np.broadcast_to(size[:, None], active.shape), confidence=confidence
    )
    return Triangle(tuple(each.key for each in windows), size, active, share)


def _window_of(at: IntArray, windows: list[Window]) -> npt.NDArray[np.int16]:
    """The number of each moment's window, -1 before the first: looked up by its quarter of an hour."""
    starts = np.array([round(each.start.timestamp() * 1_000_000) for each in windows]) // QUARTER
    end = round(windows[-1].end.timestamp() * 1_000_000) // QUARTER
    first, span = int(starts[0]), int(end - starts[0])
    table = np.searchsorted(starts, np.arange(first, first + span), side="right").astype(np.int16) - np.int16(1)
    table = np.concatenate([[np.int16(-1)], table, [np.int16(len(windows))]])
    return np.asarray(table[np.clip(at // QUARTER - first, -1, span) + 1])


def _counted(cohort: npt.NDArray[np.int16], seen: npt.NDArray[np.int16], count: int) -> IntArray:
    pairs = cohort.astype(np.int64) * count + (seen - cohort)
    active = np.bincount(pairs, minlength=count * count).reshape(count, count)
    age = np.arange(count)
    return np.where(age[:, None] + age[None, :] < count, active, -1)
