import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabiz.kernel.paging import pack, unpack


@given(st.text(alphabet=st.characters(exclude_characters="\x00", codec="utf-8")), st.integers(0, 2**62))
def test_a_cursor_gives_back_what_was_packed(name, number):
    assert unpack(pack(name, number), str, int) == (name, number)


@pytest.mark.parametrize(
    "cursor", ["", "?", "abc", "W10", "ü", "bnVsbA", "eyJhIjoxfQ", pack(1, 2), pack("a"), pack("\x00", 1)]
)
def test_a_damaged_cursor_is_no_cursor(cursor):
    assert unpack(cursor, str, int) is None


@given(st.text())
def test_no_text_breaks_the_reader_of_cursors(text):
    unpack(text, str, int)
