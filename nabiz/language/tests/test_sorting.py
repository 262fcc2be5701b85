import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from nabiz.language.sorting import ENGLISH_ALPHABET, TURKISH_ALPHABET, sort_key


def in_order(words, language):
    return sorted(words, key=lambda word: sort_key(word, language).encode())


def test_turkish_letters_follow_the_turkish_alphabet():
    assert "".join(in_order(reversed(TURKISH_ALPHABET), "tr")) == TURKISH_ALPHABET


def test_turkish_capitals_follow_the_turkish_alphabet():
    assert in_order("ZÜUŞSÖOİIĞGÇC", "tr") == list("CÇGĞIİOÖSŞUÜZ")


def test_turkish_names_stand_as_in_a_turkish_telephone_book():
    names = ["Zeynep", "Özlem", "Osman", "İpek", "Işık", "Çağla", "Ceren", "Şule", "Selim", "Ümit", "Umut"]

    expected = ["Ceren", "Çağla", "Işık", "İpek", "Osman", "Özlem", "Selim", "Şule", "Umut", "Ümit", "Zeynep"]
    assert in_order(names, "tr") == expected


def test_english_looks_at_accents_only_between_equal_words():
    assert in_order(["Zoe", "Çağla", "Celia", "Özlem", "Oscar", "Cagla"], "en") == [
        "Cagla", "Çağla", "Celia", "Oscar", "Özlem", "Zoe",
    ]  # fmt: skip


def test_a_circumflex_does_not_move_a_turkish_word():
    assert in_order(["Kamil", "Kâmil", "Kan", "Kal"], "tr") == ["Kal", "Kamil", "Kâmil", "Kan"]


def test_a_short_word_stands_before_the_longer_one_that_begins_with_it():
    assert in_order(["Ali Can", "Alican", "Ali"], "tr") == ["Ali", "Ali Can", "Alican"]


def test_signs_come_before_digits_and_digits_before_letters():
    assert in_order(["a", "7", "-"], "en") == ["-", "7", "a"]


@given(st.text(alphabet=TURKISH_ALPHABET, max_size=8), st.text(alphabet=TURKISH_ALPHABET, max_size=8))
def test_the_key_orders_turkish_words_letter_by_letter(one, other):
    letters = [TURKISH_ALPHABET.index(letter) for letter in one], [TURKISH_ALPHABET.index(letter) for letter in other]

    assert (sort_key(one, "tr").encode() < sort_key(other, "tr").encode()) == (letters[0] < letters[1])


@given(st.text(alphabet=ENGLISH_ALPHABET + " ", max_size=8), st.text(alphabet=ENGLISH_ALPHABET + " ", max_size=8))
def test_the_key_orders_english_words_letter_by_letter(one, other):
    first, second = " ".join(one.split()), " ".join(other.split())

    assert (sort_key(one, "en").encode() < sort_key(other, "en").encode()) == (first < second)


@given(st.text(), st.sampled_from(["tr", "en"]))
def test_every_text_has_a_key_that_a_database_can_keep(text, language):
    key = sort_key(text.encode("utf-8", "ignore").decode(), language)

    assert "\x00" not in key
    assert len(key.encode()) < 2600


@given(st.text(alphabet="abcçIıİiâöé ", max_size=10), st.sampled_from(["tr", "en"]))
def test_it_does_not_matter_how_an_accent_was_typed(text, language):
    assert sort_key(unicodedata.normalize("NFD", text), language) == sort_key(text, language)
