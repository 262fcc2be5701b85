import pytest

from nabiz.metrics.changes import compare, corrected
from nabiz.metrics.definitions import metric_named
from nabiz.metrics.tests.mirrors import answers, event, subscription, write_events

SPRING = {"by": ["month"], "since": "2026-03", "until": "2026-04"}
APRIL = "2026-04-10"


def change(asked, name, **more):
    before, now = asked(name, **SPRING | more).answers
    return compare(metric_named(name), now, before)


def test_large_rise_is_real_and_good(asked):
    write_events(answers([10, 3] * 60) + answers([10] * 110 + [3] * 10, when=APRIL))

    found = change(asked, "nps")

    assert (found.verdict, found.direction, found.tone) == ("rise", "up", "good")
    assert found.p < 0.001
    assert found.low < found.value < found.high


def test_small_rise_is_no_clear_change(asked):
    write_events(answers([10, 3] * 30) + answers([10] * 32 + [3] * 28, when=APRIL))

    found = change(asked, "nps")

    assert (found.verdict, found.direction, found.tone) == ("no_clear_change", "none", "none")


def test_longer_waiting_is_bad(asked):
    rows = []
    for number in range(40):
        for month, hours in (("03", 2), ("04", 9)):
            name = f"{month}-{number}"
            rows.append(event("conversation.opened", f"2026-{month}-05T00:00", conversation=name))
            rows.append(
                event("conversation.resolved", f"2026-{month}-05T{hours + number % 3:02}:00", conversation=name)
            )
    write_events(rows)

    found = change(asked, "time_to_resolution")

    assert (found.verdict, found.tone, found.value) == ("rise", "bad", 7)


def test_complete_counts_need_no_test(asked):
    write_events([event("feature.used", "2026-03-10", n) for n in range(5)])
    write_events([event("feature.used", APRIL, n) for n in range(7)])

    found = change(asked, "active_customers")

    assert (found.verdict, found.value, found.direction, found.tone) == ("counted", 2, "up", "none")


def test_too_few_cannot_be_compared(asked):
    write_events(answers([10] * 50) + answers([10] * 3, when=APRIL))

    assert change(asked, "nps").verdict == "not_comparable"


def test_revenue_retention_is_compared_by_its_standard_errors(asked):
    steps = [("started", "2026-01-10", 100), ("changed", "2026-04-10", 130)]
    write_events([row for n in range(30) for row in subscription(f"s{n}", *steps, customer=n)])
    write_events([row for n in range(30, 60) for row in subscription(f"s{n}", *steps[:1], customer=n)])

    found = change(asked, "nrr")

    assert (found.verdict, found.value) == ("rise", pytest.approx(0.15))


def test_many_changes_together_need_more_evidence_each(asked):
    write_events(answers([10, 3] * 50) + answers([10] * 64 + [3] * 36, when=APRIL))
    alone = change(asked, "nps")

    together = corrected([alone, *[_as_if_chance(alone)] * 19])

    assert alone.verdict == "rise"
    assert together[0].verdict == "no_clear_change"


def _as_if_chance(found):
    from dataclasses import replace

    return replace(found, p=0.6, verdict="no_clear_change")
