"""From counts per group to answers: fill in the windows in which nothing happened, estimate all groups at once."""

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from django.utils.translation import gettext as _

from nabiz.metrics.answers import Answer, Result, status_of
from nabiz.metrics.definitions import Metric
from nabiz.metrics.parsing import BadQuestion
from nabiz.metrics.questions import Question

Key: TypeAlias = tuple[Any, ...]
AT_MOST_ANSWERS = 200_000


def too_many() -> BadQuestion:
    return BadQuestion(_("That would be more groups than anyone can read. Filter first, or ask for fewer periods."))


def result_from(
    counted: pa.Table, question: Question, metric: Metric, groups: Sequence[str], as_of: datetime
) -> Result:
    """The answers, by window and group. `groups` are the leading columns of the table of counts, which may hold
    counts of other metrics too."""
    present = list(zip(*(counted[name].to_pylist() for name in groups), strict=True)) if groups else []
    keys = _all_keys(present, question)
    places = {key: place for place, key in enumerate(keys)}
    at = np.array([places[key] for key in present] if groups else [0] * counted.num_rows, dtype=np.int64)
    own = {name: name.removeprefix(f"{metric.name}.") for name in counted.column_names if name not in groups}
    columns = {short: _numbers(counted[name]) for name, short in own.items() if short != name or name in metric.per}
    spread = _gathered if metric.per else _placed
    found = {name: spread(column, at, len(keys)) for name, column in columns.items()}
    return Result(question, metric, _answers(found, keys, question, metric, as_of), as_of)


def _all_keys(present: Sequence[Key], question: Question) -> list[Key]:
    """Every window appears for every group that has any, so that a quiet month is seen and not left out."""
    if not question.grain:
        return sorted(set(present)) if question.by else [()]
    combinations = sorted({key[1:] for key in present}) if question.by else [()]
    if len(combinations) * len(question.windows) > AT_MOST_ANSWERS:
        raise too_many()
    return [(number, *rest) for number in range(len(question.windows)) for rest in combinations]


def _numbers(column: pa.ChunkedArray) -> npt.NDArray[np.float64]:
    plain = column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
    return np.nan_to_num(np.asarray(plain, dtype=np.float64))


def _placed(column: npt.NDArray[np.float64], at: npt.NDArray[np.int64], size: int) -> npt.NDArray[Any]:
    placed = np.zeros(size)
    placed[at] = column
    return placed


def _gathered(column: npt.NDArray[np.float64], at: npt.NDArray[np.int64], size: int) -> npt.NDArray[Any]:
    """One array per group, in an array of objects."""
    order = np.argsort(at, kind="stable")
    cuts = np.searchsorted(at[order], np.arange(1, size))
    gathered = np.empty(size, dtype=object)
    gathered[:] = np.split(column[order], cuts)
    return gathered


def _answers(
    found: Mapping[str, npt.NDArray[Any]], keys: Sequence[Key], question: Question, metric: Metric, as_of: datetime
) -> tuple[Answer, ...]:
    if not keys:
        return ()
    estimate = metric.estimate(found, confidence=question.confidence)
    made = []
    for place, key in enumerate(keys):
        value, n = float(estimate.value[place]), int(estimate.n[place])
        window = question.windows[key[0] if question.grain else 0]
        status = status_of(metric, question, window, n=n, is_defined=not math.isnan(value), as_of=as_of)
        is_shown = status not in ("not_enough_data", "undefined")
        made.append(
            Answer(
                window=window,
                groups=_named(key, window.key, question),
                value=value if is_shown else None,
                low=_bound(estimate.low[place]) if is_shown else None,
                high=_bound(estimate.high[place]) if is_shown else None,
                n=n,
                status=status,
                confidence=question.confidence,
                unit=metric.unit,
                method=estimate.method,
                as_of=as_of,
                counts={name: column[place] for name, column in found.items()},
            )
        )
    return tuple(made)


def _named(key: Key, window: str, question: Question) -> tuple[tuple[str, str], ...]:
    values = key[1:] if question.grain else key
    lead = ((question.window_name, window),) if question.grain else ()
    return (*lead, *zip(question.by, values, strict=True))


def _bound(number: float) -> float | None:
    """An open bound, such as a median whose band never falls to a half, is none."""
    return None if math.isnan(number) else float(number)
