import pytest

from nabiz.language.suffixes import dative


@pytest.mark.parametrize(
    "expected",
    [
        "Deniz Kaya’ya", "Can’a", "Gül’e", "Ayşe’ye", "Işık’a", "İPEK’e", "UĞUR’a", "Ali’ye", "Müşteri 12’ye",
        "Müşteri 40’a", "Müşteri 100’e", "Müşteri 9’a", "Müşteri 1000000’a", "x@y.test’e", "Q’e", "Kâmil’e",
    ],
)  # fmt: skip
def test_the_ending_follows_the_last_sound(expected):
    assert dative(expected.split("’")[0]) == expected


def test_nothing_has_no_ending():
    assert dative("") == ""
