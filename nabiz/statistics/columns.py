"""Columns of numbers in, columns of numbers out.

The metrics engine hands over one column per sufficient statistic, for hundreds of groups at once; a single number is a
column without a dimension. Undefined is NaN everywhere in this package: never 0, 100 % or infinity.
"""

from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.float64]
Array: TypeAlias = npt.NDArray[Any]
BoolArray: TypeAlias = npt.NDArray[np.bool_]

# A question about one group is asked with numbers and answered with numbers; about many, with arrays.
Numbers = TypeVar("Numbers", float, Array)


def columns(*values: npt.ArrayLike) -> tuple[FloatArray, ...]:
    """The values as float64 arrays of one common shape. ValueError where the shapes do not broadcast."""
    return tuple(np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in values)))


def counts(*values: npt.ArrayLike) -> tuple[FloatArray, ...]:
    """Like `columns`, for numbers of things. Weighted counts need not be whole. ValueError where one is negative."""
    arrays = columns(*values)
    if any(bool(np.any(array < 0)) for array in arrays):
        raise ValueError("a count cannot be negative")
    return arrays


def sizes(n: FloatArray) -> FloatArray:
    """Sample sizes to divide by: an empty group is NaN, so that everything computed from it is undefined."""
    return np.where(n > 0, n, np.nan)


def divide(numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> FloatArray:
    """The ratio, NaN where the denominator is 0."""
    top, bottom = columns(numerator, denominator)
    ratio = np.full(top.shape, np.nan)
    np.divide(top, bottom, out=ratio, where=bottom != 0)
    return ratio


def root(variance: npt.ArrayLike) -> FloatArray:
    """The square root, where rounding may have left a zero variance a hair below zero. NaN stays NaN."""
    return np.sqrt(np.maximum(np.asarray(variance, dtype=np.float64), 0.0))


def settle(array: npt.ArrayLike) -> Any:
    """What leaves the package: a plain float for a question about one group, else the array."""
    result = np.asarray(array, dtype=np.float64)
    return result.item() if result.ndim == 0 else result
