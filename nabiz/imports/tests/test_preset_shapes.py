"""A small file in the shape of each preset's export is recognised by its headers and becomes what it tells of."""

import csv
from collections import Counter

import pytest

from nabiz.imports.commands import prepare_import, run_import
from nabiz.imports.mappings.presets import presets
from nabiz.imports.queries import look_at_file, suggest_mapping
from nabiz.imports.tests.test_presets import HEADERS
from nabiz.timeline.models import Event

# The cells of some rows, those that the others leave blank left out; the events, customers and accounts that come of them.
SHAPES = {
    "zendesk-tickets": (
        [
            {"Id": "1", "Requester": "Ada", "Requester id": "7", "Requester email": "ada@example.com", "Group": "Billing",
             "Subject": "Invoice", "Status": "Closed", "Via": "Mail", "Created at": "2024-03-01 10:00",
             "Solved at": "2024-03-01 12:00", "Organization": "Acme", "Satisfaction Score": "Good"},
            {"Id": "2", "Requester": "Alan", "Requester id": "8", "Subject": "Sign-in", "Status": "Open", "Via": "Chat",
             "Created at": "2024-03-02 10:00", "Satisfaction Score": "Not Offered"},
        ],
        {"conversation.opened": 2, "conversation.resolved": 1, "survey.answered": 1}, 2, 1,
    ),
    "hubspot-contacts": (
        [
            {"Record ID": "101", "First Name": "Ada", "Last Name": "Kaya", "Email": "ada@example.com",
             "Associated Company": "Acme", "Associated Company IDs": "9", "Lifecycle Stage": "Customer"},
            {"Record ID": "102", "First Name": "Alan", "Create Date": "2024-03-01 10:00"},
        ],
        {}, 2, 1,
    ),
    "stripe-subscriptions": (
        [
            {"id": "sub_1", "Customer ID": "cus_1", "Plan": "pro", "Quantity": "2", "Interval": "month", "Amount": "49.00",
             "Currency": "usd", "Status": "active", "Start (UTC)": "2024-03-01 10:00"},
            {"id": "sub_2", "Customer ID": "cus_2", "Plan": "pro", "Quantity": "1", "Interval": "year", "Amount": "480.00",
             "Currency": "usd", "Status": "canceled", "Start (UTC)": "2024-01-01 10:00", "Ended At (UTC)": "2024-03-01 10:00"},
            {"id": "sub_3", "Customer ID": "cus_3", "Plan": "pro", "Status": "trialing", "Start (UTC)": "2024-03-01 10:00"},
        ],
        {"subscription.started": 2, "subscription.trial_started": 1, "subscription.ended": 1}, 3, 0,
    ),
    "stripe-payments": (
        [
            {"id": "ch_1", "Created date (UTC)": "2024-03-01 10:00", "Amount": "19.90", "Amount Refunded": "0.00",
             "Currency": "usd", "Status": "Paid", "Customer ID": "cus_1"},
            {"id": "ch_2", "Created date (UTC)": "2024-03-01 11:00", "Amount": "19.90", "Amount Refunded": "5.00",
             "Refunded date (UTC)": "2024-03-02 11:00", "Currency": "usd", "Status": "Refunded", "Customer ID": "cus_1"},
            {"id": "ch_3", "Created date (UTC)": "2024-03-01 12:00", "Amount": "19.90", "Currency": "usd", "Status": "Failed",
             "Customer Email": "ada@example.com"},
        ],
        {"order.paid": 2, "order.returned": 1, "invoice.failed": 1}, 2, 0,
    ),
    "intercom-conversations": (
        [
            {"Conversation ID": "5", "Conversation started at": "2024-03-01 10:00", "User external ID": "7",
             "First teammate reply at": "2024-03-01 10:05", "Conversation last closed at": "2024-03-01 11:00",
             "Conversation rating": "great"},
            {"Conversation ID": "6", "Conversation started at": "2024-03-01 10:00", "User email": "ada@example.com"},
        ],
        {"conversation.opened": 2, "message.sent": 1, "conversation.resolved": 1, "survey.answered": 1}, 2, 0,
    ),
    "google-play-reviews": (
        [
            {"Package Name": "com.acme", "Reviewer Language": "tr", "Review Submit Date and Time": "2024-03-01T10:00:00Z",
             "Star Rating": "5", "Review Text": "Harika", "Review Link": "http://play.example/1"},
            {"Package Name": "com.acme", "Review Submit Date and Time": "2024-03-02T10:00:00Z", "Star Rating": "1"},
        ],
        {"review.posted": 2}, 0, 0,
    ),
    "app-store-reviews": (
        [{"id": "00000001-a", "rating": "4", "title": "Good", "body": "Works", "createdDate": "2024-03-01T10:00:00-08:00"}],
        {"review.posted": 1}, 0, 0,
    ),
    "trustpilot-reviews": (
        [
            {"Review Id": "5e3d", "Review Created (UTC)": "2024-03-01 10:00:00", "Review Username": "Ada K.", "Review Stars": "5",
             "Review User Email": "ada@example.com", "Review Title": "On time", "Review Content": "Came a day early.",
             "Source Of Review": "AutomaticInvitation", "Review Language": "en"},
            {"Review Id": "5e3e", "Review Created (UTC)": "2024-03-02 10:00:00", "Review Username": "Alan", "Review Stars": "2",
             "Review Title": "Late", "Review Content": "Two days late.", "Company Response": "Sorry.",
             "Company Reply Date (UTC)": "2024-03-03 09:00:00", "Source Of Review": "Organic"},
        ],
        {"review.posted": 2}, 1, 0,
    ),
    "g2-reviews": (
        [
            {"Reviewer Name": "Ada K.", "Review Date": "2024-03-01", "Star Rating": "4.5", "Review Title": "Saves hours",
             "What do you like best?": "The reports", "What do you dislike?": "Slow search"},
            {"Reviewer Name": "Alan", "Review Date": "2024-03-02", "Star Rating": "2.0", "What do you dislike?": "Price"},
        ],
        {"review.posted": 2}, 0, 0,
    ),
    "sikayetvar-complaints": (
        [
            {"Şikayet No": "101", "Şikayet Başlığı": "Kargom gelmedi", "Şikayet Metni": "On gündür bekliyorum.",
             "Şikayet Eden": "Ada", "Şikayet Tarihi": "25.03.2024 10:00", "Durum": "Yanıt bekliyor"},
            {"Şikayet No": "102", "Şikayet Başlığı": "İadem yapılmadı", "Şikayet Metni": "Param yatmadı.", "Şikayet Eden": "Alan",
             "Şikayet Tarihi": "26.03.2024 10:00", "Durum": "Çözüldü", "Puan": "5", "Firma Cevabı": "İadeniz yapıldı.",
             "Cevap Tarihi": "27.03.2024 09:30"},
        ],
        {"review.posted": 2}, 0, 0,
    ),
    "orders": (
        [
            {"Sipariş No": "1", "Sipariş Tarihi": "25.03.2024", "Müşteri No": "7", "Toplam Tutar": "1.204,50", "Durum": "Ödendi"},
            {"Sipariş No": "2", "Sipariş Tarihi": "26.03.2024", "Müşteri No": "7", "Toplam Tutar": "80,00", "Durum": "İade"},
            {"Sipariş No": "3", "Sipariş Tarihi": "26.03.2024", "E-posta": "ada@example.com", "Toplam Tutar": "9,90"},
        ],
        {"order.paid": 2, "order.returned": 1}, 2, 0,
    ),
    "subscriptions": (
        [
            {"subscription_id": "S-1", "account_id": "acme", "start_date": "2024-03-01", "plan_tier": "Pro", "mrr_amount": "49"},
            {"subscription_id": "S-2", "account_id": "zeta", "start_date": "2024-03-01", "end_date": "2024-04-01",
             "plan_tier": "Pro", "mrr_amount": "0", "is_trial": "True"},
        ],
        {"subscription.started": 1, "subscription.trial_started": 1, "subscription.ended": 1}, 0, 2,
    ),
    "invoices": (
        [
            {"Fatura No": "F1", "Fatura Tarihi": "25.03.2024", "Müşteri No": "7", "Tutar": "100,00", "Durum": "Ödendi"},
            {"Fatura No": "F2", "Fatura Tarihi": "26.03.2024", "Müşteri No": "7", "Tutar": "100,00", "Durum": "Ödenmedi"},
        ],
        {"order.paid": 1, "invoice.failed": 1}, 1, 0,
    ),
    "tickets": (
        [
            {"Talep No": "1", "Müşteri No": "7", "Açılış Tarihi": "25.03.2024 10:00", "Çözüm Tarihi": "25.03.2024 12:00",
             "Memnuniyet Puanı": "5", "İlk yanıt süresi (dk)": "12", "Eskalasyon": "evet"},
            {"Talep No": "2", "Müşteri No": "8", "Açılış Tarihi": "26.03.2024 10:00", "Eskalasyon": "hayır"},
        ],
        {"conversation.opened": 2, "message.sent": 1, "conversation.transferred": 1, "conversation.resolved": 1,
         "survey.answered": 1}, 2, 0,
    ),
    "messages": (
        [
            {"conversation_id": "1", "turn": "1", "role": "customer", "sent_at": "2024-03-01 10:00", "text": "Hello?"},
            {"conversation_id": "1", "turn": "2", "role": "agent", "sent_at": "2024-03-01 10:05", "text": "Hi."},
        ],
        {"conversation.opened": 1, "message.received": 1, "message.sent": 1}, 0, 0,
    ),
    "survey-responses": (
        [{"Yanıt No": "1", "Tarih": "2024-03-01", "Müşteri No": "7", "Puan": "9", "Yorum": "Hızlı"}],
        {"survey.answered": 1}, 1, 0,
    ),
    "cancellations": (
        [{"churn_event_id": "C-1", "account_id": "acme", "churn_date": "2024-03-01", "reason_code": "price"}],
        {"survey.answered": 1}, 0, 1,
    ),
    "product-usage": ([{"User ID": "7", "Timestamp": "2024-03-01 10:00", "Event": "export"}], {"feature.used": 1}, 1, 0),
    "reviews": (
        [{"review_id": "1", "date": "2024-03-01", "rating": "2", "title": "Late", "review_text": "Two days late"}],
        {"review.posted": 1}, 0, 0,
    ),
    "accounts": ([{"account_id": "A-1", "account_name": "Acme", "churn_flag": "False"}], {}, 0, 1),
    "customers": (
        [{"Müşteri No": "7", "Ad Soyad": "Ada Kaya", "E-posta": "ada@example.com", "Cep Telefonu": "0532 111 00 01",
          "Firma": "Acme"}],
        {}, 1, 1,
    ),
}  # fmt: skip


