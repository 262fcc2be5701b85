"""A theme that becomes a cause, and whether what was done about it changed anything."""

from datetime import timedelta
from math import sqrt

import pytest
from django.utils import timezone

from nabiz.followups.causes import change_since, make_cause, save_cause
from nabiz.followups.causewords import change_words
from nabiz.followups.models import Cause
from nabiz.themes.models import Theme, Verbatim

NEGATIVE = {"label": "negative", "negative": 1.0, "neutral": 0.0, "positive": 0.0, "intensity": 0.5, "language": "tr"}


@pytest.fixture
def theme(company):
    return Theme.objects.create(name="Kargo")


def speak(theme, n, days_ago, start):
    at = timezone.now() - timedelta(days=days_ago)
    Verbatim.objects.bulk_create(
        [Verbatim(event_id=start + i, xid=1, at=at, theme=theme, is_current=True, **NEGATIVE) for i in range(n)]
    )


def test_a_theme_becomes_one_cause(theme, ana):
    assert make_cause(theme, by=ana) == make_cause(theme, by=ana)


def test_a_theme_that_is_spoken_of_less_is_said_to_be(theme, ana):
    other = Theme.objects.create(name="Ses")
    for about, n, days_ago, start in (
        (theme, 40, 45, 0),
        (other, 40, 45, 100),
        (theme, 5, 10, 200),
        (other, 75, 10, 300),
    ):
        speak(about, n, days_ago, start)
    cause = make_cause(theme, by=ana)
    save_cause(cause, {"action_since": timezone.localdate() - timedelta(days=30)}, by=ana)

    change = change_since(cause)

    assert (change.before, change.since) == ((40, 80), (5, 80))
    assert change.is_clear
    assert change.is_better


def test_a_small_difference_is_no_clear_change(theme, ana):
    other = Theme.objects.create(name="Ses")
    for about, n, days_ago, start in (
        (theme, 10, 45, 0),
        (other, 10, 45, 100),
        (theme, 9, 10, 200),
        (other, 11, 10, 300),
    ):
        speak(about, n, days_ago, start)
    cause = make_cause(theme, by=ana)
    save_cause(cause, {"action_since": timezone.localdate() - timedelta(days=30)}, by=ana)

    assert not change_since(cause).is_clear


def test_it_is_too_early_in_the_first_days(theme, ana):
    cause = make_cause(theme, by=ana)
    save_cause(cause, {"action_since": timezone.localdate()}, by=ana)

    assert change_since(cause).difference is None


def test_the_pages_take_a_theme_up_and_say_what_is_done(sign_in, theme, ana):
    speak(theme, 3, 5, 0)
    browser = sign_in(ana)
    assert "Kargo" in browser.get("/followups/causes/").content.decode()

    browser.post("/followups/causes/new/", {"theme": theme.pk})
    page = f"/followups/causes/{Cause.objects.get().pk}/"
    browser.post(page, {"name": "Kargo", "owner": ana.pk, "action": "New carrier", "action_since": "2026-01-10"})

    assert "New carrier" in browser.get(page).content.decode()
    assert Cause.objects.get().owner == ana
    browser.post(f"{page}end/")
    assert Cause.objects.get().ended_at


def test_a_fall_from_unusual_heights_is_said_to_be_one(theme, ana):
    other = Theme.objects.create(name="Ses")
    for about, n, days_ago, start in (
        (theme, 5, 200, 0),
        (other, 95, 200, 100),
        (theme, 40, 45, 300),
        (other, 40, 45, 400),
        (theme, 5, 10, 500),
        (other, 75, 10, 600),
    ):
        speak(about, n, days_ago, start)
    cause = make_cause(theme, by=ana)
    save_cause(cause, {"action_since": timezone.localdate() - timedelta(days=30)}, by=ana)

    change = change_since(cause)

    assert (change.usual, change.was_loud) == ((5, 100), True)
    assert "a return to the usual" in change_words(cause).caution


def test_a_fall_from_the_usual_is_told_with_its_bounds_and_a_plain_caution(theme, ana):
    other = Theme.objects.create(name="Ses")
    for about, n, days_ago, start in (
        (theme, 40, 45, 0),
        (other, 40, 45, 100),
        (theme, 5, 10, 200),
        (other, 75, 10, 300),
    ):
        speak(about, n, days_ago, start)
    cause = make_cause(theme, by=ana)
    save_cause(cause, {"action_since": timezone.localdate() - timedelta(days=30)}, by=ana)

    found, words = change_since(cause).difference, change_words(cause)

    assert [found.low, found.high] == pytest.approx(newcombe((40, 80), (5, 80)))
    assert words.by == "\N{MINUS SIGN}43.8"
    assert "no effect" in words.caution


def newcombe(before, since, z=1.959963984540054):
    """Newcombe (1998), method 10, written out: the bounds of since less before."""

    def wilson(x, n):
        middle, half = x / n + z * z / (2 * n), z * sqrt(x / n * (1 - x / n) / n + z * z / (4 * n * n))
        return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)

    (low0, high0), (low1, high1) = wilson(*before), wilson(*since)
    share0, share1 = before[0] / before[1], since[0] / since[1]
    low = share1 - share0 - sqrt((share1 - low1) ** 2 + (high0 - share0) ** 2)
    high = share1 - share0 + sqrt((high1 - share1) ** 2 + (share0 - low0) ** 2)
    return [low, high]


def test_a_cause_is_called_as_its_theme_is_in_the_language_of_the_reader(company, ana):
    from django.utils.translation import override

    from nabiz.themes.starters import starters

    cause = make_cause(starters()["delivery"], by=ana)

    with override("tr"):
        assert str(cause) == "Teslimat"
    with override("en"):
        assert str(cause) == "Delivery"


def test_the_list_says_how_large_each_cause_is(sign_in, theme, ana):
    speak(theme, 3, 5, 0)
    cause = make_cause(theme, by=ana)
    page = sign_in(ana).get("/followups/causes/")

    [line] = page.context["lines"]

    assert (line.cause, line.customers, line.change) == (cause, "0", None)
