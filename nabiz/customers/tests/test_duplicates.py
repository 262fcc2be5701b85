import pytest

from nabiz.customers.candidates import (
    look_for_duplicates,
    open_candidates,
    put_off_candidate,
    reject_candidate,
)
from nabiz.customers.commands import refresh_search
from nabiz.customers.evidence import speaks_against, speaks_for
from nabiz.customers.merging import merge_customers, unmerge
from nabiz.customers.models import Candidate, Customer, Identity
from nabiz.customers.names import likeness, may_be_short_for, words_of_name
from nabiz.customers.queries import one_person

pytestmark = pytest.mark.django_db


def person(name="", *, email="", phone="", account=None, **traits):
    customer = Customer.objects.create(name=name, account=account, traits=traits)
    for kind, value in (("email", email), ("phone", phone)):
        if value:
            Identity.objects.create(customer=customer, kind=kind, value=value)
    refresh_search([customer.pk])
    return customer


def proposed():
    look_for_duplicates()
    return [{each.one_id, each.other_id} for each in open_candidates()]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sn. Memo ÇELİK", "Mehmet Celik"),
        ("IŞIK Yıldız", "ışık yildiz"),
        ("Kaya, Deniz", "Deniz Kaya"),
        ("Bob Lee", "Robert Lee"),
    ],
)
def test_a_name_is_the_same_however_it_is_written(one, other):
    assert sorted(words_of_name(one)) == sorted(words_of_name(other))


def test_a_name_may_be_short_or_mistyped():
    assert may_be_short_for(words_of_name("D. Kaya"), words_of_name("Deniz Kaya"))
    assert not may_be_short_for(words_of_name("Ece Kaya"), words_of_name("Deniz Kaya"))
    assert likeness(words_of_name("Zeynep Yılmaz"), words_of_name("Zeynp Yilmaz")) > 86


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Deniz Kaya"}, {"name": "DENİZ KAYA"}),
        (
            {"name": "Deniz Kaya", "email": "deniz.kaya@gmail.com"},
            {"name": "D. Kaya", "email": "denizkaya+shop@gmail.com"},
        ),
        ({"name": "Deniz Kaya"}, {"email": "deniz.kaya@acme.test", "city": "İzmir"} | {"name": "Deniz Kaya"}),
        (
            {"name": "Zeynep Yılmaz", "adres": "Moda Cad. 12, Kadıköy"},
            {"name": "Zeynp Yilmaz", "address": "MODA CAD 12 KADIKÖY"},
        ),
    ],
)
def test_records_of_one_person_are_proposed(one, other):
    pair = {person(**one).pk, person(**other).pk}

    assert proposed() == [pair]


def test_a_family_that_shares_an_address_is_not():
    person("Deniz Kaya", adres="Moda Cad. 12, Kadıköy")
    person("Ece Kaya", adres="Moda Cad. 12, Kadıköy")

    assert proposed() == []


def test_a_name_that_many_bear_is_not_enough():
    several = [person("Mehmet Yılmaz") for _ in range(6)]
    assert proposed() == []

    for each in several[:2]:
        Customer.objects.filter(pk=each.pk).update(traits={"dogum_tarihi": "1990-05-01"})
    assert proposed() == [{several[0].pk, several[1].pk}]


def test_the_reasons_are_told_in_words(acme):
    person("Deniz Kaya", account=acme, birthday="1990-05-01")
    person("Deniz Kaya", account=acme, birthday="1991-05-01", email="dk@acme.test")
    look_for_duplicates()
    candidate = Candidate.objects.first() or Candidate(
        reasons=[("same_name", 9, "Deniz Kaya"), ("other_birth", -8, "")]
    )

    assert "Both are called Deniz Kaya." in speaks_for(candidate)
    assert speaks_against(candidate) == ["They were born on different days."]


def test_only_who_changed_is_looked_at_again():
    first, _ = person("Deniz Kaya"), person("Ece Işık")
    assert look_for_duplicates() == 2
    assert look_for_duplicates() == 0

    Customer.objects.filter(pk=first.pk).update(name="Ece Işık")
    refresh_search([first.pk])

    assert look_for_duplicates() == 1
    assert len(open_candidates()) == 1


def test_not_the_same_is_remembered(ana):
    one, _ = person("Deniz Kaya"), person("Deniz Kaya")
    look_for_duplicates()
    reject_candidate(open_candidates().get(), by=ana)

    Customer.objects.filter(pk=one.pk).update(traits={"city": "İzmir"})

    assert proposed() == []


def test_later_is_later(ana):
    person("Deniz Kaya"), person("Deniz Kaya")
    look_for_duplicates()
    put_off_candidate(open_candidates().get(), by=ana)

    assert proposed() == []


def test_merged_ones_are_settled_and_come_back_when_parted(ana):
    one, other = person("Deniz Kaya"), person("Deniz Kaya")
    assert proposed() == [{one.pk, other.pk}]
    merge_customers(other, into=one, by=ana)
    assert proposed() == []

    unmerge(other, by=ana)

    assert proposed() == [{one.pk, other.pk}]


def test_a_member_decides_on_the_page(sign_in, ana):
    one, other = person("Deniz Kaya", email="deniz@acme.test"), person("Deniz Kaya", phone="+905321234567")
    look_for_duplicates()
    browser = sign_in(ana)
    page = browser.get("/customers/duplicates/").content.decode()
    assert "Both are called Deniz Kaya." in page
    assert "+905321234567" in page

    browser.post(f"/customers/duplicates/{open_candidates().get().pk}/merge/", {"keep": other.pk})

    assert sorted(one_person(other.pk)) == [one.pk, other.pk]
    assert "No two customers look like one" in browser.get("/customers/duplicates/").content.decode()


@pytest.mark.parametrize("verdict", ["rejection", "delay"])
def test_a_pair_can_be_rejected_or_put_off_on_the_page(sign_in, ana, verdict):
    person("Deniz Kaya"), person("Deniz Kaya")
    look_for_duplicates()

    sign_in(ana).post(f"/customers/duplicates/{open_candidates().get().pk}/{verdict}/")

    assert not open_candidates()
    assert Candidate.objects.get().by_id == ana.pk


def test_two_customers_can_be_merged_by_hand_and_parted(sign_in, ana):
    one, other = person("Deniz Kaya"), person("Dnz Ky")
    browser = sign_in(ana)
    assert "Dnz Ky" in browser.get(f"/customers/{one.pk}/merges/?q=dnz").content.decode()

    browser.post(f"/customers/{one.pk}/merges/", {"other": other.pk})
    assert sorted(one_person(one.pk)) == [one.pk, other.pk]

    browser.post(f"/customers/{one.pk}/merges/{other.merges.get().pk}/removal/")
    assert one_person(one.pk) == [one.pk]


def test_an_address_is_judged_on_the_page(sign_in, ana, deniz):
    address = deniz.identities.get()

    sign_in(ana).post(f"/customers/{deniz.pk}/identities/{address.pk}/", {"verdict": "shared"})

    assert Identity.objects.get(pk=address.pk).is_shared
    assert "shared by several people" in sign_in(ana).get(f"/customers/{deniz.pk}/").content.decode()


@pytest.mark.parametrize("page", ["duplicates/", "1/merges/"])
def test_a_viewer_decides_nothing(sign_in, ben, page):
    assert sign_in(ben).get(f"/customers/{page}").status_code == 404
