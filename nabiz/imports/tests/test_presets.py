import pytest

from nabiz.imports.mappings.checking import problems_of
from nabiz.imports.mappings.presets import presets, recognise
from nabiz.imports.mappings.toml import as_dict, dumps, loads, plan_of

HEADERS = {
    "zendesk-tickets": "Summation column,Id,Requester,Requester id,Requester external id,Requester email,Requester domain,Submitter,Assignee,Group,Subject,Tags,Status,Priority,Via,Ticket type,Created at,Updated at,Assigned at,Organization,Due date,Initially assigned at,Solved at,Resolution time,Satisfaction Score,Group stations,Assignee stations,Reopens,Replies",
    "hubspot-contacts": "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Create Date,Last Activity Date,Associated Company,Associated Company IDs,Lifecycle Stage",
    "stripe-subscriptions": "id,Customer ID,Customer Description,Customer Email,Plan,Quantity,Interval,Amount,Currency,Status,Created (UTC),Start (UTC),Current Period Start (UTC),Current Period End (UTC),Trial Start (UTC),Trial End (UTC),Application Fee Percent,Coupon,Canceled At (UTC),Ended At (UTC)",
    "stripe-payments": "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Converted Amount,Description,Fee,Refunded date (UTC),Status,Seller Message,Taxes On Fee,Card ID,Customer ID,Customer Email,Customer Description,Invoice ID,Transfer",
    "intercom-conversations": "Conversation ID,Conversation started at,User email,User name,User external ID,Channel,Team assigned,First teammate reply at,Conversation last closed at,Conversation rating,Conversation rating remark",
    "google-play-reviews": "Package Name,App Version Code,App Version Name,Reviewer Language,Device,Review Submit Date and Time,Review Submit Millis Since Epoch,Review Last Update Date and Time,Review Last Update Millis Since Epoch,Star Rating,Review Title,Review Text,Developer Reply Date and Time,Developer Reply Millis Since Epoch,Developer Reply Text,Review Link",
    "app-store-reviews": "id,rating,title,body,reviewerNickname,createdDate,territory",
    "trustpilot-reviews": "Domain Url,Webshop Name,Business Unit Id,Review Id,Review Created (UTC),Review Consumer User Id,Review Username,Review User Email,Review Title,Review Content,Review Stars,Source Of Review,Reference Id,Company Response,Company Reply Date (UTC),Review Language",
    "g2-reviews": "Reviewer Name,Reviewer Title,Reviewer Company Size,Review Date,Star Rating,Review Title,Review,What do you like best?,What do you dislike?,What problems is the product solving and how is that benefiting you?",
    "sikayetvar-complaints": "Şikayet No;Şikayet Başlığı;Şikayet Metni;Şikayet Eden;Şikayet Tarihi;Durum;Puan;Firma Cevabı;Cevap Tarihi;Şikayet Linki",
    "orders": "Sipariş No;Sipariş Tarihi;Müşteri No;E-posta;Toplam Tutar;Durum",
    "subscriptions": "subscription_id,account_id,start_date,end_date,plan_tier,seats,mrr_amount,arr_amount,is_trial",
    "invoices": "Fatura No;Fatura Tarihi;Müşteri No;Tutar;Durum",
    "tickets": "Talep No;Konu;Müşteri No;Açılış Tarihi;Çözüm Tarihi;Kanal;Memnuniyet Puanı",
    "messages": "conversation_id,company,turn,role,author,sent_at,text",
    "survey-responses": "Yanıt No,Tarih,Müşteri No,Puan,Yorum",
    "product-usage": "User ID,Timestamp,Event,Platform",
    "reviews": "review_id,date,rating,title,review_text",
    "cancellations": "churn_event_id,account_id,churn_date,reason_code,refund_amount_usd,is_reactivation,feedback_text",
    "accounts": "account_id,account_name,industry,country,signup_date,referral_source,plan_tier,seats,is_trial,churn_flag",
    "customers": "Müşteri No;Ad Soyad;E-posta;Cep Telefonu;Firma;Kayıt Tarihi",
}  # fmt: skip


@pytest.mark.parametrize("slug", sorted(presets()))
def test_a_preset_makes_sense(slug):
    assert list(problems_of(presets()[slug].plan)) == []


@pytest.mark.parametrize("slug", sorted(presets()))
def test_a_preset_survives_being_written_and_read(slug):
    plan = presets()[slug].plan

    assert loads(dumps(plan)) == plan
    assert plan_of(as_dict(plan)) == plan


@pytest.mark.parametrize("slug", sorted(presets()))
def test_a_preset_is_recognised_by_its_headers(slug):
    headers = HEADERS[slug].replace(";", ",").split(",")

    assert recognise(headers)[0].preset.slug == slug


def test_a_preset_has_a_title_in_both_languages():
    assert {tuple(sorted(each.plan.title)) for each in presets().values()} == {("en", "tr")}
