from pathlib import Path

import pytest

from nabiz.language.detection import detect_language

VERBATIMS = (Path(__file__).parent / "verbatims.tsv").read_text(encoding="utf-8").splitlines()


def test_the_language_of_short_verbatims_is_recognised():
    lines = [line.split("\t") for line in VERBATIMS]

    assert sum(detect_language(text) == language for language, _, _, text in lines) >= 0.98 * len(lines)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kargo cok gec geldi", "tr"),
        ("App sürekli crash oluyor", "tr"),
        ("The support team in İstanbul was great", "en"),
        ("12345", None),
        ("👍", None),
        ("", None),
    ],
)
def test_mixed_and_bare_texts_have_the_language_that_most_of_them_is_in(text, expected):
    assert detect_language(text) == expected
