import json
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nabiz.metrics.journeys import asking, columns
from nabiz.metrics.parsing import BadQuestion
from nabiz.metrics.tests.mirrors import event, write_customers, write_events, write_segments
from nabiz.timeline.mirror.reading import Snapshot, snapshot

HOME = SimpleNamespace(time_zone="Europe/Istanbul", currency="TRY")
STEPS = ("order.placed", "order.paid", "order.delivered")


def over(since="2026-01", until="2026-06", segment=""):
    return asking.stretch(HOME, since, until, segment)


def walk(customer, *days, kinds=STEPS):
    return [event(kind, f"2026-{day}T09:00", customer) for kind, day in zip(kinds, days, strict=False)]


def test_a_funnel_counts_who_took_the_steps_in_time(mirror):
    write_events([*walk(1, "02-01", "02-02", "02-05"), *walk(2, "02-01", "02-28"), *walk(3, "03-01"), *walk(4)])

    found = asking.ask_funnel(STEPS, over(), within_days=14)

    assert found.reached.tolist() == [3, 1, 1]
    assert found.median_days.tolist() == [0, 1, 4]


def test_events_of_two_families_and_of_parts_written_late_come_in_order(mirror):
    write_events([event("order.delivered", "2026-02-05T09:00", 1), event("order.placed", "2026-02-01T09:00", 1)])
    write_events([event("survey.answered", "2026-02-03T09:00", 1), event("order.paid", "2026-02-02T09:00", 1)])

    rows = columns.events_in_order([*STEPS, "survey.answered"], snapshot())

    assert [rows.kinds[kind] for kind in rows.kind] == [
        "order.placed",
        "order.paid",
        "survey.answered",
        "order.delivered",
    ]


def test_a_merged_customer_is_one_and_an_erased_one_is_none(mirror):
    write_events([*walk(1, "02-01"), *walk(2, "02-02", "02-02"), *walk(3, "02-01", "02-02")])
    write_customers((1, 2, None, "tr", "TR"), (2, 2, None, "tr", "TR"), (3, 3, None, "tr", "TR"))

    rows = columns.events_in_order(STEPS, Snapshot(snapshot().manifest, (3,)))

    assert rows.ids.tolist() == [2]
    assert len(rows) == 3


def test_transitions_tell_what_follows_what(mirror):
    write_events([*walk(1, "02-01", "02-02"), *walk(2, "02-01", "02-03"), *walk(3, "02-04")])

    found, kinds = asking.ask_transitions(STEPS, over())

    pairs = {(s, t): n for s, t, n in zip(found.source, found.target, found.count, strict=True)}
    assert pairs[kinds.index("order.placed"), kinds.index("order.paid")] == 2
    assert pairs[kinds.index("order.placed"), -1] == 1


def test_who_returns_is_counted_by_the_month_of_the_first_time(mirror):
    uses = [(1, "01-10"), (1, "02-10"), (1, "02-20"), (2, "01-31T22:30"), (3, "03-01")]
    write_events([event("feature.used", f"2026-{day}", who) for who, day in uses])

    found = asking.ask_returning(["feature.used"], over(until="2026-03"))

    # 22:30 UTC on the last of January is February in Istanbul.
    assert found.active.tolist() == [[1, 1, 0], [1, 0, -1], [1, -1, -1]]
    assert found.size.tolist() == [1, 1, 1]


def test_who_stays_is_counted_by_full_months_from_day_to_day(mirror):
    """Two leave: on the day on which two months are full, and within the second. The third is there for six."""
    write_events([event("subscription.started", f"2026-{day}T09:00", who) for who, day in ((1, "01-31"), (2, "01-10"))])
    write_events([event("subscription.started", "2026-01-01T09:00", 3), event("subscription.started", "2025-01-01", 4)])
    write_events([event("subscription.ended", f"2026-{day}T21:30", who) for who, day in ((1, "03-30"), (2, "02-11"))])

    found = asking.ask_staying(["subscription.started", "subscription.ended"], over(until="2026-07-01"))

    assert (found.seen.tolist(), found.left.tolist()) == ([3, 3, 3, 1, 1, 1, 1], [0, 0, 2, 0, 0, 0, 0])
    assert found.share.value.tolist() == pytest.approx([1, 1, 1 / 3, 1 / 3, 1 / 3, 1 / 3, 1 / 3])


def test_nobody_who_began_is_no_curve(mirror):
    found = asking.ask_staying(["subscription.started", "subscription.ended"], over())

    assert found.months.size == 0


def test_a_segment_leaves_the_others_out(mirror):
    write_events([*walk(1, "02-01", "02-02"), *walk(2, "02-01")])
    write_segments(venues=[2])

    assert asking.ask_funnel(STEPS, over(segment="venues")).reached.tolist() == [1, 0, 0]
    with pytest.raises(BadQuestion, match="There are: venues"):
        asking.ask_funnel(STEPS, over(segment="schools"))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(st.integers(0, 8), st.integers(0, 2), st.integers(1, 28)), max_size=60))
def test_columns_are_what_sorting_the_rows_gives(mirror, rows):
    from nabiz.timeline.mirror.manifest import Manifest, write_manifest

    write_manifest(Manifest(database="test"))
    write_events(
        [
            event(STEPS[kind], f"2026-02-{day:02}T{place % 24:02}:{place % 60:02}", who)
            for place, (who, kind, day) in enumerate(rows)
        ]
    )

    found = columns.events_in_order(STEPS, snapshot())

    got = list(zip(found.ids[found.customer].tolist(), found.at.tolist(), strict=True)) if rows else []
    assert got == sorted(got)
    assert sorted(who for who, _kind, _day in rows) == [who for who, _at in got]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["funnel", "order.plced", "order.paid"], "order.placed"),
        (["funnel", "order.placed"], "at least two steps"),
        (["staying", "order.placed"], "how it begins and how it ends"),
        (["transitions", "order.placed", "--since", "2026-05", "--until", "2026-04"], "ends before it begins"),
    ],
)
def test_a_wrong_question_is_answered_with_a_sentence(mirror, company, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("journey", *arguments)


def test_the_command_answers_in_json(mirror, company, capsys):
    write_events(walk(1, "02-01", "02-02"))

    call_command("journey", "funnel", *STEPS, "--since", "2026-01", "--until", "2026-06", "--format", "json")

    rows = json.loads(capsys.readouterr().out)
    assert [(row["step"], row["customers"]) for row in rows] == [
        ("order.placed", 1),
        ("order.paid", 1),
        ("order.delivered", 0),
    ]
