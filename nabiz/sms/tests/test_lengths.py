"""Parts of a short message, by the tables of GSM."""

import pytest

from nabiz.sms.lengths import measure, without_accents

TEXT = "Merhaba Ayşe, siparişiniz kargoya verildi. Teslimatı nasıl buldunuz? https://example.com/s/abcdefghij"


@pytest.mark.parametrize(
    ("text", "knows_turkish", "alphabet", "units", "parts"),
    [
        ("", False, "gsm7", 0, 1),
        ("a" * 160, False, "gsm7", 160, 1),
        ("a" * 161, False, "gsm7", 161, 2),
        ("a" * 306, False, "gsm7", 306, 2),
        ("a" * 307, False, "gsm7", 307, 3),
        ("öüÖÜÇ€", False, "gsm7", 7, 1),
        ("ş" + "a" * 69, False, "ucs2", 70, 1),
        ("ş" + "a" * 70, False, "ucs2", 71, 2),
        ("ş" + "a" * 153, True, "turkish", 155, 1),
        ("ş" + "a" * 154, True, "turkish", 156, 2),
        ("ş" * 75, True, "turkish", 150, 1),
        ("😀" * 35, True, "ucs2", 70, 1),
        ("😀" * 36, True, "ucs2", 72, 2),
        (TEXT, False, "ucs2", len(TEXT), 2),
        (TEXT, True, "turkish", len(TEXT) + 4, 1),
    ],
)
def test_parts_are_counted_as_gateways_do(text, knows_turkish, alphabet, units, parts):
    length = measure(text, knows_turkish=knows_turkish)

    assert (length.alphabet, length.units, length.parts) == (alphabet, units, parts)


def test_a_letter_of_two_units_is_not_torn():
    assert measure("a" * 152 + "€" + "a" * 152, knows_turkish=False).parts == 3


def test_without_marks_a_turkish_text_needs_one_part():
    assert measure(without_accents(TEXT + " “İyi” ğ…"), knows_turkish=False).alphabet == "gsm7"
    assert without_accents("Çağrı, ŞÖYLE: ıİ") == "Çagri, SÖYLE: iI"
