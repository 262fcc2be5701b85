import pytest
from django.core.management import CommandError, call_command

from nabiz.customers.commands import change_customer, erase_customer
from nabiz.customers.models import Customer
from nabiz.imports.commands import dry_run, import_records, prepare_import, run_import, undo_import
from nabiz.imports.files import folder, keep_upload
from nabiz.imports.mappings.binding import bind
from nabiz.imports.mappings.presets import presets
from nabiz.imports.mappings.toml import BadMapping, loads
from nabiz.imports.models import Import, Touch
from nabiz.imports.queries import look_at_file
from nabiz.timeline.mirror.commands import refresh
from nabiz.timeline.mirror.reading import snapshot
from nabiz.timeline.models import Event

PLAN = loads(
    """
title = "Bookings"
source = "bookings"
key = "{id}"
[customer]
user_id = "bookings:{who}"
traits.level = "{level}"
[account]
key = "{firm}"
[[events]]
kind = "order.paid"
at = "{at}"
value = { from = "{cents}", divide = 100 }
facts.order = "{id}"
"""
)
HEADER = "id,who,level,firm,at,cents"


def bring(path, plan=PLAN, **options):
    [table] = look_at_file(path)
    job = prepare_import(path, table, plan, **options)
    return job, run_import(job)


def levels():
    return {each.traits.get("level") for each in Customer.objects.all()}


def test_a_corrected_file_replaces_what_it_told(company, write):
    bring(write("a.csv", HEADER, "1,7,gold,,2024-01-01,1000"))

    _, done = bring(write("b.csv", HEADER, "1,7,gold,,2024-01-01,2500"))

    assert (done.counts["changed"], done.counts["new"]) == (1, 0)
    assert [int(event.value) for event in Event.objects.filter(kind="order.paid")] == [25]


def test_undoing_the_correction_brings_the_first_back(company, write):
    bring(write("a.csv", HEADER, "1,7,silver,,2024-01-01,1000"))
    correction, _ = bring(write("b.csv", HEADER, "1,7,gold,,2024-01-01,2500"))

    undo_import(correction)

    assert [int(event.value) for event in Event.objects.filter(kind="order.paid")] == [10]
    assert levels() == {"silver"}


def test_undoing_the_first_leaves_what_the_correction_told(company, write):
    first, _ = bring(write("a.csv", HEADER, "1,7,silver,,2024-01-01,1000", "2,7,silver,,2024-01-01,1"))
    correction, _ = bring(write("b.csv", HEADER, "1,7,gold,,2024-01-01,2500"))

    undo_import(first)

    assert [event.facts["order"] for event in Event.objects.filter(kind="order.paid")] == ["1"]
    assert levels() == {"gold"}

    undo_import(correction)

    assert not Event.objects.filter(kind="order.paid").exists()
    assert not Customer.objects.exists()


def test_what_a_member_changed_since_stays(company, write, ana):
    job, _ = bring(write("a.csv", HEADER, "1,7,silver,,2024-01-01,1000"))
    change_customer(Customer.objects.get(), by=ana, traits={"level": "platinum"})

    undo_import(job)

    assert levels() == {"platinum"}
    assert not Event.objects.filter(source="bookings").exists()


def test_bad_rows_go_to_a_file_that_can_be_corrected(company, write, tmp_path):
    bad = tmp_path / "bad.csv"
    _, done = bring(write("a.csv", HEADER, "1,7,gold,,2024-01-01,1000", "2,7,=cmd|x,,yesterday,5"), bad_rows=bad)

    assert (done.counts["taken"], done.counts["bad"]) == (1, 1)
    assert "'=cmd|x" in bad.read_text()
    assert "yesterday" in bad.read_text()
    bad.write_text(bad.read_text().replace("yesterday", "2024-01-02"))
    _, done = bring(bad)
    assert done.counts["new"] == 1


def test_a_dry_run_keeps_nothing(company, write):
    path = write("a.csv", HEADER, "1,7,gold,Acme,2024-01-01,1000", "2,7,gold,,,5")
    [table] = look_at_file(path)

    done = dry_run(path, table, PLAN)

    assert (done.counts["new"], done.counts["bad"]) == (1, 1)
    assert done.verdicts == [(2, "The row does not say when it happened.")]
    assert not Event.objects.exists()
    assert not Customer.objects.exists()
    assert not Import.objects.exists()


