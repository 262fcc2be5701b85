"""Who may be contacted for what, and how they say no."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from nabiz.customers.models import Customer, Identity
from nabiz.privacy.commands import (
    ConsentRow,
    Proof,
    allow_again,
    record_consent,
    record_consents,
    set_policy,
    suppress,
    withdraw_everything,
)
from nabiz.privacy.models import Consent
from nabiz.privacy.queries import contactable, may_contact, quiet_until

YESTERDAY = timezone.now() - timedelta(days=1)


def say(customer, is_given, purpose="marketing", channel="email", **more):
    return record_consent(customer, purpose, channel, is_given=is_given, source="HS_WEB", **more)


def test_marketing_waits_for_consent_and_surveys_do_not(deniz):
    marketing, survey = (may_contact(deniz, purpose, "email") for purpose in ("marketing", "research"))

    assert (marketing.allowed, marketing.reason) == (False, "no_consent")
    assert (survey.allowed, survey.reason, survey.address) == (True, "interest", "deniz@acme.test")


def test_the_company_may_ask_for_consent_to_surveys_too(deniz, owner):
    set_policy("research", "consent", by=owner)

    assert not may_contact(deniz, "research", "email").allowed


def test_the_newest_word_counts(deniz, timeline):
    say(deniz, True)
    given = may_contact(deniz, "marketing", "email")
    say(deniz, False)

    assert (given.allowed, given.consent.source) == (True, "HS_WEB")
    assert may_contact(deniz, "marketing", "email").reason == "withdrawn"
    assert timeline(deniz) == ["consent.given", "consent.withdrawn"]


def test_a_moment_past_is_answered_by_what_was_known_then(deniz):
    say(deniz, True, at=YESTERDAY - timedelta(days=1))
    say(deniz, False)

    assert may_contact(deniz, "marketing", "email", at=YESTERDAY).allowed


def test_a_no_outweighs_every_basis(deniz):
    withdraw_everything(deniz, source="HS_CAGRI_MERKEZI")

    assert may_contact(deniz, "research", "email").sentence == "They no longer want it."
    assert may_contact(deniz, "service", "email").allowed


def test_saying_the_same_again_is_written_once(deniz, timeline):
    assert say(deniz, True) == say(deniz, True)
    assert timeline(deniz) == ["consent.given"]


def test_new_proof_renews_a_consent(deniz):
    say(deniz, True)

    assert say(deniz, True, proof=Proof("We may write to you.", "2", "10.0.0.1")).version == "2"
    assert "10.0.0.1" not in str(list(Consent.objects.values()))


def test_the_ledger_cannot_be_rewritten(deniz):
    word = say(deniz, True)

    with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
        Consent.objects.filter(pk=word.pk).update(is_given=False)


def test_an_address_of_its_own_may_be_refused(deniz):
    second = Identity.objects.create(customer=deniz, kind="email", value="d.kaya@acme.test")
    say(deniz, False, "research", address="deniz@acme.test")

    assert may_contact(deniz, "research", "email").address == "d.kaya@acme.test"
    assert may_contact(deniz, "research", "email", address=second.value).allowed
    assert may_contact(deniz, "research", "email", address="Deniz@Acme.test").reason == "withdrawn"


def test_an_address_that_bounced_takes_nothing_until_it_is_allowed_again(deniz):
    suppress("email", "DENIZ@acme.test", "bounce")
    bounced = may_contact(deniz, "service", "email")
    allow_again("email", "deniz@acme.test")

    assert bounced.reason == "bounce"
    assert may_contact(deniz, "service", "email").allowed


def test_who_complained_still_hears_what_the_service_needs(deniz):
    suppress("email", "deniz@acme.test", "complaint")

    assert may_contact(deniz, "research", "email").reason == "complaint"
    assert may_contact(deniz, "service", "email").allowed


def test_without_an_address_nobody_is_written_to(deniz):
    assert may_contact(deniz, "service", "sms").reason == "no_address"
    assert may_contact(deniz, "service", "web").allowed


def test_what_a_merged_customer_refused_stays_refused(deniz):
    other = Customer.objects.create(name="D. Kaya", merged_into=deniz)
    say(other, False, "research")

    assert may_contact(deniz, "research", "email").reason == "withdrawn"
    assert may_contact(other, "research", "email").reason == "withdrawn"


def test_many_are_answered_at_once_with_the_reasons_counted(deniz, django_assert_max_num_queries):
    others = Customer.objects.bulk_create(Customer(name=f"C{n}") for n in range(20))
    say(deniz, True)

    with django_assert_max_num_queries(8):
        found = contactable([deniz.pk, *(each.pk for each in others), 987_654], "marketing", "email")

    assert (found.allowed, found.addresses) == ([deniz.pk], {deniz.pk: "deniz@acme.test"})
    assert found.counts == {"consent_given": 1, "no_address": 20, "unknown": 1}


def test_a_list_is_taken_in_once_and_its_faults_are_told(deniz, timeline):
    rows = [
        ConsentRow("Deniz@acme.test", "marketing", "email", True, YESTERDAY, "HS_ISLAK_IMZA", proof=Proof("Yes")),
        ConsentRow("nobody@acme.test", "marketing", "email", True, YESTERDAY),
        ConsentRow("deniz@acme.test", "gossip", "email", True, YESTERDAY),
    ]

    first, again = record_consents(rows), record_consents(rows)

    assert (first.new, first.same, [row for row, _ in first.problems]) == (1, 0, [1, 2])
    assert (again.new, again.same) == (0, 1)
    assert timeline(deniz) == ["consent.given"]


@pytest.mark.parametrize(("hour", "until"), [(20, None), (22, 6), (3, 6), (9, None)])
def test_quiet_hours_end_on_the_companys_clock(owner, hour, until):
    set_policy("research", "interest", by=owner, quiet_from=time(21), quiet_to=time(9))
    now = datetime(2026, 3, 2, hour, tzinfo=UTC) - timedelta(hours=3)  # Istanbul is three hours ahead

    ends = quiet_until("research", "sms", at=now)

    assert (ends and ends.astimezone(UTC).hour) == until
    assert quiet_until("research", "email", at=now) is None


def test_an_address_that_came_back_is_shown_and_can_be_used_again(deniz, ana, sign_in):
    suppress("email", "deniz@acme.test", "bounce")
    browser, page = sign_in(ana), f"/privacy/customers/{deniz.pk}/"
    before = browser.get(page).content.decode()
    browser.post(f"{page}address/", {"address": "deniz@acme.test"})

    assert "Messages to deniz@acme.test come back." in before
    assert may_contact(deniz, "service", "email").allowed
