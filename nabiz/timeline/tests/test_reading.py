from datetime import UTC, datetime, timedelta

import pytest

from nabiz.timeline.models import Event
from nabiz.timeline.queries import Wanted, counts_of, last_moments_each, last_scores, timeline_of

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def make_event(kind="page.viewed", *, customer=1, minutes=0, channel="web", **facts):
    return Event.objects.create(
        kind=kind, customer_id=customer, happened_at=NOON - timedelta(minutes=minutes), channel=channel, facts=facts
    )


def walk(ids, wanted=None, limit=3):
    """Every page, until there is none."""
    seen, before = [], ""
    while True:
        page = timeline_of(ids, wanted, before=before, limit=limit)
        seen += page.events
        if not (before := page.next):
            return seen


def test_pages_show_each_event_once_and_newest_first(db):
    events = [make_event(minutes=minutes) for minutes in (0, 1, 1, 1, 1, 2, 3)]

    newest_first = sorted(events, key=lambda event: (event.happened_at, event.pk), reverse=True)
    assert walk([1]) == newest_first


def test_several_customers_share_one_order(db):
    events = [make_event(customer=number % 3, minutes=number) for number in range(10)]

    assert walk([0, 1, 2]) == events


@pytest.mark.parametrize(
    ("wanted", "n"),
    [
        (Wanted(kinds=("order.paid", "page.viewed")), 2),
        (Wanted(channels=("email",)), 1),
        (Wanted(family="money"), 1),
        (Wanted(family="other"), 1),
        (Wanted(kinds=("order.paid",), channels=("web",)), 0),
    ],
)
def test_kind_channel_and_family_narrow_down(db, wanted, n):
    make_event("page.viewed")
    make_event("order.paid", channel="email")
    make_event("robot.danced", channel="")

    assert len(walk([1], wanted)) == n


@pytest.mark.parametrize("query", ["GECİKTİ", "gecikti", "kargo IŞIK", "isik", "Survey answered"])
def test_search_finds_words_in_facts_however_they_are_spelled(db, query):
    found = make_event(
        "survey.answered", survey="NPS", measure="nps", score=3, comment="Işık seti gecikti, kargo sustu"
    )
    make_event("survey.answered", minutes=1, survey="NPS", measure="nps", score=9, comment="Harika")
    Event.objects.filter(pk=found.pk).update(happened_at=NOON - timedelta(days=3))

    found_events = walk([1], Wanted(q=query))

    assert found_events[-1] == found
    assert len(found_events) == (2 if query.startswith("Survey") else 1)


def test_a_search_goes_on_where_it_stopped(db, monkeypatch):
    monkeypatch.setattr("nabiz.timeline.queries.SEARCHED_AT_ONCE", 4)
    far = make_event(minutes=99, title="Mikrofon")
    for minutes in range(10):
        make_event(minutes=minutes, title="Hoparlör")

    first = timeline_of([1], Wanted(q="mikrofon"))

    assert (first.events, first.looked_back_to) == ([], NOON - timedelta(minutes=3))
    assert walk([1], Wanted(q="mikrofon")) == [far]


def test_counts_are_by_kind_and_by_channel(db):
    make_event("page.viewed")
    make_event("page.viewed", channel="app")
    make_event("order.paid")

    counts = counts_of([1])
    assert (counts.kinds, counts.channels) == ({"page.viewed": 2, "order.paid": 1}, {"web": 2, "app": 1})


def test_the_newest_answer_of_each_measure_is_the_score(db):
    make_event("survey.answered", minutes=9, measure="nps", score=2)
    make_event("survey.answered", measure="nps", score=9)
    make_event("survey.answered", measure="csat", score=4)
    make_event("survey.answered", customer=2, measure="ces", score=7)
    make_event("survey.answered", measure="nps", score=None)

    assert [(each.measure, each.score) for each in last_scores([1])] == [("csat", 4), ("nps", 9)]


def test_what_we_write_in_house_is_no_sign_of_life(db):
    make_event("order.paid", minutes=5)
    make_event("note.written", text="Called back")

    assert last_moments_each({7: [1]}) == {7: NOON - timedelta(minutes=5)}
