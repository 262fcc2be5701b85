import os
import sqlite3

import duckdb
import pytest
from django.utils import timezone

from nabiz.connectors.commands import create_connector, map_connector, pause_connector
from nabiz.connectors.connecting import check_url, rows_of
from nabiz.connectors.models import Connector, WatchedFile
from nabiz.connectors.places import allowed_path
from nabiz.connectors.pulling import next_look, pull
from nabiz.connectors.stripe.messages import Unusable
from nabiz.imports.mappings.toml import loads

pytestmark = pytest.mark.django_db
MAPPING = """
title = "Orders"
key = "{no}"
[customer]
email = "{mail}"
[[events]]
kind = "order.paid"
at = "{at}"
value = "{total}"
facts.order = "{no}"
"""
ORDERS = "no,mail,at,total\n1,a@acme.test,2026-03-01,10\n2,b@acme.test,2026-03-02,20\n"


@pytest.fixture
def root(tmp_path, settings):
    settings.HOME = tmp_path / "home"
    settings.WATCHED_ROOTS = [str(tmp_path / "drop")]
    (tmp_path / "drop").mkdir()
    return tmp_path / "drop"


@pytest.fixture
def drop(company, root):
    connector = create_connector("drop", "folder", options={"place": str(root), "pattern": "*.csv"}, secrets={})
    return map_connector(connector, loads(MAPPING))


def put(root, name="orders.csv", text=ORDERS, age=3600):
    path = root / name
    path.write_text(text)
    at = timezone.now().timestamp() - age
    os.utime(path, (at, at))
    return path


def orders(told, source="drop"):
    return sorted((facts["order"], int(value)) for _, value, facts in told(source))


def test_a_file_is_brought_in_once(drop, root, told):
    put(root)
    assert [pull(drop).rows for _ in range(2)] == [2, 0]

    assert orders(told) == [("1", 10), ("2", 20)]
    assert WatchedFile.objects.get().rows == 2


def test_a_changed_file_corrects_what_it_said(drop, root, told):
    put(root)
    pull(drop)
    put(root, text=ORDERS.replace(",20\n", ",25\n"), age=1800)
    pull(drop)

    assert orders(told) == [("1", 10), ("2", 25)]


def test_a_file_that_is_still_written_to_waits_until_it_stays_the_same(drop, root, told):
    path = put(root, age=0)
    pull(drop)
    assert told("drop") == []

    with path.open("a") as file:
        file.write("3,c@acme.test,2026-03-03,30\n")
    pull(drop)
    assert told("drop") == []
    pull(drop)
    assert len(told("drop")) == 3


def test_a_bad_file_says_why_and_the_others_go_in(drop, root, told):
    put(root, "a.csv", "x,y\n1,2\n")
    put(root, "b.csv")
    run = pull(drop)

    assert (run.state, len(told("drop"))) == ("failed", 2)
    assert "lacks" in WatchedFile.objects.get(path="a.csv").problem
    assert Connector.objects.get().problem


def test_links_and_other_names_are_left_alone(drop, root, told, tmp_path):
    outside = put(tmp_path, "secret.csv")
    (root / "link.csv").symlink_to(outside)
    (root / "folder").symlink_to(tmp_path, target_is_directory=True)
    put(root, "notes.txt")
    pull(drop)

    assert (told("drop"), WatchedFile.objects.count()) == ([], 0)


@pytest.mark.parametrize("where", ["/etc", "/etc/passwd", "relative", "{root}/../..", "{root}/out", "/", "{root}x", ""])
def test_only_allowed_folders_are_read(root, where):
    (root / "out").symlink_to("/etc")
    with pytest.raises(Unusable):
        allowed_path(where.format(root=root))


def test_without_the_setting_nothing_may_be_read(settings, tmp_path):
    settings.WATCHED_ROOTS = []
    with pytest.raises(Unusable):
        allowed_path(str(tmp_path))


def test_a_paused_place_is_not_looked_at(drop, root, told):
    put(root)

    assert pull(pause_connector(drop)) is None
    assert told("drop") == []


def test_by_interval_or_by_cron_in_the_zone_of_the_company(drop):
    drop.options |= {"every": 60}
    assert 59 * 60 < (next_look(drop) - timezone.now()).total_seconds() <= 3600
    drop.options |= {"cron": "30 6 * * *"}

    assert (next_look(drop).hour, next_look(drop).minute, str(next_look(drop).tzinfo)) == (6, 30, "Europe/Istanbul")


