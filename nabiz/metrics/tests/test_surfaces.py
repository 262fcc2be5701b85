import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

import nabiz.metrics
from nabiz.metrics.tests.mirrors import answers, write_events, write_segments

SPRING = {"since": "2026-03", "until": "2026-04"}


def command(*arguments):
    out = io.StringIO()
    call_command("metric", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def surveyed(mirror, company):
    write_events(answers([10] * 12 + [3] * 4, channel="email") + answers([9] * 11, when="2026-04-02", channel="web"))
    write_segments(venues=range(1, 14))


def test_command_line_answers_in_json(surveyed):
    rows = json.loads(
        command("nps", "--by", "month,segment", "--since", "2026-03", "--until", "2026-03", "--format", "json")
    )

    assert rows[0] | {"as_of": ""} == {
        "month": "2026-03", "segment": "venues", "value": pytest.approx(1100 / 13), "low": rows[0]["low"],
        "high": rows[0]["high"], "confidence": 0.95, "n": 13, "unit": "points", "status": "low_n",
        "method": "adjusted_wald", "as_of": "",
    }  # fmt: skip


def test_command_line_answers_in_csv_and_in_a_table(surveyed):
    spring = ["--by", "month", "--since", "2026-03", "--until", "2026-04"]
    rows = list(csv.DictReader(io.StringIO(command("nps", *spring, "--where", "channel=email", "--format", "csv"))))

    assert [(row["month"], row["n"], row["status"]) for row in rows] == [
        ("2026-03", "16", "low_n"),
        ("2026-04", "0", "not_enough_data"),
    ]
    assert "2026-03" in command("nps", *spring)


@pytest.mark.parametrize(
    "wrong", [["npss"], ["nps", "--by", "mood"], ["nps", "--where", "channel"], ["nps", "--since", "x"]]
)
def test_command_line_says_what_is_wrong(surveyed, wrong):
    with pytest.raises(CommandError, match=r"npss|mood|GROUP=VALUE|no date"):
        command(*wrong)


def test_list_of_metrics_has_every_definition(company):
    out = io.StringIO()
    call_command("metrics", "--format", "json", stdout=out)

    assert {"nps", "csat", "ces", "churn", "nrr"} <= {each["name"] for each in json.loads(out.getvalue())}
    assert all(each["definition"] for each in json.loads(out.getvalue()))


def test_rest_answers_by_month_and_segment(surveyed, ben, sign_in):
    response = sign_in(ben).get("/api/metrics/nps?by=month&by=segment&since=2026-03&until=2026-03")

    assert response.status_code == 200
    assert [(row["month"], row["segment"], row["n"]) for row in response.json()] == [("2026-03", "venues", 13)]


def test_rest_lists_the_metrics(surveyed, ben, sign_in):
    listed = sign_in(ben).get("/api/metrics").json()

    assert next(each for each in listed if each["name"] == "nps")["unit"] == "points"


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("npss", 404, "Did you mean “nps”?"),
        ("nps?by=mood", 422, "cannot be grouped"),
        ("nps?since=soon", 422, "is no date"),
        ("nps?confidence=2", 422, "between 0.5 and 0.999"),
        ("nps?confidence=x", 422, ""),
        ("nps?segment=a%00b", 422, "control characters"),
        ("nps?plan=gold", 422, "cannot be grouped"),
    ],
)
def test_rest_says_what_is_wrong(surveyed, ben, sign_in, query, status, sentence):
    response = sign_in(ben).get(f"/api/metrics/{query}")

    assert (response.status_code, sentence in str(response.json()["detail"])) == (status, True)


def test_rest_refuses_a_stranger(surveyed, client):
    assert client.get("/api/metrics/nps").status_code == 401


def test_notebook_gets_a_data_frame(surveyed):
    frame = nabiz.metrics.ask("nps", by=["month"], **SPRING)

    assert list(frame.columns[:4]) == ["month", "value", "low", "high"]
    assert frame.set_index("month").n.to_dict() == {"2026-03": 16, "2026-04": 11}


def test_empty_answer_keeps_its_columns(mirror, company):
    frame = nabiz.metrics.ask("nps", by=["segment"], **SPRING)

    assert list(frame.columns[:2]) == ["segment", "value"]
