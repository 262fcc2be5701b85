"""Names and summaries of themes by a language model: a real HTTP server answers as one."""

import json

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from nabiz.assist.problems import NotAsked, Unusable
from nabiz.assist.tests.conftest import completion, endpoint, peer, served  # noqa: F401
from nabiz.customers.commands import erase_customer
from nabiz.themes import written
from nabiz.themes.commands import rename_theme
from nabiz.themes.models import Theme, Verbatim, Wording
from nabiz.themes.starters import starters
from nabiz.themes.wording import refuse_wording, word_due_themes, word_theme

COMMENTS = ("Kargo geç geldi", "Kargo üç gün gecikti", "Kurye gelmedi", "Kargo hasarlı çıktı", "Teslimat çok yavaştı")
SUMMARY = "Müşteriler kargonun geç geldiğini söylüyor. Birkaçı paketin hasarlı çıktığını da yazmış."
GOOD = {"label": "Geç gelen kargo", "summary": SUMMARY, "quotes": [1, 3]}


@pytest.fixture
def delivery(said):
    for comment in COMMENTS:
        said(f"{comment}. Beni 0532 123 45 67 numaradan arayın")
    return starters()["delivery"]


@pytest.fixture
def topic(many):
    return Theme.objects.filter(number__gt=3, verbatims__isnull=False).first()


@pytest.fixture
def page(sign_in, ceren):
    return lambda theme: sign_in(ceren).get(reverse("themes:theme", args=[theme.pk])).content.decode()


def test_without_a_model_the_page_is_as_it_was(delivery, page):
    assert "In short" not in page(delivery)
    assert word_due_themes() == 0


def test_a_summary_stands_with_the_comments_it_was_made_from(delivery, endpoint, page):  # noqa: F811
    endpoint(completion(GOOD))

    assert word_theme(delivery)

    content = page(delivery)
    assert SUMMARY in content
    assert "written by a machine" in content
    assert len(Wording.objects.get().cited) == 2
    assert "0532" not in json.dumps(endpoint.sent()) + content


def test_a_discovered_theme_is_called_so_until_a_person_names_it(topic, endpoint, ceren):  # noqa: F811
    endpoint(completion(GOOD))
    word_theme(topic)
    topic.refresh_from_db()
    assert str(topic) == "Geç gelen kargo"

    assert str(rename_theme(topic, "Kargo işi", by=ceren)) == "Kargo işi"
    word_theme(topic)
    topic.refresh_from_db()
    assert str(topic) == "Kargo işi"


def test_an_answer_that_stays_unusable_changes_nothing_and_says_so(delivery, endpoint, page):  # noqa: F811
    endpoint(completion("I cannot do that."))

    with pytest.raises(NotAsked):
        word_theme(delivery)

    assert Wording.objects.get().summary == ""
    assert "did not answer in the form" in page(delivery)


def test_a_page_asks_nothing_and_a_button_leaves_it_to_the_worker(delivery, endpoint, sign_in, ceren):  # noqa: F811
    endpoint(completion(GOOD))
    browser = sign_in(ceren)
    browser.get(reverse("themes:theme", args=[delivery.pk]))
    browser.post(reverse("themes:wording", args=[delivery.pk]))

    assert endpoint.peer.asked == []
    assert ProcrastinateJob.objects.filter(task_name="themes.word", args={"theme": delivery.pk}).exists()


def test_the_button_says_that_the_budget_is_used_up(delivery, endpoint, sign_in, ceren):  # noqa: F811
    endpoint(budget=0)

    answer = sign_in(ceren).post(reverse("themes:wording", args=[delivery.pk]), follow=True)

    assert "tokens of this month are used up" in answer.content.decode()
    assert not ProcrastinateJob.objects.filter(task_name="themes.word").exists()


def test_the_night_writes_once_and_not_what_was_taken_away(delivery, endpoint, ceren):  # noqa: F811
    endpoint(completion(GOOD))

    assert word_due_themes() == 1
    assert word_due_themes() == 0
    refuse_wording(delivery, by=ceren)
    assert word_due_themes() == 0
    assert Wording.objects.get().summary == ""


def test_a_summary_is_not_shown_once_a_comment_of_it_is_gone(delivery, endpoint, page):  # noqa: F811
    endpoint(completion(GOOD))
    word_theme(delivery)
    Verbatim.objects.first().delete()

    assert SUMMARY not in page(delivery)


def test_an_erasure_takes_summary_and_request(delivery, endpoint, deniz, owner):  # noqa: F811
    from nabiz.assist.models import Call

    endpoint(completion(GOOD))
    word_theme(delivery)

    erase_customer(deniz, by=owner)

    assert not Wording.objects.exists()
    assert not Call.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"label": ""},
        {"label": "x " * 9},
        {"label": "<b>Kargo</b>"},
        {"summary": "Kısa."},
        {"summary": f"{SUMMARY} Üçüncü cümle de var."},
        {"summary": "Customers say that the delivery is late. Some of them also say that it is damaged."},
        {"summary": "Müşteriler kargodan yakınıyor. Ayrıntısı www.example.com adresinde."},
        {"summary": "Müşteriler kargodan yakınıyor. Yüzde 87 oranında memnun değiller."},
        {"summary": "Müşteriler кириллица ile yazıyor. Kargo geç geldi diyorlar."},
        {"summary": "Müşteriler kargodan yakınıyor. 0532 123 45 67 aranmalı."},
        {"quotes": []},
        {"quotes": [9]},
        {"quotes": [True]},
        {"quotes": "1"},
    ],
)
def test_what_is_not_as_asked_is_not_used(change):
    with pytest.raises(Unusable):
        written.read(json.dumps(GOOD | change), COMMENTS, "tr")