def shaped(folder, headers, rows):
    """The file as it would be exported: all headers, blank where a row says nothing."""
    delimiter = ";" if ";" in headers else ","
    names = dict.fromkeys([*headers.split(delimiter), *(name for row in rows for name in row)])
    with (folder / "export.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(names), restval="", delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return folder / "export.csv"


def test_every_preset_has_a_shape():
    assert set(SHAPES) == set(presets())


@pytest.mark.parametrize("slug", sorted(SHAPES))
def test_a_file_in_its_shape_becomes_what_it_tells_of(company, tmp_path, slug):
    rows, events, customers, accounts = SHAPES[slug]
    [table] = look_at_file(shaped(tmp_path, HEADERS[slug], rows))
    best = suggest_mapping(table)[0].preset

    done = run_import(prepare_import(tmp_path / "export.csv", table, best.plan))

    assert (best.slug, done.verdicts, done.counts["taken"]) == (slug, [], len(rows))
    assert Counter(Event.objects.filter(source=best.plan.source).values_list("kind", flat=True)) == events
    assert (done.counts["customers"], done.counts["accounts"]) == (customers, accounts)


def test_a_column_that_says_utc_is_read_as_utc_and_others_by_the_clock_of_the_company(company, tmp_path):
    at = {"trustpilot-reviews": "2024-03-01 10:00:00+00:00", "sikayetvar-complaints": "2024-03-25 07:00:00+00:00"}

    for slug, moment in at.items():
        [table] = look_at_file(shaped(tmp_path, HEADERS[slug], SHAPES[slug][0]))
        run_import(prepare_import(tmp_path / "export.csv", table, presets()[slug].plan))
        assert (
            str(
                Event.objects.filter(kind="review.posted", source=presets()[slug].plan.source)
                .earliest("id")
                .happened_at
            )
            == moment
        )
