from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from nabiz.metrics.commands import drop_goal, set_goal
from nabiz.metrics.definitions import metric_named
from nabiz.metrics.goals import goals_of, outlook
from nabiz.metrics.tests.mirrors import answers, write_events
from nabiz.timeline.models import Event

HOME = SimpleNamespace(time_zone="Europe/Istanbul", currency="TRY")


def months_ago(count):
    first = timezone.localdate().replace(day=1)
    for _each in range(count):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def in_months(count):
    return (timezone.localdate().replace(day=1) + timedelta(days=31 * count + 14)).replace(day=15)


@pytest.fixture
def rising(mirror):
    """Twelve months in which the share of promoters rises by about two in a hundred."""
    for back in range(1, 13):
        promoters = 60 - 2 * back
        when = f"{months_ago(back)}T12:00"
        write_events(answers([10] * promoters + [7] * 20 + [2] * (80 - promoters), when))


@pytest.fixture
def nps_goal(db, owner):
    def make(target, due=None):
        return set_goal(metric_named("nps"), target, due or in_months(3), owner_id=owner.pk, by=owner)

    return make


@pytest.mark.django_db(transaction=True)
def test_a_goal_below_what_is_expected_is_on_track(rising, nps_goal):
    found = outlook(nps_goal(10), HOME)

    assert found.verdict == "on_track"
    assert found.low < found.value < found.high


@pytest.mark.django_db(transaction=True)
def test_a_goal_far_above_is_at_risk(rising, nps_goal):
    found = outlook(nps_goal(90), HOME)

    assert (found.verdict, found.is_open) == ("at_risk", False)


@pytest.mark.django_db(transaction=True)
def test_a_goal_whose_month_is_over_was_reached_or_missed(rising, nps_goal):
    last_month = months_ago(1)

    assert outlook(nps_goal(37, due=last_month), HOME).verdict == "missed"
    assert outlook(nps_goal(36, due=last_month), HOME).verdict == "reached"


@pytest.mark.django_db(transaction=True)
def test_too_short_a_history_says_so(mirror, nps_goal):
    write_events(answers([9] * 40, f"{months_ago(1)}T12:00"))

    found = outlook(nps_goal(10), HOME)

    assert (found.verdict, found.value) == ("unknown", None)


@pytest.mark.django_db(transaction=True)
def test_a_new_goal_takes_the_place_of_the_old_and_both_are_on_the_trail(nps_goal, owner):
    nps_goal(10)
    nps_goal(20, due=date(2030, 1, 1))

    assert goals_of(["nps", "csat"])["nps"].target == 20
    drop_goal(metric_named("nps"), by=owner)
    assert goals_of(["nps"]) == {}
    assert list(Event.objects.order_by("id").values_list("kind", flat=True)) == ["goal.set", "goal.set", "goal.dropped"]


@pytest.mark.django_db(transaction=True)
def test_a_share_is_written_in_percent_and_shown_on_page_and_tile(mirror, owner, sign_in):
    scores = [answers([5] * 40 + [2] * 20, f"{months_ago(back)}T12:00", measure="csat") for back in range(1, 10)]
    write_events([row for month in scores for row in month])
    browser = sign_in(owner)

    browser.post("/metrics/csat/goal/", {"target": "70", "due": in_months(2), "owner_id": owner.pk})

    assert goals_of(["csat"])["csat"].target == pytest.approx(0.7)
    page = browser.get("/metrics/csat/").content.decode()
    assert "Goal: 70.0% by" in page
    assert "At risk" in page
    assert "At risk: goal 70.0% by" in browser.get("/metrics/").content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("target", "sentence"), [("170", "outside of what"), ("abc", "Enter a number")])
def test_a_goal_that_cannot_be_is_refused_with_a_sentence(mirror, owner, sign_in, target, sentence):
    found = sign_in(owner).post("/metrics/csat/goal/", {"target": target, "due": in_months(2)})

    assert found.status_code == 422
    assert sentence in found.content.decode()
    assert goals_of(["csat"]) == {}


@pytest.mark.django_db(transaction=True)
def test_an_agent_sees_no_way_to_set_a_goal(mirror, ana, sign_in):
    assert "Set a goal" not in sign_in(ana).get("/metrics/csat/").content.decode()
    assert sign_in(ana).get("/metrics/csat/goal/").status_code == 404
