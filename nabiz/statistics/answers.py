"""Answers on a rating scale: which count, and which do not."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from nabiz.statistics.columns import FloatArray

Number = int | float | Decimal | np.integer | np.floating


@dataclass(frozen=True, slots=True)
class Answers:
    """The valid answers, in order, and how many were dropped."""

    values: FloatArray
    n_invalid: int

    @property
    def n(self) -> int:
        return self.values.size

    def how_many(self, boxes: Iterable[int]) -> int:
        """The number of answers that lie in the given boxes of the scale."""
        return int(np.isin(self.values, list(boxes)).sum())


def valid_answers(scores: Iterable[object], scale: tuple[int, int]) -> Answers:
    """Keep whole numbers from `scale[0]` to `scale[1]`; count and drop everything else.

    Dropped are None, text (even "9"), booleans, NaN, fractions and numbers off the scale: never coerced.
    """
    given = list(scores)
    numbers = [score for score in given if isinstance(score, Number) and not isinstance(score, bool)]
    boxes = frozenset(range(scale[0], scale[1] + 1))
    kept = [float(number) for number in numbers if number in boxes]
    return Answers(np.array(kept, dtype=np.float64), len(given) - len(kept))
