"""How long a chart runs before it alarms, and how strict it must be for few enough false alarms."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from nabiz.statistics.columns import FloatArray

FEWEST_NODES = 80
# Nodes per standard deviation of the step: the kernel of the integral equation is as narrow as that.
NODES_PER_STEP = 6
# Beyond this the linear system has lost its digits, and such a chart never alarms anyway.
NEVER = 1e12


@dataclass(frozen=True, slots=True)
class Budget:
    """What so many false alarms a year allow: the mean run between them, in points of one series, and the limit.

    `alpha` is the chance per point, `sigmas` the Shewhart limit that has it; both NaN where the budget is 0 or allows
    an alarm on every point. `at_3_sigma` and `at_2_sigma` are the false alarms a year with the usual limits.
    """

    run_length: float
    alpha: float
    sigmas: float
    at_3_sigma: float
    at_2_sigma: float


def false_alarm_budget(series: float, periods_per_year: float, allowed_per_year: float, *, sides: int = 2) -> Budget:
    """The run length in control that `series` charts need for `allowed_per_year` false alarms among all of them.

    Normal, independent points; limits on one side or two. ValueError for negative numbers or other sides.
    """
    if min(series, periods_per_year, allowed_per_year) < 0:
        raise ValueError("series, periods and alarms cannot be negative")
    points = series * periods_per_year
    run_length = points / allowed_per_year if allowed_per_year > 0 else np.nan
    alpha = 1 / run_length if run_length >= 1 else np.nan
    return Budget(
        run_length=run_length,
        alpha=alpha,
        sigmas=float(-special.ndtri(alpha / _checked(sides))),
        at_3_sigma=points / shewhart_run_length(3.0, sides=sides),
        at_2_sigma=points / shewhart_run_length(2.0, sides=sides),
    )


def shewhart_run_length(width: float, shift: float = 0.0, *, sides: int = 2) -> float:
    """Mean points until one lies more than `width` sigmas off, when the mean is `shift` sigmas off target."""
    beyond = special.ndtr(shift - width) + (special.ndtr(-shift - width) if _checked(sides) == 2 else 0.0)
    return float(1 / beyond) if beyond > 0 else np.inf


def cusum_run_length(k: float, h: float, shift: float = 0.0, *, sides: int = 2) -> float:
    """Mean points until a CUSUM that starts at 0 passes h, when the mean is `shift` sigmas off target.

    The integral equation of Page (1954), solved by Gauss-Legendre quadrature where the Markov chain of Brook & Evans
    (1972) uses steps; 1/ARL = 1/ARL+ + 1/ARL-. Exact to about eight digits; infinite beyond 10^12. ValueError for a
    negative k or h.
    """
    if k < 0 or h < 0:
        raise ValueError("k and h cannot be negative")
    drifts = (shift - k, -shift - k)[: _checked(sides)]
    rate = sum(1 / _one_sided_cusum(h, drift) for drift in drifts)
    return float(1 / rate) if rate > 0 else np.inf


def ewma_run_length(weight: float, width: float, shift: float = 0.0) -> float:
    """Mean points until an EWMA that starts on target leaves its asymptotic limits (Crowder 1987; both sides).

    `weight` is lambda, `width` is L, `shift` is in sigmas. Exact to about eight digits; infinite beyond 10^12.
    ValueError for a lambda off 0..1 or a negative L.
    """
    if not 0 < weight <= 1 or width < 0:
        raise ValueError("lambda lies between 0 and 1, and L is not negative")
    reach = width * np.sqrt(weight / (2 - weight))
    nodes, gaps = _quadrature(-reach, reach, weight)

    def kernel(start: npt.ArrayLike) -> FloatArray:
        step = (nodes - (1 - weight) * np.asarray(start)[..., None]) / weight - shift
        return gaps * _density(step) / weight

    run = np.linalg.solve(np.eye(nodes.size) - kernel(nodes), np.ones(nodes.size))
    return _trusted(1 + float(kernel(0.0) @ run))


def _one_sided_cusum(h: float, drift: float) -> float:
    """The sum sits at 0 with a probability of its own, so 0 is a state beside the nodes."""
    nodes, gaps = _quadrature(0.0, h, 1.0)
    states = np.concatenate([[0.0], nodes])
    to_zero = special.ndtr(-states - drift)[:, None]
    kernel = np.hstack([to_zero, gaps * _density(nodes - states[:, None] - drift)])
    return _trusted(float(np.linalg.solve(np.eye(states.size) - kernel, np.ones(states.size))[0]))


def _quadrature(low: float, high: float, step: float) -> tuple[FloatArray, FloatArray]:
    size = max(FEWEST_NODES, int(NODES_PER_STEP * (high - low) / step))
    nodes, gaps = np.polynomial.legendre.leggauss(size)
    half = (high - low) / 2
    return low + half * (nodes + 1), half * gaps


def _density(z: FloatArray) -> FloatArray:
    return np.asarray(np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi), dtype=np.float64)


def _trusted(run: float) -> float:
    return run if 1 <= run < NEVER else np.inf


def _checked(sides: int) -> int:
    if sides not in (1, 2):
        raise ValueError(f"a limit has one side or two, not {sides}")
    return sides
