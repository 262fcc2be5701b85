"""The weekly mail: on Mondays at eight, once, in the reader's language, with what they may see, unless they refuse it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from nabiz.feedback.events import SurveyAnswered
from nabiz.followups.commands import make_default_rules
from nabiz.pulse.weekly.bars import TALLEST, column_heights, interval_bar, trend_columns, trend_words
from nabiz.pulse.weekly.contents import Contents, Drawn, contents_for, reading_as
from nabiz.pulse.weekly.mails import due_monday, mail_week, page_facts, refuse, send_due, take_up, wants_it
from nabiz.themes.models import Theme, Verbatim
from nabiz.themes.moving import moved_themes
from nabiz.timeline.commands import announce
from nabiz.timeline.mirror.commands import refresh
from nabiz.ui.tiles import Tile
from tests.people import make_member

ISTANBUL = ZoneInfo("Europe/Istanbul")
MONDAY = datetime(2026, 11, 30, 8, 1, tzinfo=ISTANBUL)
TONES = {"negative": 1.0, "neutral": 0.0, "positive": 0.0, "intensity": 0.5, "language": "tr", "label": "negative"}


@pytest.fixture
def answered(company, deniz, mirror_folder):
    """One unhappy answer, so that there is something to tell, and a follow-up on it."""
    make_default_rules()
    with transaction.atomic():
        announce(SurveyAnswered(survey="s", measure="nps", score=2, comment="Geç geldi"), about=deniz)


def contents(member, company):
    with reading_as(member):
        return contents_for(member, company)


def speak(theme, n, days_ago):
    at, first = timezone.now() - timedelta(days=days_ago), Verbatim.objects.count()
    Verbatim.objects.bulk_create(
        [Verbatim(event_id=first + i, xid=1, at=at, theme=theme, is_current=True, **TONES) for i in range(n)]
    )


@pytest.mark.parametrize(
    ("moment", "is_due"),
    [
        (MONDAY, True),
        (MONDAY - timedelta(minutes=2), False),
        (MONDAY + timedelta(hours=30), True),
        (MONDAY + timedelta(days=2), False),
        (MONDAY - timedelta(days=1), False),
    ],
)
def test_it_is_due_on_monday_at_eight_on_the_companys_clock(company, moment, is_due):
    assert due_monday(moment) == (MONDAY.date() if is_due else None)


@pytest.mark.django_db(transaction=True)
def test_it_goes_once_a_week_to_each_member_who_works_here_and_has_not_refused(answered, ana, ben, ceren, mailoutbox):
    refresh()
    refuse(ana)
    ceren.is_active = False
    ceren.save()

    assert (send_due(MONDAY), send_due(MONDAY + timedelta(hours=1))) == (1, 0)
    take_up(ana)
    assert (send_due(MONDAY), send_due(MONDAY + timedelta(days=7))) == (1, 2)
    assert [mail.to for mail in mailoutbox[:2]] == [[ben.email], [ana.email]]


def test_it_speaks_the_readers_language(answered, ana, ben, mailoutbox):
    ben.language = "tr"
    ben.save()
    mail_week(ana)
    mail_week(ben)

    assert ["the week to" in mail.subject for mail in mailoutbox] == [True, False]
    assert "hafta" in mailoutbox[1].subject


def test_without_any_data_nothing_is_written(company, ana, mirror_folder):
    assert send_due(MONDAY) == 0


def test_text_and_html_say_the_same_numbers(company):
    points = [("Oct", 38.0, 30.0, 46.0), ("Nov", 41.0, 37.0, 45.0)]
    figures = {"value_text": "41", "interval_text": "[37 … 45]", "value": 41.0, "low": 37.0, "high": 45.0}
    changed = {"change_text": "3, a real rise (p 0.02)", "change_tone": "good", "change_direction": "up"}
    scale = {"floor": -100.0, "ceiling": 100.0, "trend": points, "goal_text": "goal 45"}
    tile = Tile("nps", "NPS", "/metrics/nps/", "", "1,204 answers", **figures, **changed, **scale)
    drawn = Drawn(tile, trend_columns(tile), interval_bar(tile), "/metrics/nps/", trend_words(tile, company))
    facts = page_facts(Contents(date(2026, 11, 30), "Delivery fell.", [("Hear", [drawn])]))

    text, html = (render_to_string(f"pulse/weekly/mail.{kind}", facts) for kind in ("txt", "html"))

    for said in (
        "Oct: 38, now: 41, between 38 and 41",
        "NPS",
        "1,204 answers",
        "41",
        "[37 … 45]",
        "▲",
        "3, a real rise (p 0.02)",
        "goal 45",
        "Delivery fell.",
    ):
        assert said in text
        assert said in html
    assert html.count('role="img" aria-label="Oct') == 1


def test_the_mail_runs_nothing_and_fetches_nothing(answered, ana, mailoutbox):
    mail_week(ana)

    (mail,) = mailoutbox
    assert not [each for each in ("<script", "<img", "<link", "url(", "var(") if each in mail.alternatives[0][0]]
    assert "Geç geldi" in mail.body


def test_who_may_not_answer_reads_of_no_follow_up(answered, company, ana, ben):
    assert contents(ben, company).follow_up_words == ""
    assert contents(ben, company).follow_ups == []
    assert len(contents(ana, company).follow_ups) == 1


def test_ones_own_follow_ups_stand_first(answered, company, deniz, acme, ana, ceren):
    with transaction.atomic():
        acme.owner = ceren
        acme.save()
        deniz.refresh_from_db()
        announce(SurveyAnswered(survey="s", measure="nps", score=1, comment="Ses yok"), about=deniz)

    assert "NPS 1" in contents(ceren, company).follow_ups[0].text
    assert "NPS 2" in contents(ana, company).follow_ups[0].text


def test_a_theme_that_clearly_grew_is_told_before_larger_ones(company):
    large, grown, small = (Theme.objects.create(name=name) for name in ("Ürün", "Kargo", "Fiyat"))
    for theme, now, before in ((large, 60, 60), (grown, 40, 10), (small, 0, 30)):
        speak(theme, now, 10)
        speak(theme, before, 40)

    first = moved_themes()[0]

    assert (first.theme, first.now, first.before, first.is_clear, first.is_up) == (
        *(grown, (40, 100), (10, 100)),
        *(True, True),
    )


def test_columns_stand_on_the_floor_of_the_scale():
    points = [("a", -100.0, None, None), ("b", 0.0, None, None), ("c", None, None, None), ("d", 100.0, None, None)]

    assert column_heights(points, -100.0, 100.0) == [1, TALLEST // 2, None, TALLEST]


def test_a_tile_without_bounds_has_no_bar_and_one_without_a_past_no_columns():
    tile = Tile("nps", "NPS", "/", "", "", value=10.0)

    assert interval_bar(tile) == trend_columns(tile) == ""


@pytest.mark.django_db(transaction=True)
def test_the_page_shows_it_sends_one_and_switches_it_off(answered, sign_in, ben, mailoutbox):
    refresh()
    browser = sign_in(ben)
    assert b"Send me one now" in browser.get("/weekly/").content

    browser.post("/weekly/mail/")
    browser.post("/weekly/refusal/")

    assert [mail.to for mail in mailoutbox] == [[ben.email]]
    assert not wants_it(ben)
    browser.post("/weekly/refusal/removal/")
    assert wants_it(ben)


def test_the_settings_lead_to_it(sign_in, company):
    assert b"/weekly/" in sign_in(make_member("viewer", email="v@acme.test")).get("/team/settings/").content
