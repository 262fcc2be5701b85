import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.language.folding import plain_letters, search_key, turkish_casefold


@pytest.mark.parametrize("typed", ["IŞIK", "ışık", "isik", "Isık", "İŞİK", "ISIK"])
def test_every_spelling_of_a_word_has_one_key(typed):
    assert search_key(typed) == "isik"


def test_turkish_capitals_become_their_own_small_letters():
    assert turkish_casefold("IĞDIR İZMİR") == "ığdır izmir"


def test_plain_letters_leave_blanks_and_signs_where_they_are():
    assert plain_letters("  ÇOK KÖTÜ,\tkâğıt!  ") == "  cok kotu,\tkagit!  "


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert search_key(search_key(text)) == search_key(text)


@given(st.text(alphabet="abcçdefgğhıijklmnoöprsştuüvyz ", max_size=20))
def test_capitals_and_small_letters_have_one_key(text):
    turkish_capitals = text.replace("i", "İ").upper()

    assert search_key(turkish_capitals) == search_key(text)


@given(st.text(alphabet="ıIiİşŞğĞçÇöÖüÜâîû ae", max_size=12))
def test_it_does_not_matter_how_an_accent_was_typed(text):
    assert search_key(unicodedata.normalize("NFD", text)) == search_key(text)
