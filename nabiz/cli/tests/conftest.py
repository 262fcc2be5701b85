import pytest

from tests.installation import Installation


@pytest.fixture
def installation(tmp_path):
    made = Installation(tmp_path / "home")
    yield made
    made.clean_up()


@pytest.fixture
def second_installation(tmp_path):
    made = Installation(tmp_path / "second")
    yield made
    made.clean_up()
