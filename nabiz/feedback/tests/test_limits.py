"""The limits hold for whatever was asked before, however many work at once and however many people there are."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nabiz.customers.models import Customer, Identity, Segment
from nabiz.feedback.models import Invitation
from nabiz.feedback.sending.models import Caps, Turn
from nabiz.feedback.sending.triggers import send_by_hand, set_trigger
from nabiz.feedback.sending.turns import take_turns
from nabiz.feedback.tests.visitor import COMMENT, NPS

HISTORY = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 380)), max_size=5)
LIMITS = st.tuples(st.integers(0, 60), st.integers(0, 200), st.integers(1, 5))
PEOPLE = 10_000


@pytest.fixture
def crowd():
    """So many customers of the segment "all", long known, with a number each."""

    def made(many):
        since = timezone.now() - timedelta(days=1_000)
        people = Customer.objects.bulk_create(
            [Customer(name=f"C {n}", language="tr", since=since) for n in range(many)]
        )
        Identity.objects.bulk_create(
            [Identity(customer=each, kind="phone", value=f"+90532{n:07}") for n, each in enumerate(people)]
        )
        Segment.objects.get_or_create(slug="all", defaults={"name": "All", "filter": ""})
        return people

    return made


def asked(survey, customer, days_ago):
    at = timezone.now() - timedelta(days=days_ago)
    token = f"{survey.pk}-{customer.pk}-{days_ago}-{asked.count}"
    asked.count += 1
    return Invitation(survey=survey, customer=customer, token_hash=token, invited_at=at, expires_at=at)


asked.count = 0


def breaks(days, mine, limits):
    """Whether an invitation today breaks a limit; `days` are those of all earlier ones, `mine` of the same survey."""
    any_days, same_days, per_year = limits
    too_soon = any(ago < any_days for ago in days) or any(ago < max(any_days, same_days) for ago in mine)
    return too_soon or sum(ago < 365 for ago in days) >= per_year


@pytest.mark.django_db
def test_whatever_was_asked_before_nobody_is_asked_against_the_limits_and_nobody_is_left_out(make_live, ceren, crowd):
    surveys = [make_live(NPS), make_live(COMMENT), make_live(NPS)]
    people = crowd(8)
    triggers = [set_trigger(each, by=ceren, channel="sms", segment="all") for each in surveys[:2]]

    @settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.lists(HISTORY, min_size=8, max_size=8), LIMITS)
    def holds(histories, limits):
        with transaction.atomic():
            check(histories, limits)
            transaction.set_rollback(True)

    def check(histories, limits):
        Caps.objects.create(days_any=limits[0], days_same=limits[1], per_year=limits[2], days_new=0)
        past = [asked(surveys[s], who, ago) for who, h in zip(people, histories, strict=True) for s, ago in h]
        Invitation.objects.bulk_create(past)
        for trigger in triggers:
            send_by_hand(trigger, by=ceren)
        take_turns()
        for who, history in zip(people, histories, strict=True):
            days = [ago for _s, ago in history]
            for number, trigger in enumerate(triggers):
                mine = [ago for s, ago in history if s == number]
                is_asked = trigger.turns.get(customer=who).state == "sent"
                assert is_asked == (not breaks(days, mine, limits)), (history, limits)
                if is_asked:
                    days.append(0)

    holds()


@pytest.mark.django_db(transaction=True)
def test_ten_thousand_people_whom_two_surveys_and_four_workers_may_ask_are_each_asked_once(make_live, ceren, crowd):
    people, surveys = crowd(PEOPLE), [make_live(NPS), make_live(COMMENT)]
    lately = people[::20]
    Invitation.objects.bulk_create([asked(surveys[n % 2], each, n % 25) for n, each in enumerate(lately)])
    for survey in surveys:
        send_by_hand(set_trigger(survey, by=ceren, channel="sms", segment="all"), by=ceren)

    def work():
        take_turns()
        connection.close()

    workers = [threading.Thread(target=work) for _n in range(4)]
    [worker.start() for worker in workers]
    [worker.join() for worker in workers]

    fresh = Invitation.objects.filter(invited_at__gt=timezone.now() - timedelta(hours=1), channel="sms")
    assert sorted(fresh.values_list("customer", flat=True)) == sorted({e.pk for e in people} - {e.pk for e in lately})
    assert Turn.objects.filter(state="held", reason="capped").count() == PEOPLE + len(lately)
