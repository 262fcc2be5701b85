import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from nabiz.customers import erasure
from nabiz.customers.commands import create_segment, erase_customer, write_note
from nabiz.customers.erasure import prove_erased, register
from nabiz.customers.merging import merge_customers
from nabiz.customers.models import Customer, Identity
from nabiz.feedback.events import SurveyAnswered
from nabiz.timeline.commands import announce
from nabiz.timeline.models import Event, Gone


@pytest.fixture
def answered(deniz, ana):
    """Deniz has answered, was written about, and has absorbed somebody."""
    twin = Customer.objects.create(name="D. Kaya")
    Identity.objects.create(customer=twin, kind="phone", value="+905321234567")
    with transaction.atomic():
        announce(SurveyAnswered(survey="NPS", measure="nps", score=3, comment="deniz@acme.test"), about=twin)
    write_note(deniz, "Called +90 532 123 45 67", by=ana)
    merge_customers(twin, into=deniz, by=ana)
    return deniz, twin


def test_erasing_leaves_nothing_in_any_table(answered, owner):
    erased = erase_customer(answered[0], by=owner)

    assert set(erased.customer_ids) == {person.pk for person in answered}
    assert prove_erased(erased.customer_ids, erased.needles) == []
    assert not Customer.objects.exists()


def test_the_mirror_is_told_who_is_gone(answered, owner):
    erase_customer(answered[0], by=owner)

    assert set(Gone.objects.values_list("customer_id", flat=True)) == {person.pk for person in answered}


def test_the_audit_keeps_only_a_number(answered, owner):
    erase_customer(answered[0], by=owner)

    [event] = Event.objects.filter(kind="customer.erased")
    assert (event.customer_id, event.member_id) == (None, owner.pk)
    assert event.facts == {"number": answered[0].pk, "events": 3}


def test_the_proof_finds_what_was_overlooked(answered, owner):
    create_segment("Kaya", "q=deniz@acme.test", by=owner)
    other = Customer.objects.create(name="Ece", traits={"friend": "Deniz@Acme.test"})
    write_note(other, "Deniz is at 0 532 1234567", by=owner)

    erased = erase_customer(answered[0], by=owner)

    places = ["customers_customer.traits"]
    assert prove_erased(erased.customer_ids, erased.needles) == places


def test_packages_above_forget_in_the_same_transaction(deniz, monkeypatch):
    monkeypatch.setattr(erasure, "_erasers", {})
    asked = []
    register("intake", lambda ids, needles: asked.append((ids, needles)))

    erase_customer(deniz)

    assert asked == [([deniz.pk], ["deniz%40acme.test", "deniz@acme.test"])]


def test_when_another_package_fails_nothing_is_erased(deniz, monkeypatch):
    monkeypatch.setattr(erasure, "_erasers", {"broken": lambda ids, needles: 1 / 0})

    with pytest.raises(ZeroDivisionError):
        erase_customer(deniz)

    assert Customer.objects.filter(pk=deniz.pk).exists()


def test_the_command_erases_by_address(deniz, capsys, mirror_folder):
    call_command("erase", "Deniz@acme.test", "--yes")

    assert not Customer.objects.exists()
    assert "found nothing left" in capsys.readouterr().out


def test_the_command_says_whom_it_does_not_know(db):
    with pytest.raises(CommandError, match="There is no customer"):
        call_command("erase", "nobody@acme.test", "--yes")


def test_only_who_may_erase_sees_the_page(sign_in, deniz, owner, ana):
    assert sign_in(ana).post(f"/customers/{deniz.pk}/erasure/").status_code == 404
    assert sign_in(owner).get(f"/customers/{deniz.pk}/erasure/").status_code == 200

    sign_in(owner).post(f"/customers/{deniz.pk}/erasure/")

    assert not Customer.objects.exists()
