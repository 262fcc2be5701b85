import pytest

from nabiz.language.lexicon import Lexicon
from nabiz.language.tokens import sentences


def found(lexicon, text, language="tr"):
    match = lexicon.match(sentences(text, language)[0].words, 0)
    return match and (match.value, match.length, match.is_denied)


@pytest.fixture
def turkish():
    lexicon = Lexicon("tr")
    lexicon.add("kalite, beğen-, =geç, eksik, hayal kır*, fena değil, *le ilgili", "known")
    return lexicon


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kalitesi", ("known", 1, False)),
        ("KALİTESİZDİ", ("known", 1, True)),
        ("beğendim", ("known", 1, False)),
        ("begenmedim", ("known", 1, True)),
        ("beğen", None),
        ("geç", ("known", 1, False)),
        ("geçti", None),
        ("eksiği", ("known", 1, False)),
        ("hayal kırıklığına", ("known", 2, False)),
        ("hayal gücü", None),
        ("fena değildi", ("known", 2, False)),
        ("siparişimle ilgili", ("known", 2, False)),
        ("başka", None),
    ],
)
def test_turkish_entries_take_the_endings_that_they_allow(turkish, text, expected):
    assert found(turkish, text) == expected


def test_english_entries_take_none_but_what_a_star_allows():
    lexicon = Lexicon("en")
    lexicon.add("good, disappoint*, can't recommend * enough", 1)

    assert found(lexicon, "goods", "en") is None
    assert found(lexicon, "disappointing", "en") == (1, 1, False)
    assert found(lexicon, "can’t recommend them enough", "en") == (1, 4, False)


def test_the_longer_phrase_wins():
    lexicon = Lexicon("en")
    lexicon.add("good", 2)
    lexicon.add("good morning", 0)

    assert found(lexicon, "good morning", "en") == (0, 2, False)


def test_sentences_keep_words_pauses_signs_and_how_they_end():
    first, second = sentences("İyi, güzel! Nabız'ı sevdim :) mi?", "tr")

    assert (first.words, first.end) == (("iyi", ",", "guzel"), "!")
    assert (second.words, second.signs, second.end) == (("nabiz", "sevdim", "mi"), (":)",), "?")
