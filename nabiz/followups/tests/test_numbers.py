"""Whether the loop is closed in time and whether it helps: over events, against values worked out by hand."""

from math import sqrt

import pytest
from django.db import transaction

from nabiz.followups.commands import close_follow_up, reopen_follow_up
from nabiz.followups.models import FollowUp
from nabiz.followups.recovery import note_answer
from nabiz.metrics.tests.asking import ask_in_short
from nabiz.metrics.tests.mirrors import event, write_events

MARCH = {"since": "2026-03", "until": "2026-03"}


def closed(n, hours, *, on_time=True, when="2026-03-10"):
    facts = {"follow_up": n, "outcome": "solved", "seconds_open": int(hours * 3600), "was_on_time": on_time}
    return event("followup.closed", when, n, **facts)


def again(n, first, score, *, recovered, when="2026-03-12"):
    facts = {"follow_up": n, "measure": "nps", "first_score": first, "score": score, "has_recovered": recovered}
    return event("followup.answered_again", when, n, **facts)


def wilson(share, n, z=1.959963984540054):
    """Wilson (1927), written out."""
    middle, half = share + z * z / (2 * n), z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return [(middle + sign * half) / (1 + z * z / n) for sign in (-1, 1)]


def test_the_share_closed_in_time_with_its_bounds(asked):
    write_events([closed(n, 5, on_time=n <= 30) for n in range(1, 41)])

    answer = asked("followups_on_time", **MARCH).only

    assert (answer.value, answer.n, answer.method) == (0.75, 40, "wilson")
    assert [answer.low, answer.high] == pytest.approx(wilson(0.75, 40))


def test_half_of_them_are_closed_within_the_middle_time(asked):
    write_events([closed(n, n) for n in range(1, 21)])

    answer = asked("followup_time", **MARCH).only

    assert (answer.value, answer.n) == (10, 20)
    assert answer.low < 10 < answer.high


def test_one_that_was_reopened_counts_with_each_closing(asked):
    write_events([closed(n, 2) for n in range(1, 12)] + [closed(n, 40, on_time=False) for n in range(1, 12)])

    assert asked("followups_on_time", **MARCH).only.value == 0.5
    assert asked("followup_time", **MARCH).only.n == 22


def test_a_closing_counts_in_the_month_in_which_it_was_closed_on_the_companys_clock(asked):
    late = [closed(n, 5, when="2026-03-31T22:00", on_time=False) for n in range(1, 21)]
    write_events(late + [closed(n, 5, when="2026-03-31T20:00") for n in range(21, 41)])

    months = asked("followups_on_time", by=["month"], since="2026-03", until="2026-04").answers

    assert [(each.value, each.n) for each in months] == [(1, 20), (0, 20)]


def test_the_share_that_recovered_with_its_bounds(asked):
    write_events([again(n, 3, 9 if n <= 12 else 4, recovered=n <= 12) for n in range(1, 21)])

    answer = asked("recovery_rate", **MARCH).only

    assert (answer.value, answer.n) == (pytest.approx(0.6), 20)
    assert [answer.low, answer.high] == pytest.approx(wilson(0.6, 20))


@pytest.mark.parametrize("name", ["followups_on_time", "followup_time", "recovery_rate"])
def test_a_few_say_nothing(asked, name):
    write_events([closed(1, 3), again(1, 3, 9, recovered=True)])

    assert asked(name, **MARCH).only.status == "not_enough_data"


def test_what_members_do_is_what_is_counted(say, deniz, ana, settings):
    """From the answer to the number, without a row made by hand."""
    settings.ENGINE = "postgres"
    first, *others = [say(deniz, 3) for _n in range(12)]
    FollowUp.objects.filter(pk__in=[each.pk for each in others[:2]]).update(due_at=first.opened_at)
    for each in FollowUp.objects.all():
        close_follow_up(each, "solved", by=ana)
    reopen_follow_up(first, by=ana)
    close_follow_up(FollowUp.objects.get(pk=first.pk), "solved", by=ana)
    for each, score in zip(others[:10], [9] * 4 + [5] * 6, strict=True):
        with transaction.atomic():
            note_answer(FollowUp.objects.get(pk=each.pk).reask, score)

    on_time, recovery = (ask_in_short(name).only for name in ("followups_on_time", "recovery_rate"))

    assert (on_time.n, on_time.counts["on_time"]) == (13, 11)
    assert (recovery.n, recovery.counts["recovered"]) == (10, 4)
