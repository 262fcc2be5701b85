"""The data folder: every file is looked into, and the traps that its README names are found."""

import os
from pathlib import Path

import pytest

from nabiz.imports.reading.files import batches, look_into

FOLDER = Path(os.environ.get("SHARED_DATA") or Path(__file__).resolve().parents[4] / "../shared/data")
pytestmark = [pytest.mark.shared, pytest.mark.skipif(not FOLDER.exists(), reason="there is no data folder")]
ROWS = {
    "online_retail/online_retail_part.parquet": 328_991,
    "saas_ravenstack/accounts.csv": 313,
    "saas_ravenstack/subscriptions.csv.gz": 3_082,
    "saas_ravenstack/feature_usage.csv.gz": 15_350,
    "saas_ravenstack/support_tickets.csv": 1_245,
    "saas_ravenstack/churn_events.csv": 371,
    "incidents_itsm/incident_events.csv.gz": 84_465,
    "incidents_itsm/incidents_last_state.csv.gz": 14_942,
    "helpdesk_log/helpdesk.csv.gz": 13_710,
    "telco_churn/telco_customer_churn.csv": 7_043,
    "survey_fft/fft_comments.csv.gz": 4_827,
    "clickstream_ecom/ecom_events.csv.gz": 18_810,
    "cdnow/cdnow_sample_transactions.csv": 6_919,
    "cdnow/cdnow_sample_summary_39w.csv": 2_357,
    "reviews_en/womens_clothing_reviews.csv.gz": 13_961,
    "reviews_en/uci_sentences_amazon.csv": 1_000,
    "reviews_tr/fsmtsad_part.csv.gz": 9_587,
    "call_centre/anonbank_calls_1999_01.csv.gz": 31_599,
    "call_centre/anonbank_30min_1999_01.csv": 797,
    "care_conversations_en/conversations.csv.gz": 1_211,
}


def columns_of(name):
    [table] = look_into(FOLDER / name)
    return {column.name: column for column in table.columns}, table.settings


@pytest.mark.parametrize("name", ROWS)
def test_every_row_of_every_file_is_read(name):
    [table] = look_into(FOLDER / name)

    found = list(batches(FOLDER / name, table))

    assert sum(len(batch.rows) for batch in found) == ROWS[name]
    assert not [bad for batch in found for bad in batch.bad]


def test_the_mixed_dates_of_the_survey_are_counted():
    columns, settings = columns_of("survey_fft/fft_comments.csv.gz")

    [problem] = columns["date"].problems
    assert (problem.code, problem.facts["mdy"], settings.of("date").date_order) == ("mixed_dates", 170, "mixed")


def test_the_blank_totals_of_the_telephone_company_are_told():
    columns, _ = columns_of("telco_churn/telco_customer_churn.csv")

    assert columns["TotalCharges"].type == "number"
    assert [problem.code for problem in columns["TotalCharges"].problems] == ["blank_text"]


def test_the_negative_durations_of_the_conversations_are_told():
    columns, _ = columns_of("care_conversations_en/conversations.csv.gz")

    assert [problem.code for problem in columns["duration"].problems] == ["negative_times"]


def test_the_missing_times_of_the_incidents_are_blank_and_day_first():
    columns, settings = columns_of("incidents_itsm/incidents_last_state.csv.gz")

    assert (columns["resolved_at"].type, settings.of("resolved_at").date_order) == ("moment", "dmy")
    assert "placeholder" in [problem.code for problem in columns["resolved_at"].problems]


@pytest.mark.parametrize(
    ("name", "column", "kind"),
    [
        ("online_retail/online_retail_part.parquet", "InvoiceNo", "text"),
        ("online_retail/online_retail_part.parquet", "InvoiceDate", "moment"),
        ("cdnow/cdnow_sample_transactions.csv", "date", "day"),
        ("cdnow/cdnow_sample_transactions.csv", "master_id", "text"),
        ("call_centre/anonbank_calls_1999_01.csv.gz", "q_start", "clock"),
        ("saas_ravenstack/support_tickets.csv", "satisfaction_score", "integer"),
        ("nps_airlines/responses_prep_air.csv", "How likely are you to recommend this airline?", "integer"),
    ],
)
def test_columns_are_what_their_readme_says(name, column, kind):
    assert columns_of(name)[0][column].type == kind
