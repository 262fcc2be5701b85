"""The same numbers, made another way: plain pandas over random mirrors."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nabiz.metrics.tests.mirrors import event, write_events, write_segments
from nabiz.timeline.mirror.manifest import Manifest, folder, write_manifest
from nabiz.timeline.models import Event

START = datetime(2026, 1, 1, tzinfo=UTC)
answer = st.builds(
    lambda minutes, customer, score, channel: event(
        "survey.answered", START + timedelta(minutes=minutes), customer, measure="nps", score=score, channel=channel
    ),
    st.integers(0, 150 * 1440),
    st.integers(1, 12),
    st.one_of(st.none(), st.integers(-1, 12)),
    st.sampled_from(["mail", "web", ""]),
)
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def fresh(mirror, settings):
    def renew():
        Event.objects.all().delete()
        settings.MIRROR = Path(tempfile.mkdtemp(dir=mirror.parent))
        folder().mkdir(parents=True, exist_ok=True)
        write_manifest(Manifest(database="test"))

    return renew


@SLOW
@given(rows=st.lists(answer, min_size=1, max_size=200), zone=st.sampled_from(["Europe/Berlin", "Asia/Kolkata"]))
def test_nps_by_month_and_channel(fresh, asked, rows, zone):
    fresh()
    write_events(rows)

    found = asked("nps", zone=zone, by=["month", "channel"], since="2026-01", until="2026-06")

    frame = pd.DataFrame(rows)
    frame["month"] = frame.happened_at.map(lambda moment: f"{moment.astimezone(ZoneInfo(zone)):%Y-%m}")
    frame = frame[frame.score.between(0, 10)]
    codes = (frame.score >= 9).astype(int) - (frame.score <= 6).astype(int)
    wanted = codes.groupby([frame.month, frame.channel]).agg(["mean", "size"])
    got = {tuple(dict(a.groups).values()): a for a in found.answers if a.n}
    assert {key: a.n for key, a in got.items()} == wanted["size"].to_dict()
    shown = {key: a.value for key, a in got.items() if a.n >= 10}
    assert shown == pytest.approx({key: 100 * wanted["mean"][key] for key in shown})


@SLOW
@given(rows=st.lists(answer, min_size=1, max_size=100), members=st.sets(st.integers(1, 12)))
def test_answers_of_a_segment(fresh, asked, rows, members):
    fresh()
    write_events(rows)
    write_segments(chosen=sorted(members))

    found = asked("nps", where={"segment": "chosen"}, since="2026-01", until="2026-06").only

    assert found.n == sum(
        (row["customer_id"] in members and 0 <= (row["score"] or -1) <= 10)
        or (row["customer_id"] in members and row["score"] == 0)
        for row in rows
    )
