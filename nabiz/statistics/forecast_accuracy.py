"""How good forecasts were, once the truth is known: of values, of quantiles, of intervals.

Judge by rolling origins, at least eight, against `forecasting.seasonal_naive`. WAPE is the headline; MASE below 1 beats
seasonal naive; MAPE only beside the number of zeros it had to drop.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nabiz.statistics.columns import FloatArray, divide


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Errors are forecast - actual. `mae`, `rmse` and `bias` are in the unit of the values, the rest are fractions.

    `wape` is sum |error| / sum |actual|, `smape` runs from 0 to 2, `mase` is in mean errors of seasonal naive within
    the training data; `mape` leaves out `mape_dropped_zeros` periods in which the actual is 0. NaN is undefined.
    """

    n: int
    mae: float
    rmse: float
    bias: float
    wape: float
    mape: float
    mape_dropped_zeros: int
    smape: float
    mase: float


def accuracy(actual: npt.ArrayLike, forecast: npt.ArrayLike, *, train: npt.ArrayLike = (), season: int = 1) -> Accuracy:
    """Compare forecasts with what came (Hyndman & Koehler 2006). Periods in which either is NaN are left out.

    `train` is the series before the forecasts, in order: its mean change over `season` periods scales MASE, which is
    NaN without it. A period in which both are 0 has an sMAPE of 0. ValueError for unequal lengths or a season below 1.
    """
    came, said = _pairs(actual, forecast)
    error, size = np.abs(said - came), np.abs(came)
    zeros = size == 0
    scale = seasonal_change(train, season)
    relative = np.where(error > 0, divide(2 * error, size + np.abs(said)), 0.0)
    return Accuracy(
        n=came.size,
        mae=_mean(error),
        rmse=float(np.sqrt(_mean(error**2))),
        bias=_mean(said - came),
        wape=float(divide(error.sum(), size.sum())),
        mape=_mean(error[~zeros] / size[~zeros]),
        mape_dropped_zeros=int(zeros.sum()),
        smape=_mean(relative),
        mase=float(divide(_mean(error), scale)),
    )


def seasonal_change(train: npt.ArrayLike, season: int = 1) -> float:
    """The mean of |y_t - y_(t - season)|: the error of seasonal naive. NaN where the series is too short."""
    if season < 1:
        raise ValueError("a season has at least one period")
    series = np.asarray(train, dtype=np.float64)
    changes = np.abs(series[season:] - series[:-season])
    return _mean(changes[~np.isnan(changes)])


def pinball(actual: npt.ArrayLike, forecast: npt.ArrayLike, share: float) -> float:
    """Mean quantile loss (Koenker & Bassett 1978) of forecasts of the quantile `share`, in the unit of the values.

    Each period costs share x (actual - forecast) above the forecast, (1 - share) x (forecast - actual) below. Periods
    in which either is NaN are left out. ValueError for unequal lengths or a share off 0..1.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"a quantile lies between 0 and 1, not {share}")
    came, said = _pairs(actual, forecast)
    above = came - said
    return _mean(np.maximum(share * above, (share - 1) * above))


def coverage(actual: npt.ArrayLike, low: npt.ArrayLike, high: npt.ArrayLike) -> float:
    """The share of periods in which the actual lay within the interval, ends included. NaN periods are left out."""
    came, bottom, top = _together(actual, low, high)
    return _mean(((bottom <= came) & (came <= top)).astype(np.float64))


def _pairs(actual: npt.ArrayLike, forecast: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    came, said = _together(actual, forecast)
    return came, said


def _together(*given: npt.ArrayLike) -> list[FloatArray]:
    rows = [np.asarray(row, dtype=np.float64).ravel() for row in given]
    if len({row.size for row in rows}) != 1:
        raise ValueError("forecasts and actuals are columns of one length")
    known = ~np.isnan(rows).any(axis=0)
    return [row[known] for row in rows]


def _mean(values: FloatArray) -> float:
    return float(divide(values.sum(), values.size))
