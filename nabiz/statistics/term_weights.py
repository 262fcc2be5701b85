"""Which words are telling: for a theme among themes (c-TF-IDF), and for one group against another (log-odds).

Raw counts tell only which words are common; a word cloud shows no more than that.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import FloatArray, counts, divide
from nabiz.statistics.distributions import t_p


@dataclass(frozen=True, slots=True)
class LogOdds:
    """One value per word: log odds ratio (above 0: more in the first group), standard error, z, two-sided p-value.

    Many words are many tests: report those that `multiplicity.benjamini_hochberg` leaves, not all with |z| > 1.96.
    """

    ratio: FloatArray
    se: FloatArray
    z: FloatArray
    p_value: FloatArray


def ctfidf(occurrences: npt.ArrayLike) -> FloatArray:
    """Class-based TF-IDF (Grootendorst 2022) of a themes x words table of counts: tf / length x ln(1 + A / f).

    `length` is the number of words of the theme, `f` the word's count over all themes, A the mean number of words per
    theme. 0 where the word does not occur in the theme. ValueError for negative counts or a table that is not 2-d.
    """
    (table,) = counts(occurrences)
    if table.ndim != 2:
        raise ValueError("themes are rows, words are columns")
    lengths, frequency = table.sum(axis=1, keepdims=True), table.sum(axis=0)
    mean_length = lengths.sum() / max(len(table), 1)
    weights = divide(table, lengths) * np.log1p(divide(mean_length, frequency))
    return np.where(table > 0, weights, 0.0)


def pooled_prior(first: npt.ArrayLike, second: npt.ArrayLike, scale: float = 0.1) -> FloatArray:
    """An informative prior: `scale` times each word's count in both groups. ValueError unless scale > 0."""
    if not scale > 0:
        raise ValueError("a prior has a positive scale")
    a, b = counts(first, second)
    return scale * (a + b)


def log_odds(first: npt.ArrayLike, second: npt.ArrayLike, prior: npt.ArrayLike) -> LogOdds:
    """Weighted log-odds ratios of words between two groups (Monroe, Colaresi & Quinn 2008, equations 16, 19, 22).

    Counts and prior counts per word, of one shape; the prior (`pooled_prior`, a background corpus, or one number for
    all words) keeps rare words from looking telling. NaN for a word that neither group nor prior has, and where it is
    the only word. ValueError for negative counts.
    """
    a, b, alpha = counts(first, second, prior)
    seen_a, seen_b = a + alpha, b + alpha
    ratio = _log_odds(seen_a) - _log_odds(seen_b)
    se = np.sqrt(divide(1, seen_a) + divide(1, seen_b))
    z = ratio / se
    return LogOdds(ratio, se, z, np.asarray(t_p(z, np.full(z.shape, np.inf))))


def _log_odds(seen: FloatArray) -> FloatArray:
    rest = seen.sum() - seen
    usable = (seen > 0) & (rest > 1e-12 * seen)
    return np.log(np.where(usable, divide(seen, rest), np.nan))