def test_rows_of_one_thing_make_one_event(company, write):
    plan = loads(
        """
title = "Lines"
source = "lines"
each = "{order}"
[[events]]
kind = "order.paid"
at = "{at}"
value = { from = "{price}", times = "{pieces}", together = "sum" }
facts.order = "{order}"
facts.quantity = { from = "{pieces}", together = "sum" }
facts.items = { from = "{what}", together = "join" }
"""
    )
    lines = (
        "order,at,what,price,pieces",
        "1,2024-01-01,Tea,2.50,2",
        "1,2024-01-01,Cup,4.00,1",
        "2,2024-01-02,Tea,2.50,1",
    )

    bring(write("a.csv", *lines), plan)

    first, second = Event.objects.filter(kind="order.paid").order_by("happened_at")
    assert (str(first.value), first.facts["quantity"], first.facts["items"]) == ("9.0000", 3, "Tea, Cup")
    assert str(second.value) == "2.5000"


@pytest.mark.django_db(transaction=True)
def test_the_mirror_drops_what_was_undone(company, write, mirror_folder):
    job, _ = bring(write("a.csv", HEADER, "1,7,gold,,2024-01-01,1000"))
    refresh()
    assert rows_in_mirror() == 1
    correction, _ = bring(write("b.csv", HEADER, "1,7,gold,,2024-01-01,2500"))
    refresh()
    assert rows_in_mirror() == 1

    undo_import(correction)
    undo_import(job)
    refresh()

    assert rows_in_mirror() == 0


def rows_in_mirror():
    return sum(int(file.rpartition("-")[2].partition(".")[0]) for file in snapshot().event_files(["money"]))


def test_records_are_brought_in_like_rows(company):
    record = {"id": "in_1", "who": {"id": 7}, "cents": 1250, "at": "2024-01-01T10:00:00Z"}
    plan = loads(
        """
title = "Hook"
source = "hook"
key = "{id}"
[customer]
user_id = "hook:{who.id}"
[[events]]
kind = "order.paid"
at = "{at}"
value = { from = "{cents}", divide = 100 }
facts.order = "{id}"
"""
    )

    import_records([record], plan)
    import_records([record, record], plan)

    assert [str(event.value) for event in Event.objects.filter(source="hook")] == ["12.5000"]


def test_erasing_a_customer_reaches_the_journal(company, write):
    bring(write("a.csv", HEADER, "1,7654321,silver,,2024-01-01,1000"))
    bring(write("b.csv", HEADER, "1,7654321,gold,,2024-01-01,2500"))

    erase_customer(Customer.objects.get())

    assert not Touch.objects.filter(what__in="eci").exists()


def test_a_mapping_that_makes_no_sense_is_told_what_there_is(company, write):
    path = write("a.csv", HEADER, "1,7,gold,,2024-01-01,1000")
    path_of_mapping = write("m.toml", 'title = "x"', 'source = "x"', "[[events]]", 'kind = "order.piad"', 'at = "{at}"')

    with pytest.raises(CommandError, match=r"order\.paid"):
        call_command("import", str(path), mapping=str(path_of_mapping))


def test_a_missing_column_is_named():
    with pytest.raises(BadMapping, match="Order date"):
        bind(presets()["orders"].plan, ["Order ID"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1254"])
def test_erasing_a_customer_leaves_no_byte_of_them_in_kept_files(company, write, encoding):
    kept = keep_upload("a.csv", [f"{HEADER}\n1,Şükrü-4711,gold,,never,10\n".encode(encoding)])
    bring(write("b.csv", HEADER, "2,Şükrü-4711,gold,,2024-01-01,10"))
    job, _ = bring(kept)
    assert job.counts["bad"] == 1

    erase_customer(Customer.objects.get())

    left = [path for path in folder().rglob("*") if path.is_file() and b"4711" in path.read_bytes().replace(b"\0", b"")]
    assert left == []
