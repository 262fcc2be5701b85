"""Which answers ask for somebody, and who that is."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from nabiz.customers.worth import mrr_of
from nabiz.followups.commands import open_follow_up
from nabiz.followups.listening import hear
from nabiz.followups.matching import due_after, said_in
from nabiz.followups.models import FollowUp, Rule
from nabiz.followups.queries import try_out
from nabiz.followups.wording import rule_in_words
from nabiz.reviews.events import ReviewPosted
from nabiz.team.events import CompanyFounded
from nabiz.timeline.commands import Draft, announce, append_events
from nabiz.timeline.models import Event


def pays(customer, mrr):
    facts = {"subscription": "s1", "mrr": mrr}
    with transaction.atomic():
        append_events([Draft("subscription.started", timezone.now(), customer.pk, facts=facts, currency="TRY")])


def test_a_detractor_has_a_follow_up_with_owner_and_due_time_at_once(follow_up, ana, timeline, deniz):
    assert follow_up.owner == ana
    assert timedelta(hours=23) < follow_up.due_at - timezone.now() <= timedelta(hours=24)
    assert timeline(deniz) == ["survey.answered", "followup.opened"]


def test_whoever_founds_the_company_answers_for_customers_without_an_owner(ana):
    with transaction.atomic():
        announce(CompanyFounded(company="Badem"), by=ana)

    assert set(Rule.objects.values_list("member", flat=True)) == {ana.pk}


def test_a_promoter_is_left_in_peace(say, deniz):
    assert say(deniz, 9) is None
    assert say(deniz, None, "Güzel") is None


def test_the_same_answer_opens_one_follow_up(follow_up):
    hear(Event.objects.get(pk=follow_up.answer))

    assert FollowUp.objects.count() == 1


def test_what_an_import_brings_from_last_year_opens_nothing(say, deniz):
    assert say(deniz, 2, happened_at=timezone.now() - timedelta(days=300)) is None


def test_a_bad_review_asks_for_somebody_too(rules, deniz):
    with transaction.atomic():
        announce(ReviewPosted(review="r1", site="Trustpilot", rating=1.0, body="Kötü"), about=deniz)

    assert FollowUp.objects.get().measure == "review"
    assert FollowUp.objects.get().reask_days is None


def test_a_rule_may_ask_for_the_revenue_of_the_account(say, deniz):
    Rule.objects.all().delete()
    Rule.objects.create(measure="nps", score=6, account_above=50_000)

    assert say(deniz, 3) is None
    pays(deniz, 60_000)

    assert mrr_of(deniz) == Decimal(60_000)
    assert say(deniz, 3) is not None


def test_the_rule_with_the_shortest_time_counts(say, deniz):
    hurry = Rule.objects.create(measure="nps", score=2, due_hours=4)

    assert say(deniz, 1).rule == hurry
    assert say(deniz, 5).rule != hurry


def test_a_rule_that_is_off_opens_nothing(say, deniz):
    Rule.objects.update(is_on=False)

    assert say(deniz, 0) is None


def test_an_owner_who_may_not_answer_is_passed_over(say, deniz, acme, ben, ana):
    acme.owner, deniz.owner = ben, ana
    acme.save()
    deniz.save()

    assert say(deniz, 0).owner == ana


def test_a_public_holiday_is_left_out_with_the_weekends(company):
    company.time_zone = "Europe/Istanbul"
    company.save()
    eve = datetime(2026, 10, 28, 15, tzinfo=ZoneInfo("Europe/Istanbul"))  # a Wednesday; Republic Day is tomorrow

    assert due_after(eve, 24, skips_weekends=True) == datetime(2026, 10, 30, 15, tzinfo=eve.tzinfo)
    assert due_after(eve, 48, skips_weekends=True) == datetime(2026, 11, 2, 15, tzinfo=eve.tzinfo)


def test_weekends_can_be_left_out_of_the_time(company):
    friday = datetime(2026, 11, 27, 15, tzinfo=ZoneInfo("UTC"))

    assert due_after(friday, 24, skips_weekends=False).weekday() == 5
    assert due_after(friday, 24, skips_weekends=True) == friday + timedelta(days=3)


def test_a_rule_says_itself_and_what_it_would_have_opened(say, deniz, company):
    say(deniz, 3)
    rule = Rule(measure="nps", score=6, account_above=50_000, due_hours=24)

    assert rule_in_words(rule).startswith("NPS ≤ 6, account above")
    assert (try_out(rule).n, try_out(Rule(measure="nps", score=6)).n) == (0, 1)


def test_opening_again_by_hand_gives_the_same_row(follow_up, deniz):
    event = Event.objects.get(pk=follow_up.answer)

    assert open_follow_up(follow_up.rule, event, said_in(event), deniz) == follow_up
