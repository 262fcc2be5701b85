from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.statistics.journeys import OUTSIDE, transitions, variants

from .strategies import relaxed

HOUR = 3_600_000_000
events = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 50), st.integers(0, 3)), max_size=60)


def columns(rows):
    return np.array(sorted(rows, key=lambda row: row[:2]), dtype=np.int64).reshape(-1, 3).T


def paths(case, at, stage):
    found = defaultdict(list)
    for one, when, where in zip(case, at, stage, strict=True):
        found[int(one)].append((int(when), int(where)))
    return found


@relaxed
@given(events)
def test_transitions_are_those_found_case_by_case(rows):
    case, at, stage = columns(rows)

    found = transitions(case, at * HOUR, stage)

    gaps = defaultdict(list)
    for path in paths(case, at, stage).values():
        for (since, a), (until, b) in pairwise([(np.nan, OUTSIDE), *path, (np.nan, OUTSIDE)]):
            gaps[a, b].append(until - since)
    assert dict(zip(zip(found.source, found.target, strict=True), found.count, strict=True)) == {
        pair: len(hours) for pair, hours in gaps.items()
    }
    for a, b, median, mean in zip(found.source, found.target, found.median_hours, found.mean_hours, strict=True):
        assert [median, mean] == pytest.approx([np.median(gaps[a, b]), np.mean(gaps[a, b])], nan_ok=True)


@relaxed
@given(events)
def test_what_leaves_a_stage_sums_to_one(rows):
    case, at, stage = columns(rows)

    for found in (transitions(case, at, stage), transitions(case, at, stage, add_start_end=False)):
        for source in np.unique(found.source):
            assert found.share.value[found.source == source].sum() == pytest.approx(1)


@relaxed
@given(events)
def test_variants_are_the_paths_counted(rows):
    case, at, stage = columns(rows)

    found = variants(case, stage)

    counted = Counter(tuple(where for _, where in path) for path in paths(case, at, stage).values())
    taken = [tuple(stage[a : a + n]) for a, n in zip(found.first, found.length, strict=True)]
    assert dict(zip(taken, found.count, strict=True)) == counted
    assert found.count.tolist() == sorted(found.count, reverse=True)


def test_the_order_of_stages_makes_the_variant():
    assert variants([1, 1, 1, 2, 2, 2], [0, 1, 0, 0, 0, 1]).count.tolist() == [1, 1]


def test_many_stages_give_the_same_answer_as_few():
    case, at, stage = [1, 1, 1, 2, 2], np.arange(5) * HOUR, np.array([0, 1, 0, 0, 1])

    few, many = transitions(case, at, stage), transitions(case, at, stage * 300)

    assert few.count.tolist() == many.count.tolist()
    assert few.median_hours.tolist()[:2] == many.median_hours.tolist()[:2] == [1, 1]


def test_a_log_of_more_rows_than_fit_in_one_chunk_is_no_different():
    rng = np.random.default_rng(3)
    case, at, stage = np.arange(800_000) // 4, rng.integers(0, HOUR, 800_000).cumsum(), rng.integers(0, 5, 800_000)

    one = transitions(case, at, stage)
    twice = transitions(np.append(case, case + 200_000), np.append(at, at), np.append(stage, stage))

    assert twice.count.tolist() == (2 * one.count).tolist()
    assert twice.median_hours == pytest.approx(one.median_hours, nan_ok=True)


def test_a_case_that_still_runs_has_no_end():
    found = transitions([1, 1, 2], [0, 5 * HOUR, 9 * HOUR], [0, 1, 0], as_of=10 * HOUR, silence_hours=1)

    left = found.source[found.target == OUTSIDE]
    assert left.tolist() == [1]
    assert found.share.value[(found.source == 0) & (found.target == 1)] == 1


def test_how_long_others_stayed_says_when_a_case_has_ended():
    case, at, stage = [1, 1, 2, 2, 3], [0, 10, 0, 20, 5], [0, 1, 0, 1, 0]

    for as_of, ended in ((24, 0), (25, 1)):
        found = transitions(case, np.array(at) * HOUR, stage, as_of=as_of * HOUR)
        left = dict(zip(found.source[found.target == OUTSIDE], found.count[found.target == OUTSIDE], strict=True))
        assert (left.get(0, 0), left[1]) == (ended, 2)


def test_what_comes_later_has_not_happened_yet():
    found = transitions([1, 1, 2], [0, 9, 9], [0, 1, 0], as_of=5, silence_hours=0)

    assert (found.cases, found.source.tolist(), found.target.tolist()) == (1, [OUTSIDE, 0], [0, OUTSIDE])


def test_impossible_logs_are_refused():
    for log in (
        ([1, 1], [2, 1], [0, 0]),
        ([2, 1], [1, 1], [0, 0]),
        ([1], [1], [-1]),
        ([1], [1], [0, 0]),
        ([1], [1], [0.5]),
    ):
        with pytest.raises(ValueError):
            transitions(*log)
