"""How alike two groupings of the same rows are: this quarter's personas and last quarter's."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Likeness:
    """Both are 1 for the same grouping under any names and about 0 for unrelated ones; they can fall below 0.

    `rand` is the adjusted Rand index (Hubert & Arabie 1985), `mutual_information` the adjusted mutual information over
    the arithmetic mean of the entropies (Vinh, Epps & Bailey 2010).
    """

    n: int
    rand: float
    mutual_information: float


def likeness(first: Sequence[object], second: Sequence[object]) -> Likeness:
    """Compare two columns of labels, row by row; rows without a label (None, NaN) in either are left out.

    NaN where no row is left. Two groupings that both leave everybody together, or everybody alone, are the same: 1.
    ValueError for columns of unequal length.
    """
    # Here, because scikit-learn takes a second to load and few pages ask this.
    from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

    pairs = [(a, b) for a, b in zip(first, second, strict=True) if a is not None and b is not None]
    pairs = [(a, b) for a, b in pairs if a == a and b == b]
    if not pairs:
        return Likeness(0, np.nan, np.nan)
    left, right = (_codes(column) for column in zip(*pairs, strict=True))
    return Likeness(len(pairs), float(adjusted_rand_score(left, right)), float(adjusted_mutual_info_score(left, right)))


def _codes(labels: Sequence[object]) -> list[int]:
    """Numbers for labels of any type, mixed ones too."""
    places: dict[object, int] = {}
    return [places.setdefault(label, len(places)) for label in labels]
