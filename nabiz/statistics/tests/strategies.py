"""Inputs for properties, and how a result for one group is compared with its row among many."""

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

# A busy machine is sometimes slow, and a run should not differ from the one before it. To explore, raise the examples
# and drop `derandomize`: 3,000 of each take about five minutes.
relaxed = settings(deadline=None, max_examples=60, derandomize=True)

how_many = st.integers(0, 2_000)
answered = st.tuples(how_many, how_many, how_many).filter(lambda kinds: sum(kinds) >= 2)
shares = st.integers(1, 2_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
amounts = st.lists(st.integers(0, 1_000), min_size=2, max_size=40)
cases = st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=1, max_size=60)


def as_columns(rows):
    """Rows of one group each, as one array per statistic."""
    return [np.array(column) for column in zip(*rows, strict=True)]


def assert_same_as_alone(many, alone, fields=("value", "low", "high", "se")):
    """Each row of the answer for many groups is the answer for that group alone, which has plain floats."""
    for i, one in enumerate(alone):
        for field in fields:
            assert type(getattr(one, field)) is float
            np.testing.assert_array_equal(getattr(many, field)[i], getattr(one, field))
