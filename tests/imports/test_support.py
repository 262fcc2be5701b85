"""What help desks and telephone systems export."""

from collections import Counter

import pytest

pytestmark = pytest.mark.shared
LAST_STATES, UPDATES = (f"incidents_itsm/incident{which}.csv.gz" for which in ("s_last_state", "_events"))


def test_incidents(bring, metric, told, undo):
    report = bring(LAST_STATES, mapping="incidents")

    asked = {"since": "2016", "until": "2017"}
    assert report.counts() == {"rows": 14_942, "taken": 14_942, "bad": 0, "left_out": 0}
    assert report.notes() == ["Cells that hold “?” and count as blank, in 18 columns: 94,835"]
    resolved = asked | {"where": ["stage=resolved"]}
    assert metric("time_to_resolution", read="n", **resolved) == 14_942 - 956
    assert metric("time_to_resolution", **resolved) == pytest.approx(22.25, abs=0.01)
    assert metric("time_to_resolution_p90", **resolved) == pytest.approx(378.1, abs=0.2)
    assert metric("sla_attainment", **asked) == pytest.approx(0.6346, abs=0.00005)
    channels = metric("time_to_resolution", by="channel", read="n", **asked)
    assert channels == {"Phone": 14_802, "Self service": 97, "Email": 37, "IVR": 4, "Direct opening": 2}
    priorities = metric("time_to_resolution", by="touchpoint", read="n", **asked)
    assert list(priorities.values()) == [173, 244, 14_088, 437]
    opened = told("conversation.opened", "facts__queue", "facts__reassigned")
    assert len({queue for queue, _ in opened if queue}) == 69 - 1  # the README counts ? as a group, and as a resolver
    assert sum(times for _, times in opened) / len(opened) == pytest.approx(0.932, abs=0.0005)
    assert len({agent for agent in told("conversation.resolved", "facts__agent") if agent}) == 209 - 1
    assert undo() == 0


def test_updates_of_incidents(bring, told, undo):
    report = bring(UPDATES, mapping="incident-events")

    assert report.counts()["taken"] == 84_465
    assert "Negative numbers in “incident_state”: 5, the first in row 68,765: -100" in report.notes()
    opened, reopened = (len(told(f"conversation.{what}", "id")) for what in ("opened", "reopened"))
    assert opened == 14_942
    assert reopened / opened == pytest.approx(0.0110, abs=0.00005)
    assert undo() == 0


def test_steps_of_a_help_desk(bring, metric, told, undo):
    assert bring("helpdesk_log/helpdesk.csv.gz", mapping="help-desk-log").counts()["taken"] == 13_710

    asked = {"since": "2010", "until": "2012"}
    assert metric("time_to_resolution", read="n", **asked) == 3_804
    assert metric("time_to_resolution", **asked) / 24 == pytest.approx(3.93, abs=0.01)
    assert metric("time_to_resolution_p90", **asked) / 24 == pytest.approx(26.13, abs=0.02)
    steps = Counter(told("conversation.transferred", "facts__to"))
    expected = {8: 4_278, 6: 4_150, 1: 4_144, 9: 962, 3: 108, 2: 45, 4: 14, 5: 5, 7: 4}
    assert steps == {f"Activity {number}": times for number, times in expected.items()}
    assert undo() == 0


def test_calls(bring, metric, undo):
    report = bring("call_centre/anonbank_calls_1999_01.csv.gz", mapping="calls")

    asked = {"since": "1999", "until": "1999-02"}
    assert report.counts() == {"rows": 31_599, "taken": 31_359, "bad": 0, "left_out": 240}
    assert report.notes() == [
        "Rows left out because “outcome” is “PHANTOM”: 240",
        "Rows that tell of no event because “q_time” is not more than 0: 1,219",
        "Negative numbers in “vru_time”: 33, the first in row 636: -37",
    ]
    assert metric("first_response", read="n", **asked) == 30_140
    assert metric("first_response", read="n", where=["stage=hung up"], **asked) == 3_080
    assert metric("first_response_sla", **asked) == pytest.approx(0.5442, abs=0.00005)
    assert metric("first_response", read="n", where=["stage=answered"], **asked) == 27_060
    seconds = 60 * metric("handling_time", **asked) * metric("handling_time", read="n", **asked)
    assert seconds / 27_060 == pytest.approx(183.5, abs=0.05)  # the metric leaves out 277 calls of no time
    asked["by"] = "touchpoint"
    answered = metric("first_response", read="n", where=["stage=answered"], **asked)
    mean, n = (metric("handling_time", read=name, **asked) for name in ("value", "n"))
    expected = {"PS": 192.0, "NE": 323.4, "IN": 264.2, "PE": 232.9, "NW": 106.5, "TT": 72.6}
    assert {name: 60 * mean[name] * n[name] / answered[name] for name in expected} == pytest.approx(expected, abs=0.06)
    assert undo() == 0


def test_public_conversations(bring, metric, told, undo):
    report = bring("care_conversations_en/conversations.csv.gz", mapping="care-conversations")

    asked = {"since": "2018", "until": "2020"}
    assert report.counts() == {"rows": 1_211, "taken": 1_189, "bad": 22, "left_out": 0}
    assert "no span of time" in bring.bad_rows.read_text()
    assert "altogether 22: “…” (duration) is no span of time, or a negative one." in report.text
    assert report.notes() == ["Negative numbers in “duration”: 47, the first in row 153: -12:14:20."]
    assert (len(told("message.received", "id")), len(told("message.sent", "id"))) == (625, 586 - 22)
    assert metric("time_to_resolution", **asked) == pytest.approx(1.96, abs=0.005)
    assert metric("time_to_resolution_p90", **asked) == pytest.approx(16.7, abs=0.1)
    assert undo() == 0
