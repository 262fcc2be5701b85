"""Declare a metric: one function from rows to counts, and how counts become a number with its bounds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt
from django.utils.functional import Promise
from django.utils.translation import gettext

from nabiz.metrics.questions import Question
from nabiz.metrics.tables import Scope
from nabiz.statistics.estimates import Difference, Estimate
from nabiz.timeline.facts import Family

Unit = Literal["points", "share", "score", "hours", "money", "count"]
Better = Literal["higher", "lower"]
Rows: TypeAlias = Any  # an Ibis table; Ibis ships no types
Counts: TypeAlias = Mapping[str, Any]  # name to Ibis scalar
Columns: TypeAlias = Mapping[str, npt.NDArray[Any]]  # the same names to one number per group


class Source(Protocol):
    """Where a metric's rows come from. `families` are the parts of the mirror that it opens."""

    @property
    def families(self) -> tuple[Family, ...]: ...
    @property
    def groups(self) -> frozenset[str]: ...
    @property
    def reach(self) -> Literal["within", "onward", "before"]:
        """Which months it reads: those asked about, later ones too, or all earlier ones too."""

    @property
    def watches_clock(self) -> bool:
        """Whether the answer changes by the mere passing of time."""

    def table(self, scope: Scope, question: Question) -> Rows: ...


class Estimator(Protocol):
    def __call__(self, columns: Columns, *, confidence: float) -> Estimate[Any]: ...


class Comparison(Protocol):
    def __call__(self, before: Columns, after: Columns, *, confidence: float) -> Difference[Any]: ...


@dataclass(frozen=True, eq=False)
class Metric:
    """`per` are columns that the counts are kept apart by within a group, such as each distinct duration.

    `fewest` is the n below which the value is hidden. `matures` is how long after its end a calendar period is still
    incomplete; None where even a running period is a fair sample. `shows` are the columns worth
    seeing in the rows, of which `behind` tells those that count; `scale` is where the value can lie.
    """

    name: str
    over: Source
    counts: Callable[[Rows], Counts]
    estimate: Estimator
    difference: Comparison | None
    unit: Unit
    better: Better | None
    label: str | Promise
    formula: str | Promise
    order: int
    per: tuple[str, ...]
    fewest: int
    matures: timedelta | None
    shows: tuple[str, ...]
    behind: Callable[[Rows], Any] | None
    scale: tuple[float | None, float | None]

    @property
    def definition(self) -> str:
        """The docstring, as one line, in the reader's language."""
        return gettext(_one_line(self.counts.__doc__ or ""))


_metrics: dict[str, Metric] = {}


def metric(
    *,
    over: Source,
    unit: Unit,
    label: str | Promise,
    formula: str | Promise,
    estimate: Estimator,
    difference: Comparison | None = None,
    better: Better | None = None,
    order: int = 100,
    per: tuple[str, ...] = (),
    fewest: int = 10,
    matures: timedelta | None = None,
    shows: tuple[str, ...] = (),
    behind: Callable[[Rows], Any] | None = None,
    scale: tuple[float | None, float | None] = (None, None),
) -> Callable[[Callable[[Rows], Counts]], Callable[[Rows], Counts]]:
    """Declare the function below as a metric of its name; its docstring is the definition that users read.

    ValueError where the name is taken or the docstring is missing.
    """

    def register(counts: Callable[[Rows], Counts]) -> Callable[[Rows], Counts]:
        name = counts.__name__
        if name in _metrics:
            raise ValueError(f"The metric {name} is declared twice.")
        if not counts.__doc__:
            raise ValueError(f"The metric {name} has no definition.")
        _metrics[name] = Metric(
            name, over, counts, estimate, difference, unit, better, label, formula, order, per, fewest, matures, shows,
            behind, scale,
        )  # fmt: skip
        return counts

    return register


def metric_named(name: str) -> Metric | None:
    return _metrics.get(name)


def declared_metrics() -> list[Metric]:
    return sorted(_metrics.values(), key=lambda each: (each.order, each.name))


def how_many(values: npt.NDArray[Any]) -> Estimate[Any]:
    """A count or a total of all there is: nothing was sampled, so the bounds are the value."""
    nothing = np.zeros(values.shape)
    return Estimate(values, values, values, nothing, values, confidence=0.0, method="count")


def _one_line(text: str) -> str:
    return " ".join(text.split())