def database(kind, root):
    """The address of a database with three orders."""
    rows = "(1, 'a@acme.test', '2026-03-01', 10), (2, 'b@acme.test', '2026-03-02', 20), (3, 'ö''@acme.test', '2026-03-03', 30)"
    making = ["DROP TABLE IF EXISTS shop_orders",
              "CREATE TABLE shop_orders (no int, mail text, paid_at text, total numeric)", f"INSERT INTO shop_orders VALUES {rows}"]  # fmt: skip
    if kind == "postgres":
        import psycopg
        from django.db import connection

        settings = connection.settings_dict
        url = f"postgresql://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"
        with psycopg.connect(url) as link:
            for statement in making:
                link.execute(statement)
        return url
    connect = duckdb.connect if kind == "duckdb" else sqlite3.connect
    link = connect(str(root / f"shop.{kind}"))
    for statement in making:
        link.execute(statement)
    if kind == "sqlite":
        link.commit()
    link.close()
    return f"{kind}://{root}/shop.{kind}"


@pytest.fixture(params=["postgres", "duckdb", "sqlite"])
def url(request, root, transactional_db):
    address = database(request.param, root)
    yield address
    if request.param == "postgres":
        import psycopg

        with psycopg.connect(address) as link:
            link.execute("DROP TABLE shop_orders")


@pytest.mark.django_db(transaction=True)
def test_rows_of_a_database_become_events_and_only_new_ones_are_asked_for(company, url, told):
    options = {"query": "SELECT * FROM shop_orders WHERE no > {since}", "cursor": "no", "since": "0", "most": 2}
    connector = create_connector("shop", "query", options=options, secrets={"secret": url})
    map_connector(connector, loads(MAPPING.replace("{at}", "{paid_at}")))

    assert [pull(connector).rows for _ in range(3)] == [2, 1, 0]
    assert orders(told, "shop") == [("1", 10), ("2", 20), ("3", 30)]
    assert Connector.objects.get().cursor == "3"


@pytest.mark.django_db(transaction=True)
def test_a_foreign_database_is_only_read(url):
    for query in ("DELETE FROM shop_orders", "DROP TABLE shop_orders", "SELECT 1; DELETE FROM shop_orders"):
        with pytest.raises(Unusable):
            list(rows_of(url, query, most=10))

    assert len(next(rows_of(url, "SELECT * FROM shop_orders", most=10))) == 3


@pytest.mark.parametrize("kind", ["duckdb"])
def test_a_query_reads_no_files_of_the_machine(root, kind):
    with pytest.raises(Unusable):
        list(rows_of(database(kind, root), "SELECT * FROM read_text('/etc/passwd')", most=10))


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "http://10.0.0.1/", "sqlite:///etc/x.db", "duckdb://", "sqlite://host/x", "x", "pandas://"],
)
def test_only_addresses_of_databases_will_do(root, url):
    with pytest.raises(Unusable):
        check_url(url)


def test_a_problem_never_tells_the_password():
    with pytest.raises(Unusable) as told:
        list(rows_of("postgresql://reader:geheim123@localhost:1/none?connect_timeout=1", "SELECT 1", most=1))

    assert "geheim123" not in str(told.value)


def test_pages_of_places_and_queries(sign_in, owner, drop, root):
    put(root)
    pull(drop)
    browser = sign_in(owner)

    assert "orders.csv" in browser.get(f"/connectors/{drop.pk}/").content.decode()
    assert (
        "a@acme.test" in browser.post(f"/connectors/{drop.pk}/mapping/preview/", {"mapping": MAPPING}).content.decode()
    )
    assert "All is well" in browser.post(f"/connectors/{drop.pk}/check/").content.decode()
    said = {"name": "x", "place": "/etc", "pattern": "*", "every": "15"}
    assert browser.post("/connectors/new/folder/", said).status_code == 422
    said = {"name": "x", "query": "SELECT 1", "every": "15", "most": "10", "secret": "sqlite:///etc/passwd"}
    assert browser.post("/connectors/new/query/", said).status_code == 422
    assert browser.post("/connectors/new/query/", {**said, "secret": "mysql://u:p@h/d"}).status_code == 302


def test_what_is_due_is_asked_by_itself(drop):
    from procrastinate.contrib.django.models import ProcrastinateJob

    from nabiz.connectors.tasks import look_after

    look_after(0)
    assert ProcrastinateJob.objects.filter(task_name="connectors.work", args={"number": drop.pk}).exists()
