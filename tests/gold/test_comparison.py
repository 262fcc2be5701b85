import numpy as np
import pytest

from .comparison import disagreements

EXACT = {"abs": 0, "rel": 0}
LOOSE = {"abs": 0.1, "rel": 0.01}


@pytest.mark.parametrize(
    ("got", "expected", "tolerance"),
    [
        (1.09, 1.0, LOOSE),
        (1_009.0, 1_000, LOOSE),
        (float("nan"), None, EXACT),
        (np.float64(3), 3, EXACT),
        (np.bool_(True), True, EXACT),
        (np.array([1.0, np.nan]), [1, None], EXACT),
        ({"a": 1, "more": 2}, {"a": 1}, EXACT),
        ({"fit": 1.4}, {"fit": 1.0}, EXACT | {"per_key": {"fit": {"abs": 0.5}}}),
        ({"in": {"fit": 1.4}}, {"in": {"fit": 1.0}}, EXACT | {"per_key": {"fit": {"abs": 0.5}}}),
        ({"accuracy": 0.9}, {"min_accuracy": 0.8}, EXACT),
    ],
)
def test_these_agree(got, expected, tolerance):
    assert disagreements(got, expected, tolerance) == []


@pytest.mark.parametrize(
    ("got", "expected", "tolerance"),
    [
        (1.11, 1.0, LOOSE),
        (10, 9, {"abs": 5, "rel": 5}),
        (0.0, None, LOOSE),
        (float("nan"), 0.0, LOOSE),
        (float("inf"), None, LOOSE),
        (float("inf"), 1.0, LOOSE),
        (1, True, LOOSE),
        (True, 1, LOOSE),
        ("ok", "OK", LOOSE),
        ([1.0], [1.0, 2.0], LOOSE),
        ([1.0, 5.0], [1.0, 2.0], LOOSE),
        ({}, {"a": None}, LOOSE),
        (None, {"a": 1}, LOOSE),
        ({"accuracy": 0.7}, {"min_accuracy": 0.8}, LOOSE),
        ({"accuracy": None}, {"min_accuracy": 0.8}, LOOSE),
    ],
)
def test_these_do_not(got, expected, tolerance):
    assert len(disagreements(got, expected, tolerance)) == 1
