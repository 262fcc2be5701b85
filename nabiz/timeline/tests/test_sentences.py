import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from nabiz.timeline.entries import Run, entry_of, lines_by_day
from nabiz.timeline.facts import ENVELOPE, declared_kinds
from nabiz.timeline.models import Event
from nabiz.timeline.sentences import facts_beside, quote_of, sentence_of
from nabiz.ui.templatetags.nabiz_ui import icon

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def event(kind, pk=1, **facts):
    return Event(
        pk=pk, kind=kind, customer_id=1, happened_at=NOON, facts=facts, channel="", touchpoint="", stage="", currency=""
    )


@pytest.mark.parametrize(
    ("kind", "facts", "sentence"),
    [
        ("order.delivered", {"order": "A1", "days_late": 1}, "Order A1 delivered, 1 day late"),
        ("order.delivered", {"order": "A1", "days_late": 3}, "Order A1 delivered, 3 days late"),
        ("order.delivered", {"order": "A1", "days_late": 0}, "Order A1 delivered"),
        ("order.delivered", {"order": "A1"}, "Order A1 delivered"),
        ("order.delivered", {}, "Order delivered"),
        ("message.received", {"text": "Where is it?"}, "Wrote"),
        ("subscription.ended", {"plan": "Home", "reason": "price"}, "Left Home: price"),
        ("subscription.ended", {"plan": "Home"}, "Left Home"),
        ("survey.answered", {"survey": "Delivery", "score": 7}, "Answered Delivery with 7"),
        ("Robot Danced", {"dance": "tango"}, "Robot Danced"),
        ("order.delivered", {"order": "{x}", "days_late": "many"}, "Order {x} delivered, many late"),
    ],
)
def test_an_event_is_one_sentence(kind, facts, sentence):
    with translation.override("en"):
        assert sentence_of(event(kind, **facts)) == sentence


@pytest.mark.parametrize("language", ["en", "tr"])
@pytest.mark.parametrize("kind", declared_kinds(), ids=lambda kind: kind.name)
def test_every_sentence_names_only_facts_of_its_kind(kind, language):
    with translation.override(language):
        named = set(re.findall(r"\{(\w+)", str(kind.sentence)))

    assert named <= set(kind.facts) | ENVELOPE


@pytest.mark.parametrize("kind", declared_kinds(), ids=lambda kind: kind.name)
def test_every_kind_has_an_icon_that_exists(kind):
    assert icon(kind.icon).startswith("<svg")


def test_a_quote_is_shown_in_full_and_not_in_the_sentence():
    told = event("message.received", conversation="1", text="İlk satır\n" + "uzun " * 400)

    assert quote_of(told).startswith("İlk satır")
    assert "uzun" not in sentence_of(told)


def test_facts_are_written_as_the_language_writes_them():
    started = event("subscription.started", subscription="s1", plan="Venue", mrr="1249.50", seats=1200)
    with translation.override("tr"):
        assert dict(facts_beside(started)) == {"subscription": "s1", "mrr": "1.249,5", "seats": "1.200"}


def test_an_unknown_kind_shows_all_its_facts():
    assert facts_beside(event("robot.danced", dance="tango", partners=[1, 2])) == [
        ("dance", "tango"),
        ("partners", "[1,2]"),
    ]


@pytest.mark.parametrize(
    ("measure", "score", "tone"), [("nps", 6, "bad"), ("nps", 7, "none"), ("csat", 4, "good"), ("ces", 4, "none")]
)
def test_a_score_is_judged_by_its_measure(measure, score, tone):
    assert entry_of(event("survey.answered", measure=measure, score=score)).badge.tone == tone


def test_money_is_written_with_its_sign():
    paid = event("order.paid", order="A1")
    paid.value, paid.currency = Decimal("1249.9000"), "TRY"

    assert entry_of(paid).amount == "₺1,250"


def test_page_views_in_a_row_are_folded_together(db):
    views = [event("page.viewed", pk, title=str(pk)) for pk in range(6)]
    [(_day, lines)] = lines_by_day([*views, event("order.paid", order="A1"), event("page.viewed", 9)])

    assert [type(line) is Run for line in lines] == [True, False, False]
    assert lines[0].sentence == "6 pages viewed"


def test_what_somebody_does_again_and_again_is_one_line_over_days():
    used = [event("feature.used", pk, feature="sing") for pk in range(3)]
    used[2].happened_at = NOON.replace(month=9)
    [(day, [run])] = lines_by_day([event("user.signed_in", 7), *used])

    assert (run.sentence, run.spans_days) == ("Feature used × 3, Signed in", True)
    assert day.month == 11


def test_runs_are_not_folded_where_each_was_asked_for():
    used = [event("feature.used", pk, feature="sing") for pk in range(3)]
    [(_day, lines)] = lines_by_day(used, folded=False)

    assert len(lines) == 3


@pytest.mark.parametrize(
    "facts", [{"score": "9", "measure": 3}, {"order": ["a"]}, {"mrr": "much"}, {"text": 5, "comment": None}]
)
def test_facts_of_the_wrong_shape_are_shown_all_the_same(facts):
    for kind in declared_kinds():
        assert entry_of(event(kind.name, **facts)).sentence
