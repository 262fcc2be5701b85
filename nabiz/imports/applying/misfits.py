"""Which rows cannot be taken, and why. The first reason that is found for a row stands."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc


@dataclass
class Misfits:
    """`reasons` maps a row's place in the batch to a sentence in the reader's language."""

    reasons: dict[int, str] = field(default_factory=dict)

    def note(self, where: pa.Array, sentence: Callable[[int], str]) -> None:
        """Refuse the rows where the mask holds; the sentence may look at the row."""
        for place in pc.indices_nonzero(pc.fill_null(where, False)).to_pylist():
            if place not in self.reasons:
                self.reasons[place] = sentence(place)

    def mask(self, rows: int) -> pa.Array:
        """True for the rows that can be taken."""
        if not self.reasons:
            return pa.repeat(True, rows)
        places = pa.array(sorted(self.reasons), pa.int64())
        return pc.invert(pc.is_in(pa.array(range(rows), pa.int64()), places))
