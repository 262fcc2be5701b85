import numpy as np
import pytest

from nabiz.statistics import means
from nabiz.statistics.skewed_means import SkewedSums, interval, skewed_sums


def test_symmetric_amounts_have_the_t_interval():
    values = np.arange(101.0)

    bent, plain = interval(*skewed_sums(values)), means.interval(*means.sums(values))

    assert (bent.value, bent.low, bent.high) == pytest.approx((plain.value, plain.low, plain.high))


def test_the_interval_reaches_further_to_the_side_of_the_large():
    values = np.r_[np.ones(90), np.full(10, 20.0)]

    found = interval(*skewed_sums(values))

    assert found.high - found.value > 1.2 * (found.value - found.low) > 0


def test_mirrored_amounts_have_mirrored_bounds():
    values = np.random.default_rng(1).lognormal(0, 1, 200)

    found, mirrored = interval(*skewed_sums(values)), interval(*skewed_sums(-values))

    assert (mirrored.low, mirrored.high) == pytest.approx((-found.high, -found.low))


@pytest.mark.parametrize(("sigma", "n"), [(1, 50), (1, 100), (1, 1000), (0.5, 50), (0.5, 1000)])
def test_bounds_hold_for_lognormal_amounts(sigma, n):
    rng = np.random.default_rng(n)
    draws = rng.lognormal(0, sigma, (4000, n))

    found = interval(np.full(4000, float(n)), *((draws**power).sum(axis=1) for power in (1, 2, 3)))

    truth = np.exp(sigma**2 / 2)
    assert 0.93 <= ((found.low <= truth) & (truth <= found.high)).mean() <= 0.965


def test_few_and_equal_amounts():
    found = interval(
        *(
            np.array(each)
            for each in SkewedSums([0.0, 1.0, 3.0], [0.0, 5.0, 15.0], [0.0, 25.0, 75.0], [0.0, 125.0, 375.0])
        )
    )

    assert np.isnan(found.value[0])
    assert np.isnan(found.low[1])
    assert (found.low[2], found.value[2], found.high[2]) == (5, 5, 5)
