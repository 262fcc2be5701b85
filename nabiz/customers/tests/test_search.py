import pytest

from nabiz.customers.commands import refresh_search
from nabiz.customers.models import Customer, Identity
from nabiz.customers.queries import customers_found_by, customers_matching


@pytest.fixture
def isik(db):
    customer = Customer.objects.create(name="Işık Yılmaz")
    Identity.objects.create(customer=customer, kind="email", value="isik.yilmaz@ornek.test")
    Identity.objects.create(customer=customer, kind="phone", value="+905321234567")
    refresh_search([customer.pk])
    return customer


@pytest.mark.parametrize(
    "query",
    [
        "IŞIK",
        "ışık",
        "isik",
        "Isik YILMAZ",
        "yılmaz ış",
        "ornek.test",
        "0532 123 45 67",
        "+90 532 123",
        "(532) 1234567",
    ],
)
def test_a_customer_is_found_however_the_keyboard_spells(isik, query):
    assert list(customers_matching(f"q={query.replace('+', '%2B')}")) == [isik]


@pytest.mark.parametrize("query", ["lm", "ı ş", "ısık kaya", "0533 123", "%", "_____", "\\", "işık%"])
def test_every_word_must_match_and_signs_mean_themselves(isik, query):
    assert list(customers_found_by(None, query)) == []


@pytest.mark.parametrize("query", ["ış", "yı", "Y", "i y"])
def test_one_or_two_letters_are_the_beginning_of_a_word(isik, query):
    assert list(customers_found_by(None, query)) == [isik]


def test_a_customer_is_found_by_the_name_of_the_company(isik, acme):
    isik.account = acme
    isik.save()
    refresh_search([isik.pk])

    assert list(customers_matching("q=sahne işık")) == [isik]


def test_a_merged_customer_is_seen_through_the_one_it_became(isik, deniz):
    Customer.objects.filter(pk=isik.pk).update(merged_into=deniz)

    assert list(customers_matching("q=isik")) == []
