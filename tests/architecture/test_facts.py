"""A family of kinds is one table of the mirror, so its facts have one type each."""

from typing import get_args

import pytest

from nabiz.timeline.facts import Family, facts_of


@pytest.mark.parametrize("family", get_args(Family))
def test_kinds_of_one_family_agree_on_the_types_of_their_facts(family):
    facts_of(family)
