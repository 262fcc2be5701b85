from pathlib import Path

import pytest

from nabiz.language.themes import themes

VERBATIMS = (Path(__file__).parent / "verbatims.tsv").read_text(encoding="utf-8").splitlines()


def test_most_verbatims_are_given_their_themes():
    pairs = [(set(filter(None, told.split(","))), set(themes(text, language))) for language, _, told, text in _lines()]

    right = sum(len(told & found) for told, found in pairs)
    assert 2 * right / sum(len(told) + len(found) for told, found in pairs) >= 0.85


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kargo geç geldi, fiyatlar da pahalı", ("delivery", "price")),
        ("kargonuz gecikti", ("delivery",)),
        ("Zamanla alışırım", ()),
        ("Zam yapmışsınız", ("price",)),
        ("The app charged my card twice", ("app", "billing")),
        ("I want a refund", ("return",)),
        ("", ()),
    ],
)
def test_a_text_may_have_several_themes_or_none(text, expected):
    assert themes(text) == expected


def _lines():
    return [line.split("\t") for line in VERBATIMS]
