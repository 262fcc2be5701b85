"""From one window to the next: what changed, and whether chance alone would explain it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from nabiz.metrics.answers import Answer
from nabiz.metrics.definitions import Metric
from nabiz.statistics.multiplicity import benjamini_hochberg

Verdict = Literal["rise", "fall", "no_clear_change", "counted", "not_comparable"]
Tone = Literal["good", "bad", "none"]


@dataclass(frozen=True)
class Change:
    """After minus before.

    `verdict` is rise or fall where chance hardly explains it, `counted` where everything was counted and nothing
    sampled, `not_comparable` where one side has no value or is still incomplete.
    """

    metric: Metric
    verdict: Verdict
    value: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    method: str = ""

    @property
    def is_significant(self) -> bool:
        return self.verdict in ("rise", "fall")

    @property
    def direction(self) -> Literal["up", "down", "none"]:
        """An arrow needs a test, or a complete count."""
        if not self.value or self.verdict in ("no_clear_change", "not_comparable"):
            return "none"
        return "up" if self.value > 0 else "down"

    @property
    def tone(self) -> Tone:
        """Good or bad only where the change is real and the metric has a better direction."""
        if not self.is_significant or self.metric.better is None:
            return "none"
        return "good" if (self.verdict == "rise") == (self.metric.better == "higher") else "bad"


def compare(metric: Metric, now: Answer | None, before: Answer | None) -> Change:
    """The change between two answers of one metric, which must rest on different people or moments."""
    if now is None or before is None or now.value is None or before.value is None:
        return Change(metric, "not_comparable")
    if "immature" in (now.status, before.status):
        return Change(metric, "not_comparable", value=now.value - before.value)
    if metric.difference is None:
        return Change(metric, "counted", value=now.value - before.value, method="complete_count")
    found = metric.difference(_floats(before.counts), _floats(now.counts), confidence=now.confidence)
    p = _number(found.p_value)
    value = now.value - before.value
    change = Change(metric, "no_clear_change", value, _number(found.low), _number(found.high), p, found.method)
    return _judged(change, is_real=p is not None and p < 1 - now.confidence)


def corrected(changes: Sequence[Change], *, alpha: float = 0.05) -> list[Change]:
    """The same changes when looked at together: of those called real, at most a share of alpha is chance.

    Benjamini and Hochberg's procedure over all that were tested; the rest stays as it is.
    """
    tested = [change.p if change.p is not None else math.nan for change in changes]
    if not tested:
        return []
    verdicts = benjamini_hochberg(tested, alpha=alpha).rejected
    return [
        change if change.p is None else _judged(change, is_real=bool(is_real))
        for change, is_real in zip(changes, verdicts, strict=True)
    ]


def _judged(change: Change, *, is_real: bool) -> Change:
    if not is_real or not change.value:
        return replace(change, verdict="no_clear_change")
    return replace(change, verdict="rise" if change.value > 0 else "fall")


def _floats(counts: Any) -> dict[str, Any]:
    """Counts of one group: numbers, or one array per duration."""
    return {name: np.asarray(count) if np.ndim(count) else float(count) for name, count in counts.items()}


def _number(found: Any) -> float | None:
    return None if math.isnan(found) else float(found)
