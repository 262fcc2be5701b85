import pytest

from nabiz.config.checks import settings_make_sense


def found():
    return [message.id for message in settings_make_sense()]


def test_the_usual_settings_make_sense():
    assert found() == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [("PORT", 70000, "nabiz.E002"), ("ENGINE", "abacus", "nabiz.E003"), ("PUBLIC_URL", "nabiz", "nabiz.E004")],
)
def test_a_setting_that_makes_no_sense_is_explained(settings, name, value, expected):
    setattr(settings, name, value)

    (message,) = settings_make_sense()

    assert (message.id, bool(message.hint)) == (expected, True)


def test_another_kind_of_database_is_refused(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "mysql://somewhere/else")

    assert found() == ["nabiz.E001"]
