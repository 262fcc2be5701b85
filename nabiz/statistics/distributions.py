"""Quantiles and tail probabilities of the normal, t, chi-squared and beta distributions.

They come from `scipy.special`: importing `scipy.stats` costs most of a second at every start, for the same numbers.
"""

import numpy as np
import numpy.typing as npt
from scipy import special

from nabiz.statistics.columns import FloatArray


def two_sided_z(confidence: float) -> float:
    """How many standard errors a normal interval reaches to each side: 1.96 at 0.95."""
    return float(special.ndtri(upper_tail(confidence)))


def two_sided_t(confidence: float, df: npt.ArrayLike) -> FloatArray:
    """As `two_sided_z`, for Student's t. NaN where there are no degrees of freedom."""
    freedom = np.asarray(df, dtype=np.float64)
    usable = np.where(freedom > 0, freedom, np.nan)
    return np.asarray(special.stdtrit(usable, upper_tail(confidence)), dtype=np.float64)


def normal_quantile(probability: float) -> float:
    """The value below which a standard normal variable lies with that probability."""
    return float(special.ndtri(probability))


def t_p(t: npt.ArrayLike, df: npt.ArrayLike) -> FloatArray:
    """Two-sided p-value of a t statistic."""
    return np.asarray(2 * special.stdtr(df, -np.abs(t)), dtype=np.float64)


def chi2_p(chi2: npt.ArrayLike, df: npt.ArrayLike) -> FloatArray:
    """Upper tail of the chi-squared distribution."""
    return np.asarray(special.chdtrc(df, chi2), dtype=np.float64)


def beta_quantile(probability: float, a: npt.ArrayLike, b: npt.ArrayLike) -> FloatArray:
    """Quantile of Beta(a, b). NaN where a or b is not positive."""
    first, second = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    proper = (first > 0) & (second > 0)
    quantile = special.betaincinv(np.where(proper, first, 1), np.where(proper, second, 1), probability)
    return np.where(proper, quantile, np.nan)


def upper_tail(confidence: float) -> float:
    """The probability below the upper bound of an equal-tailed interval: 0.975 at 0.95."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence lies between 0 and 1, not {confidence}")
    return (1 + confidence) / 2
