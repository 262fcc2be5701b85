"""Whatever is odd about a file is told over all of it, and what is left out with the reason."""

import io

import pytest
from django.core.management import call_command
from django.utils import translation

from nabiz.imports.models import Import
from nabiz.imports.notices import sentences

LINES = """
source = "till"
each = "{invoice}"
when = ["{customer} is not empty"]
[customer]
user_id = "{customer}"
[[events]]
kind = "order.paid"
at = "{at}"
when = ["{quantity} > 0", "{price} > 0"]
value = { from = "{price}", times = "{quantity}", together = "sum" }
facts.order = "{invoice}"
[[events]]
kind = "order.returned"
at = "{at}"
when = ["{invoice} starts with C"]
facts.order = "{invoice}"
"""
HEADER = "invoice,customer,quantity,price,at"


@pytest.fixture
def told(company, write):
    """Runs `nabiz import` on lines with a mapping, and returns what it says."""

    def run(lines, mapping="", **options):
        out = io.StringIO()
        path = write("file.csv", *lines)
        its = str(write("mapping.toml", mapping)) if mapping else ""
        call_command("import", str(path), mapping=its, stdout=out, **options)
        return out.getvalue()

    return run


def test_rows_that_the_mapping_leaves_out_are_told_with_the_reason(told):
    text = told([HEADER, "1,ada,1,5,2024-03-01", "2,,1,5,2024-03-01", "3,,1,5,2024-03-01"], LINES)

    assert "Rows left out because “customer” is blank: 2" in text


def test_rows_that_tell_of_no_event_are_told_by_what_kept_the_likeliest_away(told):
    rows = ["1,ada,1,5,2024-03-01", "2,ada,3,0,2024-03-01", "C3,ada,-1,5,2024-03-01", "4,ada,-2,5,2024-03-01"]
    text = told([HEADER, *rows], LINES)

    assert "Rows that tell of no event because “price” is not more than 0: 1" in text
    assert "Rows that tell of no event because “quantity” is not more than 0: 1" in text
    assert "Order returned, rows that tell of it: 1" in text


def test_negative_numbers_and_repeated_lines_are_counted(told):
    text = told([HEADER, *["1,ada,1,5,2024-03-01"] * 5, "2,ada,-1,5,2024-03-01"], LINES)

    assert "Negative numbers in “quantity”: 1, the first in row 6: -1" in text
    assert "Rows that repeat another one word for word and count all the same: 4" in text


def test_a_column_that_is_mostly_negative_is_meant_to_be(told):
    assert "Negative" not in told([HEADER, *[f"C{n},ada,-1,5,2024-03-01" for n in range(5)]], LINES)


ORDERS = "Order ID,Order date,Customer ID,Total"


def test_what_stands_for_nothing_is_counted_over_the_whole_file(told):
    rows = [f"{n},2024-03-01,{'?' if n % 50 == 0 else n},{'  ' if n % 100 == 0 else n}" for n in range(1, 201)]
    text = told([ORDERS, *rows])

    assert "Cells of “Total” that hold only spaces and count as blank: 2" in text
    assert "Cells that hold “?” and count as blank, in “Customer ID”: 4" in text


def test_orders_of_dates_that_mix_are_counted(told):
    rows = [f"{n},{day},1,5" for n, day in enumerate(["25/03/2024", "26/03/2024", "03/25/2024", "04/05/2024"])]

    assert "“Order date” mixes orders of dates. Only day first: 2, only month first: 1, either: 1" in told(
        [ORDERS, *rows]
    )


def test_scores_that_no_result_counts_are_told(told):
    text = told(["Response ID,Date,Score,Measure", "1,2024-03-01,11,NPS", "2,2024-03-01,6,CSAT", "3,2024-03-01,10,NPS"])

    assert "Scores off the scale of NPS (0–10), which count in no result: 1" in text
    assert "Scores off the scale of CSAT (1–5), which count in no result: 1" in text


def test_a_number_that_two_rows_have_is_told(told):
    assert "Rows with the “Order ID” of another row, of which the last counts: 1" in told(
        [ORDERS, "1,2024-03-01,1,5", "2,2024-03-01,1,5", "1,2024-03-02,1,6"]
    )


def test_a_row_without_a_number_that_comes_twice_counts_once(told):
    text = told(["User ID,Timestamp,Event", *["7,2024-03-01 10:00,export"] * 3])

    assert "Rows that repeat another one word for word and count once: 2" in text


SUBSCRIPTION = ["subscription_id,account_id,start_date,plan_tier,mrr_amount", "S-1,acme,2024-03-01,Pro,49"]
USAGE = ["usage_id,subscription_id,usage_date,feature_name", "1,S-1,2024-02-01,export", "2,S-1,2024-04-01,export"]


def test_usage_before_the_start_of_its_subscription_is_told(told):
    told(SUBSCRIPTION)

    assert "Rows that happened before what “subscription_id” names began: 1" in told(USAGE)


def test_a_dry_run_does_not_judge_what_may_come_with_another_file(told):
    text = told(USAGE, dry_run=True)

    assert "2 of 2 rows taken" in text
    assert "Rows whose “subscription_id” nobody has told of yet: 2." in text


def test_notices_are_kept_and_told_in_the_reader_s_language(told):
    told([HEADER, "1,ada,1,5,2024-03-01", "2,,1,5,2024-03-01"], LINES)
    job = Import.objects.get()

    with translation.override("tr"):
        told_in_turkish = sentences(job.notices, 2)

    assert told_in_turkish == ["Dışarıda kalan satırlar (“customer” boş): 1"]
