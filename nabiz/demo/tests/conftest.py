from datetime import UTC, datetime

import pytest

from nabiz.demo.simulate import simulate

TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def story():
    """The story in its default size, without a database."""
    return simulate(end=TODAY)


@pytest.fixture(scope="session")
def short_story():
    return simulate(300, 12, end=TODAY)


@pytest.fixture
def filled(db, mirror_folder):
    """An installation with a small demo."""
    from nabiz.demo.commands import fill_demo

    return fill_demo(120, 6)
