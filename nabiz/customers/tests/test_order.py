import pytest

from nabiz.customers.commands import refresh_account_search, refresh_search
from nabiz.customers.models import Account, Customer, Identity
from nabiz.customers.queries import count_of, page_of_accounts, page_of_customers

NAMES = ["Zeynep", "Özlem", "Osman", "İpek", "Işık", "Çağla", "Ceren", "", "Şule", "Selim"]


@pytest.fixture
def many(db):
    customers = [Customer.objects.create(name=name) for name in NAMES]
    refresh_search([customer.pk for customer in customers])
    return customers


def walk(**how):
    names, after = [], ""
    while True:
        page = page_of_customers(Customer.objects.present(), after=after, rows=3, **how)
        names += [customer.name for customer in page.rows]
        if not (after := page.next):
            return names


def test_turkish_readers_get_the_turkish_alphabet(many):
    expected = ["Ceren", "Çağla", "Işık", "İpek", "Osman", "Özlem", "Selim", "Şule", "Zeynep", ""]
    assert walk(sort="name", language="tr") == expected


def test_english_readers_find_accents_beside_their_plain_letters(many):
    expected = ["Çağla", "Ceren", "İpek", "Işık", "Osman", "Özlem", "Selim", "Şule", "Zeynep", ""]
    assert walk(sort="name", language="en-gb") == expected


def test_the_newest_come_first(many):
    assert walk(sort="newest", language="tr") == NAMES[::-1]


def test_who_has_no_name_stands_where_the_address_would(many):
    Identity.objects.create(customer=many[NAMES.index("")], kind="email", value="pelin@ornek.test")
    refresh_search([many[NAMES.index("")].pk])

    assert walk(sort="name", language="tr")[6] == ""


def test_a_damaged_cursor_begins_at_the_top(many):
    for sort in ("name", "newest"):
        assert len(page_of_customers(Customer.objects.all(), sort=sort, language="tr", after="W10x").rows) == len(NAMES)


def test_accounts_are_sorted_and_found_too(db):
    for name in ("Özgür", "Orman"):
        refresh_account_search([Account.objects.create(name=name).pk])

    assert [each.name for each in page_of_accounts(Account.objects.all(), language="tr").rows] == ["Orman", "Özgür"]


def test_a_count_stops_at_its_limit(many):
    assert (count_of(Customer.objects.all(), limit=5).n, count_of(Customer.objects.all(), limit=5).is_exact) == (
        5,
        False,
    )
    assert count_of(Customer.objects.all(), limit=10).is_exact
