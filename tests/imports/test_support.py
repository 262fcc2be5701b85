"""What help desks and telephone systems export."""

from collections import Counter
from datetime import datetime
from statistics import median, stdev

import pytest

pytestmark = pytest.mark.shared
LAST_STATES, UPDATES = (f"incidents_itsm/incident{which}.csv.gz" for which in ("s_last_state", "_events"))
CALLS = "call_centre/anonbank_calls_1999_01.csv.gz"


def test_incidents(bring, metric, undo):
    report = bring(LAST_STATES, mapping="incidents")

    asked = {"since": "2016", "until": "2017"}
    assert report.counts() == {"rows": 14_942, "taken": 14_942, "bad": 0, "left_out": 0}
    assert report.notes() == ["Cells that hold “?” and count as blank, in 18 columns: 94,835"]
    resolved = asked | {"where": ["stage=resolved"]}
    assert metric("time_to_resolution", read="n", **resolved) == 14_942 - 956
    assert metric("time_to_resolution", **resolved) == pytest.approx(22.25, abs=0.01)
    assert metric("time_to_resolution_p90", **resolved) == pytest.approx(378.1, abs=0.2)
    assert metric("sla_attainment", **asked) == pytest.approx(0.6346, abs=0.00005)
    channels = metric("conversations", by="channel", **asked)
    assert channels == {"Phone": 14_802, "Self service": 97, "Email": 37, "IVR": 4, "Direct opening": 2}
    assert list(metric("conversations", by="touchpoint", **asked).values()) == [173, 244, 14_088, 437]
    assert len(metric("conversations", by="queue", **asked)) == 69  # the one that is not given among them, as there
    assert len(metric("contacts", by="agent", **asked)) == 209  # likewise
    assert bring.again().changed_nothing
    assert undo() == 0


def test_updates_of_incidents(bring, metric, journey, undo):
    report = bring(UPDATES, mapping="incident-events")

    assert report.counts()["taken"] == 84_465
    assert "Negative numbers in “incident_state”: 5, the first in row 68,765: -100" in report.notes()
    asked = {"since": "2016", "until": "2017"}
    assert metric("conversations", **asked) == 14_942
    assert metric("handovers", **asked) == pytest.approx(0.932, abs=0.0005)
    opened, reopened = journey("funnel", "conversation.opened", "conversation.reopened", **asked)
    assert (opened["customers"], reopened["from_previous"]) == (14_942, pytest.approx(0.0110, abs=0.00005))
    assert bring.again().changed_nothing
    assert undo() == 0


def test_steps_of_a_help_desk(bring, metric, undo):
    assert bring("helpdesk_log/helpdesk.csv.gz", mapping="help-desk-log").counts()["taken"] == 13_710

    asked = {"since": "2010", "until": "2012"}
    assert metric("conversations", **asked) == 3_804
    assert metric("contacts", **asked) / 3_804 == pytest.approx(3.604, abs=0.0005)
    assert metric("time_to_resolution", **asked) / 24 == pytest.approx(3.93, abs=0.01)
    assert metric("mean_time_to_resolution", **asked) / 24 == pytest.approx(8.80, abs=0.005)
    assert metric("time_to_resolution_p90", **asked) / 24 == pytest.approx(26.13, abs=0.02)
    steps = {8: 4_278, 6: 4_150, 1: 4_144, 9: 962, 3: 108, 2: 45, 4: 14, 5: 5, 7: 4}
    assert metric("contacts", by="touchpoint", **asked) == {f"Activity {n}": times for n, times in steps.items()}
    assert bring.again().changed_nothing
    assert undo() == 0


def test_calls(bring, metric, exported, undo):
    report = bring(CALLS, mapping="calls")

    asked = {"since": "1999", "until": "1999-02"}
    assert report.counts() == {"rows": 31_599, "taken": 31_359, "bad": 0, "left_out": 240}
    assert report.notes() == [
        "Rows left out because “outcome” is “PHANTOM”: 240",
        "Rows that tell of no event because “q_time” is not more than 0: 1,219",
        "Negative numbers in “vru_time”: 33, the first in row 636: -37",
    ]
    assert metric("calls", **asked) == 30_140
    abandoned, in_time = (metric(name, **asked) for name in ("abandonment_rate", "service_level"))
    assert (abandoned, round(abandoned * 30_140)) == (pytest.approx(0.1022, abs=0.00005), 3_080)
    assert in_time == pytest.approx(0.5442, abs=0.00005)
    assert metric("speed_of_answer", **asked) == pytest.approx(35.0, abs=0.05)
    assert metric("speed_of_answer", read="n", **asked) == metric("contacts", **asked) == 27_060
    assert len([agent for agent in metric("contacts", by="agent", **asked) if agent]) == 28
    # The metric leaves out contacts of no time, of which there are 277; that README counts them in.
    worked, n = (metric("handling_time", read=name, by="touchpoint", **asked) for name in ("value", "n"))
    contacts = metric("contacts", by="touchpoint", **asked)
    assert sum(60 * worked[name] * n[name] for name in n) / 27_060 == pytest.approx(183.5, abs=0.05)
    expected = {"PS": 192.0, "NE": 323.4, "IN": 264.2, "PE": 232.9, "NW": 106.5, "TT": 72.6}
    assert {name: 60 * worked[name] * n[name] / contacts[name] for name in expected} == pytest.approx(
        expected, abs=0.06
    )
    check_how_long_calls_took_and_the_busiest_half_hour(exported("anonymous-bank"))
    assert bring.again().changed_nothing
    assert undo() == 0


def check_how_long_calls_took_and_the_busiest_half_hour(events):
    """No metric tells a median of work, a standard deviation or a half hour: they are made of the exported events."""
    took = [each["facts"]["talk_seconds"] for each in events if each["kind"] == "contact.handled"]
    assert (median(took), stdev(took)) == (113, pytest.approx(229.7, abs=0.05))
    assert sum(each < 10 for each in took) / len(took) == pytest.approx(0.056, abs=0.0005)
    began = [datetime.fromisoformat(each["happened_at"]) for each in events if each["kind"] == "call.ended"]
    assert Counter((each.date(), each.hour, each.minute // 30) for each in began).most_common(1)[0][1] == 165


def test_public_conversations(bring, metric, undo):
    report = bring("care_conversations_en/conversations.csv.gz", mapping="care-conversations")

    asked = {"since": "2018", "until": "2020"}
    assert report.counts() == {"rows": 1_211, "taken": 1_189, "bad": 22, "left_out": 0}
    assert "no span of time" in bring.bad_rows.read_text()
    assert "altogether 22: “…” (duration) is no span of time, or a negative one." in report.text
    assert report.notes() == ["Negative numbers in “duration”: 47, the first in row 153: -12:14:20."]
    assert metric("conversations", **asked) == 525
    assert len(metric("conversations", by="queue", **asked)) == 24
    assert (metric("messages", **asked), metric("replies", **asked)) == (625, 586 - 22)
    ended = asked | {"where": ["stage="]}
    assert metric("time_to_resolution", **ended) == pytest.approx(1.96, abs=0.005)
    assert metric("time_to_resolution_p90", **ended) == pytest.approx(16.7, abs=0.1)
    assert bring.again().changed_nothing
    assert undo() == 0
