"""The listed data sets in an installation that was made a moment ago, by the commands that a person types.

Here every set comes in by a process of its own, is asked for, and is taken back. The tests beside this one hold each
number of each README against the same commands, without a process for each of them.
"""

import json

import pytest

from tests.imports.conftest import FOLDER, MAPPINGS, Report
from tests.imports.test_subscriptions import FIVE
from tests.installation import Installation

pytestmark = [pytest.mark.shared, pytest.mark.skipif(not FOLDER.exists(), reason="there is no data folder")]
SET_UP = """
from nabiz.team.commands import set_up
owner = {"name": "Olcay", "email": "olcay@acme.test", "password": "a-long-password-9"}
set_up(owner=owner, company={"name": "Acme", "language": "en", "time_zone": "UTC", "currency": "GBP"})
"""
SETS = {  # files, mapping, rows that cannot be taken; where there is no mapping the headers are known
    "online_retail": ("online_retail_part.parquet", "online-retail", 0),
    "saas_ravenstack": (" ".join(FIVE), "", 0),
    "incidents_itsm": ("incidents_last_state.csv.gz", "incidents", 0),
    "helpdesk_log": ("helpdesk.csv.gz", "help-desk-log", 0),
    "telco_churn": ("telco_customer_churn.csv", "telephone-company", 0),
    "survey_fft": ("fft_comments.csv.gz", "friends-and-family", 0),
    "nps_airlines": ("responses_other_airlines.csv responses_prep_air.csv", "nps-airlines", 0),
    "clickstream_ecom": ("ecom_events.csv.gz", "", 0),
    "cdnow": ("cdnow_sample_transactions.csv", "cdnow", 0),
    "reviews_en": ("womens_clothing_reviews.csv.gz", "clothing-reviews", 0),
    "reviews_tr": ("fsmtsad_part.csv.gz", "turkish-texts", 0),
    "call_centre": ("anonbank_calls_1999_01.csv.gz", "calls", 0),
    "care_conversations_en": ("conversations.csv.gz", "care-conversations", 22),
}
LEFT = """
    SELECT (SELECT count(*) FROM timeline_event WHERE source NOT IN ('', 'nabiz')),
           (SELECT count(*) FROM customers_customer), (SELECT count(*) FROM customers_account)
"""


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    made = Installation(tmp_path_factory.mktemp("clean") / "home")
    assert made.run("shell", "-c", SET_UP).returncode == 0
    made.serve("serve", "--no-worker")
    yield made
    made.stop()
    made.clean_up()


@pytest.fixture(scope="module")
def ask(installation):
    """Asks `nabiz metric`: the value of the whole, or one for each group."""

    def asked(name, *options, by=""):
        told = installation.run("metric", name, "--format", "json", *(["--by", by] if by else []), *options)
        assert told.returncode == 0, told.stderr
        rows = json.loads(told.stdout)
        return {tuple(row[each] for each in by.split(",")): row["value"] for row in rows} if by else rows[0]["value"]

    return asked


def test_every_set_comes_in_answers_and_goes(installation, ask, tmp_path):
    for name in SETS:
        bring(installation, name, tmp_path / f"{name}.csv")

    check_shops(ask)
    check_subscriptions(ask)
    check_support(ask)
    check_words(ask)

    numbers = [number for (number,) in installation.query("SELECT id FROM imports_import ORDER BY id")]
    undone = installation.run("imports", "undo", *numbers)
    assert undone.stdout.count("is undone.") == len(numbers) == 18, undone.stderr
    assert installation.query(LEFT) == [(0, 0, 0)]


def bring(installation, name, bad_rows):
    files, mapping, bad = SETS[name]
    chosen = ["--mapping", MAPPINGS / f"{mapping}.toml"] if mapping else []
    paths = [FOLDER / name / each for each in files.split()]
    done = installation.run("import", *paths, *chosen, "--bad-rows", bad_rows)
    assert done.returncode == (3 if bad else 0), done.stderr
    assert Report(done.stdout, done.returncode).counts()["bad"] == bad


def check_shops(ask):
    sales = ask("sales", "--since=1997", "--until=2011", by="currency")
    assert sales["GBP",] == pytest.approx(5_932_401.82, abs=0.01)
    assert sales["USD",] == pytest.approx(244_091.94, abs=0.001)
    assert ask("active_customers", "--since=2024-01-07", "--until=2024-06-29") == 363


def check_subscriptions(ask):
    assert ask("churn", "--since=2020-01-01", "--until=2020-01-01") == pytest.approx(0.2654, abs=0.00005)
    both = 6_269_212 + 316_985.75  # of saas_ravenstack and of telco_churn
    assert ask("mrr", "--since=2024-12-31", "--until=2024-12-31") == pytest.approx(both, abs=0.01)


def check_support(ask):
    opened = {int(year): n for (year,), n in ask("conversations", "--since=2010", "--until=2020", by="year").items()}
    in_years = {
        since: sum(n for year, n in opened.items() if since <= year <= since + 2) for since in (2010, 2015, 2018)
    }
    assert in_years == {2010: 3_804, 2015: 14_942, 2018: 525}
    assert ask("abandonment_rate", "--since=1999", "--until=1999-01") == pytest.approx(0.1022, abs=0.00005)


def check_words(ask):
    answers = ask("answers", "--since=2015", "--until=2025", by="channel,measure,score")
    assert [answers["", "csat", str(score)] for score in range(1, 8)] == [143, 110, 125, 452, 1_759, 8, 126]
    assert sum(n for (_, measure, _), n in answers.items() if measure == "nps") == 5_907
    assert ask("reviews", "--since=2018", "--until=2024", by="site") == {("shop",): 13_961, ("FSMTSAD",): 9_587}
