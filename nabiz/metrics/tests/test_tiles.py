from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from nabiz.metrics.tests.mirrors import answers, event, write_events, write_segments
from nabiz.metrics.tiles import tile_for, tiles_for

HOME = SimpleNamespace(time_zone="Europe/Istanbul", currency="TRY")


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def test_tile_says_value_bounds_change_and_trend(mirror):
    write_events(answers([10, 3] * 60, when=days_ago(40)) + answers([10] * 110 + [3] * 10, when=days_ago(3)))

    tile = tile_for("nps", HOME)

    assert (tile.value_text, tile.n_words, tile.status) == ("83", "120 answers", "ok")
    assert (tile.change_direction, tile.change_tone) == ("up", "good")
    assert tile.change_text.startswith("83, a real rise (p <0.001)")
    assert [point[1] for point in tile.trend] == [0, pytest.approx(83.3, abs=0.1)]


def test_tile_without_enough_says_from_when_on(mirror):
    write_events(answers([10] * 9, when=days_ago(3)))

    tile = tile_for("nps", HOME)

    assert (tile.status, tile.has_figure) == ("not_enough_data", False)
    assert tile.change_text == "9 answers: too few. From 10 on we show the value with its margin."


def test_segment_moves_every_tile_and_stays_in_its_address(mirror):
    write_events(answers([10] * 40, when=days_ago(3)) + answers([5] * 40, when=days_ago(3), measure="csat"))
    write_segments(venues=range(1, 13))

    tiles = tiles_for(["nps", "csat"], HOME, "91d", {"segment": ["venues"]})

    assert [tile.n_words for tile in tiles] == ["12 answers", "12 answers"]
    assert tiles[0].url == "/metrics/nps/?period=91d&segment=venues"


def test_count_has_no_interval_and_no_verdict(mirror):
    write_events([event("feature.used", days_ago(3), n) for n in range(3)] + [event("feature.used", days_ago(40), 1)])

    tile = tile_for("active_customers", HOME)

    assert (tile.value_text, tile.interval_text, tile.low) == ("3", "", None)
    assert (tile.change_text, tile.change_tone, tile.change_direction) == ("2 since the period before", "none", "up")


def test_last_month_is_the_last_whole_one(mirror):
    last_month = timezone.localdate().replace(day=1) - timedelta(days=1)
    moment = timezone.now().replace(year=last_month.year, month=last_month.month, day=15)
    write_events(answers([10] * 30, when=moment) + answers([1] * 30, when=timezone.now()))

    assert tile_for("nps", HOME, "month").value == 100
