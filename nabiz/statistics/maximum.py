"""The maximum of a likelihood of a few positive parameters, by Newton's method in their logarithms.

With exact derivatives a fit takes some ten passes over the data instead of hundreds, and its last Hessian is the
standard error.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import Array, FloatArray

Status = Literal["ok", "not_identified"]


class Slopes(NamedTuple):
    """A function at one point: value, gradient (k,) and Hessian (k, k)."""

    value: float
    gradient: FloatArray
    hessian: FloatArray


Objective: TypeAlias = Callable[[FloatArray], Slopes]

# A gain of log-likelihood below which the rest of the way is less than a thousandth of a standard error.
NEGLIGIBLE = 1e-6
LONGEST_STEP = 2.0
PASSES = 200
# A parameter known to within a factor of e^5 either way is not known: the likelihood is flat, or rises to a limit. One
# that went so far from where it began goes on for ever.
VAGUE = 5.0
FAR = 13.0


@dataclass(frozen=True, slots=True)
class Maximum:
    """Where a log-likelihood is highest: the parameters (k,) and the covariance (k, k) of their logarithms.

    `loglik` is without the penalty. Where the data do not determine the parameters, `status` says so and the parameters
    are NaN; `loglik` is then the limit that it rises to.
    """

    parameters: FloatArray
    covariance: FloatArray
    loglik: float
    status: Status


def maximise(
    loglik: Objective, starts: Sequence[npt.ArrayLike], *, n: float, penalizer: float = 0.0, units: npt.ArrayLike = 1.0
) -> Maximum:
    """The best of the maxima reached from several starts (the first a usual value), all parameters being positive.

    `loglik` answers for natural parameters. A `penalizer` c > 0 takes n c times the sum of the squares of
    parameters / units from it (as `lifetimes` does), which pulls vague ones to the size where they do no harm.
    """
    unit = np.asarray(units, dtype=np.float64)

    def objective(logs: FloatArray) -> Slopes:
        parameters = np.exp(logs)
        squares = n * penalizer * (parameters / unit) ** 2
        with np.errstate(all="ignore"):
            value, gradient, hessian = _in_logs(loglik(parameters), parameters)
        usable = bool(np.isfinite(hessian).all() and np.isfinite(gradient).all())
        value = value - float(squares.sum()) if usable else -np.inf
        return Slopes(value, gradient - 2 * squares, hessian - np.diag(4 * squares))

    found = [_climb(objective, np.log(np.asarray(start, dtype=np.float64))) for start in starts]
    logs, slopes = max(found, key=lambda at: at[1].value)
    parameters, covariance = np.exp(logs), _covariance(slopes)
    value = float(slopes.value + n * penalizer * ((parameters / unit) ** 2).sum())
    if bool(np.isnan(covariance).any() or np.abs(logs - np.log(starts[0])).max() > FAR):
        return Maximum(np.full(logs.shape, np.nan), np.full(covariance.shape, np.nan), value, "not_identified")
    return Maximum(parameters, covariance, value, "ok")


def total(parts: Sequence[Slopes]) -> Slopes:
    """The sum of functions."""
    values, gradients, hessians = zip(*parts, strict=True)
    return Slopes(float(sum(values)), np.sum(gradients, axis=0), np.sum(hessians, axis=0))


def differentiated(function: Callable[[Array], np.complex128]) -> Objective:
    """The derivatives of a cheap function that takes complex parameters too.

    The gradient by a complex step, which is exact to rounding; the Hessian by differences of it.
    """

    def gradient(at: FloatArray) -> FloatArray:
        steps = 1e-30j * np.eye(at.size)
        return np.array([float(function(at + step).imag) / 1e-30 for step in steps])

    def slopes(at: FloatArray) -> Slopes:
        width = 1e-5 * at
        bends = [(gradient(at + step) - gradient(at - step)) / 2 for step in np.diag(width)]
        hessian = np.array(bends) / width[:, None]
        return Slopes(float(function(at + 0j).real), gradient(at), (hessian + hessian.T) / 2)

    return slopes


def _in_logs(slopes: Slopes, parameters: FloatArray) -> Slopes:
    gradient = parameters * slopes.gradient
    hessian = np.outer(parameters, parameters) * slopes.hessian + np.diag(gradient)
    return Slopes(slopes.value, gradient, hessian)


def _climb(objective: Objective, start: FloatArray) -> tuple[FloatArray, Slopes]:
    """Newton's method that turns back from saddles (the curvature is taken by its size) and halves steps that lose."""
    at, slopes = start, objective(start)
    for _ in range(PASSES):
        step, gain = _step(slopes)
        if not gain > NEGLIGIBLE:
            # The last step is not worth a pass: what it adds is known.
            return at + step, slopes._replace(value=slopes.value + gain)
        tried = objective(at + step)
        while not tried.value > slopes.value and np.abs(step).max() > 1e-12:
            step = step / 4
            tried = objective(at + step)
        if not tried.value > slopes.value:
            break
        at, slopes = at + step, tried
        if np.abs(at - start).max() > FAR:
            break
    return at, slopes


def _step(slopes: Slopes) -> tuple[FloatArray, float]:
    curvature, axes = np.linalg.eigh(-slopes.hessian)
    along = axes.T @ slopes.gradient
    size = np.maximum(np.abs(curvature), 1e-12 * np.abs(curvature).max() + 1e-300)
    step = axes @ (along / size)
    gain = float((along**2 / size).sum() / 2)
    longest = np.abs(step).max()
    return step * min(1.0, LONGEST_STEP / longest) if longest > 0 else step, gain


def _covariance(slopes: Slopes) -> FloatArray:
    curvature, axes = np.linalg.eigh(-slopes.hessian)
    if not bool(np.all(curvature > VAGUE**-2)):
        return np.full(slopes.hessian.shape, np.nan)
    return np.asarray((axes / curvature) @ axes.T, dtype=np.float64)
