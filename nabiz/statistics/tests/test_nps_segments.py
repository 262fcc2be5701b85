import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics import nps
from nabiz.statistics.nps_segments import Stratum, mix_decomposition, poststratified

from .strategies import how_many, relaxed

SMALL = st.builds(nps.Counts, how_many, how_many, how_many)
PERIOD = st.dictionaries(st.sampled_from(["smb", "mid", "ent", "new"]), SMALL, min_size=1)


def test_weights_in_proportion_to_the_answers_change_nothing():
    strata = [Stratum("a", 300, 10, 5, 15), Stratum("b", 500, 30, 5, 15)]

    found = poststratified(strata)

    assert found.estimate.value == pytest.approx(found.raw)
    assert (found.deff, found.n_effective, found.weight_ratio) == pytest.approx((1, 80, 1))


def test_the_weighted_score_does_not_depend_on_the_unit_of_the_population():
    one, thousand = (
        poststratified([Stratum("a", 3 * k, 9, 5, 15), Stratum("b", 90 * k, 30, 5, 15)]) for k in (1, 1_000)
    )

    assert thousand.estimate.value == pytest.approx(one.estimate.value)
    assert thousand.estimate.se == pytest.approx(one.estimate.se)


@pytest.mark.parametrize("small", [(0, 0, 0), (1, 0, 0)])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_stratum_too_small_to_vary_joins_its_neighbour_and_is_named(small, place):
    strata = [Stratum("a", 300, 10, 5, 15), Stratum("b", 500, 30, 5, 15)]
    strata.insert(place, Stratum("tiny", 200, *small))

    found = poststratified(strata)

    assert found.collapsed == ("tiny",)
    assert not np.isnan(found.estimate.se)


def test_a_cap_limits_how_much_more_one_answer_counts_than_another():
    strata = [Stratum("a", 9_000, 10, 5, 15), Stratum("b", 100, 30, 5, 15)]

    free, capped = poststratified(strata), poststratified(strata, weight_cap=5)

    assert free.weight_ratio == pytest.approx(150)
    assert capped.weight_ratio == pytest.approx(5)
    assert capped.n_effective > free.n_effective


@pytest.mark.parametrize("strata", [[], [Stratum("a", 10, 0, 0, 0)]])
def test_without_answers_nothing_is_weighted(strata):
    found = poststratified(strata)

    assert np.isnan([found.raw, found.estimate.value, found.estimate.low, found.n_effective]).all()


@relaxed
@given(PERIOD, PERIOD)
def test_within_and_mix_add_up_to_the_change_of_the_total(before, after):
    found = mix_decomposition(before, after)

    first, second = (nps.interval(*map(sum, zip(*period.values(), strict=True))) for period in (before, after))
    assert found.change == pytest.approx(second.value - first.value, abs=1e-9, nan_ok=True)
    parts = [shift.within + shift.mix for shift in found.segments.values()]
    assert sum(parts) == pytest.approx(found.change, abs=1e-9, nan_ok=True)


def test_every_segment_can_rise_while_the_total_falls():
    before = {"happy": nps.Counts(80, 10, 10), "cross": nps.Counts(10, 0, 10)}
    after = {"happy": nps.Counts(9, 0, 1), "cross": nps.Counts(60, 0, 50)}

    found = mix_decomposition(before, after)

    assert all(shift.within > 0 for shift in found.segments.values())
    assert found.change < 0


def test_a_new_segment_counts_as_mix_alone_and_had_no_score_before():
    found = mix_decomposition({"old": nps.Counts(5, 0, 5)}, {"old": nps.Counts(5, 0, 5), "new": nps.Counts(10, 0, 0)})

    assert found.segments["new"].within == 0
    assert np.isnan(found.segments["new"].before)
    assert found.change == pytest.approx(50)
