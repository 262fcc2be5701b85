"""What identifies a person leaves a text; what does not stays."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nabiz.language.checkdigits import is_card, is_iban, is_national_id, is_tax_number
from nabiz.language.masking import mask

TCKN, VKN, CARD, IBAN = "10000000146", "1234567890", "4111111111111111", "TR330006100519786457841326"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("TC kimlik numaram 10000000146, bakar mısınız", "TC kimlik numaram [national_id], bakar mısınız"),
        ("My card 4111 1111 1111 1111 was charged twice.", "My card [card] was charged twice."),
        ("kartım 4111-1111-1111-1111", "kartım [card]"),
        ("amex 3782 822463 10005.", "amex [card]."),
        ("IBAN: TR33 0006 1005 1978 6457 8413 26 ve adım", "IBAN: [iban] ve adım"),
        ("tr330006100519786457841326'ya yatırın", "[iban]'ya yatırın"),
        ("Refund to GB29 NWBK 6016 1331 9268 19 please", "Refund to [iban] please"),
        ("deniz.kaya+x@ornek.com.tr'ye yazın.", "[email]'ye yazın."),
        ("Write to <ben@example.com>, thanks", "Write to <[email]>, thanks"),
        ("0532 123 45 67'den arayın", "[phone]'den arayın"),
        ("tel: 05321234567.", "tel: [phone]."),
        ("(0212) 555 12 34 açılmıyor", "[phone] açılmıyor"),
        ("532 123 45 67", "[phone]"),
        ("Call me on +44 20 7946 0958 after 5", "Call me on [phone] after 5"),
        ("+90 (532) 123-45-67", "[phone]"),
        ("call (212) 555-0147 or 212-555-0147", "call [phone] or [phone]"),
        ("vergi numaramız 1234567890 olarak geçsin", "vergi numaramız [tax_number] olarak geçsin"),
        ("34 ABC 123 plakalı araç", "[plate] plakalı araç"),
        ("key sk_live_4eC39HqLyjWDarjtT1zdp7dc leaked", "key [secret] leaked"),
        ("şifrem: hunter22, giremiyorum", "şifrem: [secret], giremiyorum"),
        ("AKIAIOSFODNN7EXAMPLE", "[secret]"),
    ],
)
def test_what_identifies_somebody_is_masked(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "Sipariş no 5321234567 hâlâ gelmedi",
        "Order 1002003004 arrived on 01.02.2026 10:30, paid 1.204,50 TL",
        "28.11.2026 14:05 ve 2026-11-28 tarihlerinde aradım",
        "01-02-2026 10:30'da 3 kez",
        "It cost 12,500.00 USD, 20 TL 500 kuruş kargo",
        "Takip numarası 12345678901 yanlış",
        "fatura 1234567890",
        "saat 10 - 12 arası, 2 + 2 = 4",
        "4111 1111 1111 1112",
        "TR33 0006 1005 1978 6457 8413 27",
        "Bu ürünü @nabiz hesabından gördüm",
        "500 GB 1000 Mbit, 15 KG 100 adet",
        "f47ac10b-58cc-4372-a567-0e02b2c3d479",
        "Puanım 10, 9, 8, 7, 6, 5, 4, 3, 2, 1",
        "",
        "TR33 0006 1005 1978 6457 84+3 26",
        "TR330006100519786457841+26",
        "DE89a12345678901234567 a+1",
    ],
)
def test_what_identifies_nobody_stays(text):
    assert mask(text).text == text


def test_the_kinds_and_places_are_told():
    masked = mask("ben@example.com ya da 0532 123 45 67")

    assert [(each.kind, each.start, each.end) for each in masked.found] == [("email", 0, 15), ("phone", 22, 36)]


nines = st.text("0123456789", min_size=9, max_size=9).filter(lambda digits: digits[0] != "0")
around = st.text("abç ığz.,;:!?'\"()\n", max_size=20)


@settings(deadline=None)
@given(nines, around, around)
def test_every_identity_number_is_found_in_any_surroundings(nine, before, after):
    each = [int(digit) for digit in nine]
    tenth = (7 * sum(each[0::2]) - sum(each[1::2])) % 10
    number = f"{nine}{tenth}{(sum(each) + tenth) % 10}"

    assert is_national_id(number)
    assert number not in mask(f"{before} {number} {after}").text


@settings(deadline=None)
@given(st.text("0123456789", min_size=11, max_size=11), st.integers(0, 14))
def test_every_card_number_is_found_and_a_changed_one_is_not(digits, place):
    fifteen = "4539" + digits
    card = next(fifteen + check for check in "0123456789" if is_card(fifteen + check))
    wrong = card[:place] + str((int(card[place]) + 1) % 10) + card[place + 1 :]

    assert mask(f"kart {card}!").kinds == {"card"}
    assert not is_card(wrong)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_masking_twice_is_masking_once_and_what_is_found_adds_up(text):
    masked = mask(text)
    left = text
    for each in reversed(masked.found):
        left = left[: each.start] + f"[{each.kind}]" + left[each.end :]

    assert left == masked.text
    assert mask(masked.text).text == masked.text


@settings(deadline=None)
@given(st.integers(0, 999_999_999))
def test_numbers_of_up_to_nine_digits_are_nobodys(number):
    assert mask(f"no {number} tutar {number},50").found == ()


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "a",
        "a@",
        "@",
        "+1",
        "0 1-",
        "(0",
        "A1",
        "TR33 ",
        "a.",
        "a-",
        "eyJa.",
        "şifre:",
        "sk_",
        "34ABC",
        "aA1",
    ],
)
def test_no_text_makes_it_slow(piece):
    text = (piece * 100_000)[:100_000]
    began = time.process_time()
    mask(text)

    assert time.process_time() - began < 2  # far above what it takes, far below what a runaway pattern would


def test_check_digits_agree_with_published_examples():
    assert (is_national_id(TCKN), is_tax_number(VKN), is_card(CARD), is_iban(IBAN)) == (True, True, True, 26)
    assert not is_national_id("10000000147")
    assert not is_tax_number("1234567891")


@pytest.mark.parametrize("number", ["0532 123 45 67", "05321234567", "(0532) 123 45 67"])
def test_a_mobile_number_is_one_whatever_stands_before_it(number):
    assert mask(f"Kargo gelmedi, beni {number} numaradan arayın").text == "Kargo gelmedi, beni [phone] numaradan arayın"
