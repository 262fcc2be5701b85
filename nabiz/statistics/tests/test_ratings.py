from decimal import Decimal

import numpy as np
import pytest

from nabiz.statistics import ces, csat, pmf
from nabiz.statistics.answers import valid_answers


def test_numbers_of_any_type_count_and_text_does_not():
    found = valid_answers([1, 2.0, Decimal(3), np.int64(4), np.float32(5), "4", True, None, Decimal("NaN")], (1, 5))

    assert found.values.tolist() == [1, 2, 3, 4, 5]
    assert found.n_invalid == 4


@pytest.mark.parametrize(("scale", "satisfied"), [((1, 3), 1), ((1, 5), 2), ((1, 7), 2), ((1, 10), 2)])
def test_each_usual_scale_has_its_top_boxes(scale, satisfied):
    assert csat.summary(range(scale[0], scale[1] + 1), scale=scale).satisfied == satisfied


def test_an_unusual_scale_needs_its_top_boxes_named():
    with pytest.raises(ValueError, match="top boxes"):
        csat.summary([1, 2], scale=(1, 4))


def test_satisfaction_without_answers_is_undefined():
    found = csat.summary([None, 9])

    assert (found.n, found.n_invalid) == (0, 2)
    assert np.isnan([found.share.value, found.share.low, found.mean.value]).all()


def test_effort_is_easy_at_the_low_end_of_the_first_version_and_at_the_high_end_of_the_second():
    assert ces.summary([1, 2, 3, 4, 5], ces.V1).easy.value == pytest.approx(2 / 5)
    assert ces.summary([1, 2, 3, 4, 5, 6, 7], ces.V2).easy.value == pytest.approx(3 / 7)
    assert ces.summary([1, 2, 3, 4, 5], ces.EASY_5).easy.value == pytest.approx(2 / 5)


def test_versions_of_the_effort_question_are_not_mixed_in_one_trend():
    assert ces.only_version([ces.V2, ces.V2]) == ces.V2
    for versions in ([ces.V1, ces.V2], []):
        with pytest.raises(ValueError, match="one version"):
            ces.only_version(versions)


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ((130, 70, 30), "above"),
        ((20, 80, 60), "below"),
        ((62, 50, 20), "inconclusive"),
        ((39, 0, 0), "not_enough_data"),
        ((0, 0, 0), "not_enough_data"),
    ],
)
def test_fit_is_judged_by_the_whole_interval(answers, verdict):
    assert pmf.sean_ellis(*answers).verdict == verdict


def test_those_who_left_do_not_count_for_fit():
    assert pmf.sean_ellis(30, 10, 10, 500).share == pmf.sean_ellis(30, 10, 10).share


def test_a_negative_number_of_answers_is_refused():
    with pytest.raises(ValueError):
        pmf.sean_ellis(30, 10, 10, -1)
