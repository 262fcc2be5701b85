import pytest

from nabiz.customers.free_mail import is_free_mail
from nabiz.customers.normalise import email_of, is_role_address, mailbox_of, phone_of


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" Deniz@Acme.TEST ", "deniz@acme.test"),
        ("BİLGİ@ÖRNEK.COM", "bilgi@xn--rnek-4qa.com"),
        ("bilgi@xn--rnek-4qa.com", "bilgi@xn--rnek-4qa.com"),
        ("INFO@İSTANBUL.TEST", "info@istanbul.test"),
        ("no address", ""),
    ],
)
def test_an_address_is_written_one_way(written, kept):
    assert email_of(written) == kept


def test_a_mailbox_is_the_same_behind_dots_and_plus_signs():
    assert mailbox_of("d.eniz+shop@googlemail.com") == mailbox_of("deniz@gmail.com")
    assert mailbox_of("d.eniz@acme.test") != mailbox_of("deniz@acme.test")


@pytest.mark.parametrize("written", ["0532 123 45 67", "+90 (532) 123-45-67", "05321234567", "0090 532 1234567"])
def test_a_number_is_written_one_way(written):
    assert phone_of(written) == "+905321234567"


@pytest.mark.parametrize(
    "name", ["info", "satis", "satış", "destek2", "musteri.hizmetleri", "İLETİŞİM", "no-reply", "sales+tr"]
)
def test_roles_are_known_in_both_languages(name):
    assert is_role_address(f"{name}@acme.test")


@pytest.mark.parametrize("name", ["deniz", "infante", "salesh", "ali.destek"])
def test_people_are_no_roles(name):
    assert not is_role_address(f"{name}@acme.test")


def test_free_mail_is_known_under_many_endings():
    assert all(
        map(is_free_mail, ["gmail.com", "hotmail.com.tr", "outlook.com.tr", "yandex.com.tr", "mynet.com", "ya.ru"])
    )
    assert not any(map(is_free_mail, ["acme.com", "gmail.acme.com.tr", "live-music.com"]))
