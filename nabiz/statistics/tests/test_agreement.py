import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa

from nabiz.statistics.agreement import agreement, kappa, krippendorff_alpha

from .strategies import relaxed

LABELLED = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=40)
RATED = st.lists(
    st.lists(st.one_of(st.none(), st.integers(1, 5)), min_size=3, max_size=3), min_size=2, max_size=12
)  # units


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.UndefinedMetricWarning")
@relaxed
@given(LABELLED, st.sampled_from(["none", "linear", "quadratic"]))
def test_kappa_agrees_with_scikit_learn(pairs, weights):
    first, second = zip(*pairs, strict=True)

    found = kappa(first, second, weights=weights, order=range(4)).value

    expected = cohen_kappa_score(
        first, second, labels=range(4), weights=None if weights == "none" else weights, replace_undefined_by=np.nan
    )
    assert found == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(("weights", "theirs"), [("none", None), ("linear", "linear"), ("quadratic", "quadratic")])
def test_the_interval_of_kappa_agrees_with_statsmodels(weights, theirs):
    table = np.array([[20, 5, 1], [3, 15, 4], [2, 6, 30]])
    pairs = [(i, j) for i in range(3) for j in range(3) for _ in range(table[i, j])]

    found = kappa(*zip(*pairs, strict=True), weights=weights)

    expected = cohens_kappa(table, wt=theirs)
    assert (found.value, found.se) == pytest.approx((expected.kappa, expected.std_kappa))
    assert (found.low, found.high) == pytest.approx((expected.kappa_low, expected.kappa_upp))


def test_units_that_only_one_labelled_do_not_count():
    first, second = ["a", "b", None, "a", float("nan")], ["a", "a", "b", "a", "a"]

    assert agreement(first, second) == pytest.approx(2 / 3)
    assert kappa(first, second).n == 3


@pytest.mark.parametrize("labels", [[], ["a", "a"], [None]])
def test_kappa_of_nothing_to_disagree_about_is_undefined(labels):
    assert np.isnan(kappa(labels, labels).value)


def test_a_label_off_the_scale_is_refused():
    with pytest.raises(ValueError):
        kappa(["low", "odd"], ["low", "high"], order=["low", "high"])


@relaxed
@given(RATED, st.sampled_from(["nominal", "ordinal", "interval", "ratio"]))
def test_alpha_is_one_less_the_ratio_of_disagreements_between_pairs(units, level):
    found = krippendorff_alpha(list(zip(*units, strict=True)), level, resamples=1).value

    assert found == pytest.approx(_alpha_by_pairs(units, level), nan_ok=True)


def test_more_units_leave_less_doubt_about_alpha():
    rng = np.random.default_rng(3)
    truth = rng.integers(1, 6, 400)
    ratings = [np.clip(truth + rng.integers(-1, 2, 400), 1, 5).tolist() for _ in range(3)]

    few, many = (krippendorff_alpha([row[:n] for row in ratings], "ordinal") for n in (40, 400))

    assert few.low < few.value < few.high
    assert many.high - many.low < (few.high - few.low) / 2
    assert many.n == 1_200


@pytest.mark.parametrize("ratings", [[], [[1, 2]], [[1, None], [None, 2]], [[3, 3], [3, 3]], [[], []]])
def test_alpha_without_pairs_or_without_variation_is_undefined(ratings):
    found = krippendorff_alpha(ratings, resamples=10)

    assert np.isnan([found.value, found.low, found.se]).all()


def test_words_on_a_scale_are_ordinal_by_their_place():
    words = [["low", "mid", "high", "mid"], ["low", "high", "high", "low"]]
    places = [[{"low": 0, "mid": 1, "high": 2}[word] for word in row] for row in words]

    found = krippendorff_alpha(words, "ordinal", order=["low", "mid", "high"]).value

    assert found == pytest.approx(krippendorff_alpha(places, "ordinal").value)


@pytest.mark.parametrize(("level", "value"), [("interval", "high"), ("ratio", -1), ("interval", True)])
def test_a_level_refuses_what_it_cannot_measure(level, value):
    with pytest.raises(ValueError):
        krippendorff_alpha([[value, 2], [2, 2]], level)


def _alpha_by_pairs(units, level):
    units = [kept for unit in units if len(kept := [value for value in unit if value is not None]) > 1]
    values = sorted(value for unit in units for value in unit)
    far = {
        "nominal": lambda a, b: a != b,
        "interval": lambda a, b: (a - b) ** 2,
        "ratio": lambda a, b: ((a - b) / (a + b)) ** 2,
        "ordinal": lambda a, b: (_rank(values, a) - _rank(values, b)) ** 2,
    }[level]
    observed = sum(far(a, b) / (len(unit) - 1) for unit in units for a in unit for b in unit)
    expected = sum(far(a, b) for a in values for b in values)
    return 1 - (len(values) - 1) * observed / expected if expected else np.nan


def _rank(values, value):
    return np.mean([i for i, other in enumerate(values) if other == value])
