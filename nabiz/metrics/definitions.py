"""Declare a metric: one function from rows to counts, and how counts become a number with its bounds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, Protocol, Required, TypeAlias, TypedDict, Unpack

import numpy.typing as npt
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nabiz.metrics.questions import Question
from nabiz.metrics.tables import Scope
from nabiz.statistics.estimates import Difference, Estimate
from nabiz.timeline.facts import Family

Unit = Literal["points", "share", "score", "hours", "minutes", "seconds", "money", "count"]
# Which months are read: those asked about, later ones too, also the month before them, or all earlier ones too.
Reach = Literal["within", "onward", "around", "before"]
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
    def reach(self) -> Reach:
        """Which months it reads."""

    @property
    def watches_clock(self) -> bool:
        """Whether the answer changes by the mere passing of time."""

    def table(self, scope: Scope, question: Question) -> Rows: ...


class Estimator(Protocol):
    def __call__(self, columns: Columns, *, confidence: float) -> Estimate[Any]: ...


class Comparison(Protocol):
    def __call__(self, before: Columns, after: Columns, *, confidence: float) -> Difference[Any]: ...


NOTHING_TO_DIVIDE_BY = _("There is nothing to divide by.")


@dataclass(frozen=True, eq=False, kw_only=True)
class Metric:
    """A declared metric. Every text is in the reader's language when it is shown."""

    name: str
    counts: Callable[[Rows], Counts]
    over: Source
    unit: Unit
    label: str | Promise
    formula: str | Promise
    counted: Promise  # what n is: ngettext_lazy("%(shown)s answer", "%(shown)s answers", "n")
    estimate: Estimator
    difference: Comparison | None = None
    better: Better | None = None
    order: int = 100
    per: tuple[str, ...] = ()  # columns that counts are kept apart by within a group, such as each distinct duration
    fewest: int = 10  # below this n the value is hidden
    matures: timedelta | None = None  # how long after its end a period is incomplete; None: even a running one is fair
    undefined: str | Promise = NOTHING_TO_DIVIDE_BY  # why there is no value though there are enough rows
    shows: tuple[str, ...] = ()  # columns worth seeing in the rows behind a number
    behind: Callable[[Rows], Any] | None = None  # which rows those are
    scale: tuple[float | None, float | None] = (None, None)  # where the value can lie
    picture: Callable[[Mapping[str, Any]], SafeString] | None = None  # what the value is made of, from its counts
    in_money: bool = False  # made of amounts, which have to be of one currency

    @property
    def definition(self) -> str:
        """The docstring, as one line, in the reader's language."""
        text = " ".join((self.counts.__doc__ or "").split())
        return gettext(text)


class Declaration(TypedDict, total=False):
    """What `@metric` takes: the fields of `Metric` that the function itself does not give."""

    over: Required[Source]
    unit: Required[Unit]
    label: Required[str | Promise]
    formula: Required[str | Promise]
    counted: Required[Promise]
    estimate: Required[Estimator]
    difference: Comparison | None
    better: Better | None
    order: int
    per: tuple[str, ...]
    fewest: int
    matures: timedelta | None
    undefined: str | Promise
    shows: tuple[str, ...]
    behind: Callable[[Rows], Any] | None
    scale: tuple[float | None, float | None]
    picture: Callable[[Mapping[str, Any]], SafeString] | None
    in_money: bool


_metrics: dict[str, Metric] = {}


def metric(**declared: Unpack[Declaration]) -> Callable[[Callable[[Rows], Counts]], Callable[[Rows], Counts]]:
    """Declare the function below as a metric of its name; its docstring is the definition that users read.

    ValueError where the name is taken or the docstring is missing.
    """

    def register(counts: Callable[[Rows], Counts]) -> Callable[[Rows], Counts]:
        name = counts.__name__
        if name in _metrics:
            raise ValueError(f"The metric {name} is declared twice.")
        if not counts.__doc__:
            raise ValueError(f"The metric {name} has no definition.")
        _metrics[name] = Metric(name=name, counts=counts, **declared)
        return counts

    return register


def metric_named(name: str) -> Metric | None:
    return _metrics.get(name)


def declared_metrics() -> list[Metric]:
    return sorted(_metrics.values(), key=lambda each: (each.order, each.name))
