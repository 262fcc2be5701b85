from decimal import Decimal

from nabiz.customers.models import Customer, Identity
from nabiz.imports.commands import prepare_import, run_import, undo_import
from nabiz.imports.queries import look_at_file, preview, suggest_mapping
from nabiz.timeline.models import Event

ORDERS = (
    "Order ID,Order date,Customer ID,Email,Customer name,Total,Currency",
    "1001,2024-03-01 10:00,7,ada@example.com,Ada Lovelace,19.90,EUR",
    "1002,2024-03-02 11:00,7,ada@example.com,Ada Lovelace,5.00,EUR",
    "1003,2024-03-02 12:00,8,,Alan,12.50,EUR",
)


def bring(path, plan=None):
    [table] = look_at_file(path)
    job = prepare_import(path, table, plan or suggest_mapping(table)[0].preset.plan)
    return job, run_import(job)


def test_orders_become_customers_and_events(company, write):
    _, done = bring(write("orders.csv", *ORDERS))

    assert (done.counts["taken"], done.counts["new"], done.counts["customers"]) == (3, 3, 2)
    ada = Customer.objects.get(name="Ada Lovelace")
    assert Event.objects.filter(customer_id=ada.pk, kind="order.paid").count() == 2
    assert Identity.objects.get(value="ada@example.com").is_verified
    event = Event.objects.get(message_id="order.paid:1001")
    assert (event.value, event.currency, event.facts["order"]) == (Decimal("19.9"), "EUR", "1001")


def test_what_came_is_told_in_days_of_the_company(company, write):
    job, _ = bring(write("orders.csv", "Order ID,Order date,Total", "1,2024-03-02 00:30,5"))

    job.refresh_from_db()
    assert job.came == [["order.paid", 1, "2024-03-02", "2024-03-02"]]


def test_the_same_file_again_changes_nothing(company, write):
    path = write("orders.csv", *ORDERS)
    first, _ = bring(path)

    again, done = bring(path)

    assert again == first
    assert not done.counts


def test_undoing_takes_everything_back(company, write, deniz):
    job, _ = bring(write("orders.csv", *ORDERS))

    undo_import(job)

    assert not Event.objects.filter(source="shop").exists()
    assert list(Customer.objects.all()) == [deniz]
    assert Identity.objects.count() == 1


def test_a_row_is_told_in_the_words_of_its_file(company, write):
    _, done = bring(write("orders.csv", "Sipariş No;Sipariş Tarihi;Müşteri No;Toplam Tutar", "1;2024-03-01;7;elma"))

    assert done.verdicts == [(1, "“elma” is no number that fits (Toplam Tutar).")]


def test_the_preview_counts_rows_and_reads_moments_as_the_import_will(company, write):
    path = write("orders.csv", ORDERS[0], ORDERS[1], "", ORDERS[3])
    [table] = look_at_file(path)
    plan = suggest_mapping(table)[0].preset.plan

    rows = preview(table, plan)
    bring(path)

    assert [row.number for row in rows] == [1, 3]
    assert rows[0].events[0].happened_at == Event.objects.get(message_id="order.paid:1001").happened_at
