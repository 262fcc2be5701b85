"""What customers say to the help desk, written or on the telephone, stands in the tree of themes."""

import pytest
from django.db import transaction
from django.urls import reverse

from nabiz.inbox.events import CallEnded, ConversationOpened, MessageReceived, MessageSent
from nabiz.themes.queries import verbatims_of, words_of
from nabiz.themes.reading import read_timeline
from nabiz.timeline.commands import announce

CALL = """[00:01] Temsilci (Elif): Merhaba, fiyat için mi aradınız?
[00:04] Müşteri: Hayır, kargo çok geç geldi.
On gündür bekliyorum.
[00:12] Temsilci: Özür dileriz."""


@pytest.fixture
def told(deniz):
    def tell(*facts):
        with transaction.atomic():
            for fact in facts:
                announce(fact, about=deniz)
        read_timeline()
        return list(verbatims_of().order_by("event_id"))

    return tell


def call(**facts):
    return CallEnded(call="k1", was_answered=True, wait_seconds=9, **facts)


def test_each_message_of_the_customer_counts_and_what_we_write_does_not(told):
    heard = told(
        ConversationOpened(conversation="T-1", subject="Kargo"),
        MessageReceived(conversation="T-1", text="Kargo çok geç geldi", channel="chat"),
        MessageSent(conversation="T-1", text="Fiyat iadesi yaptık"),
        MessageReceived(conversation="T-1", text="Bir de fiyat çok pahalı", channel="chat"),
        MessageReceived(conversation="T-1"),
    )

    assert [(each.kind, each.theme.key) for each in heard] == [
        ("message.received", "delivery"), ("message.received", "price"),
    ]  # fmt: skip


def test_of_a_call_only_what_the_customer_said_is_read(told):
    [heard] = told(call(transcript=CALL))

    assert (heard.kind, heard.theme.key, heard.language) == ("call.ended", "delivery", "tr")
    assert words_of([heard])[heard.event_id] == "Hayır, kargo çok geç geldi.\nOn gündür bekliyorum."


def test_a_call_without_a_transcript_says_nothing_and_one_told_twice_counts_once(told):
    assert told(call()) == []
    assert len(told(call(transcript=CALL), call(transcript=CALL))) == 1


def test_the_page_of_a_theme_says_where_it_was_said(told, sign_in, ben, deniz):
    said, _ = told(
        call(transcript=CALL, channel="phone"), MessageReceived(conversation="T-1", text="The courier is late")
    )

    page = sign_in(ben).get(reverse("themes:theme", args=[said.theme_id])).content.decode()
    timeline = sign_in(ben).get(reverse("customers:customer", args=[deniz.pk])).content.decode()

    assert all(
        words in page for words in ("Call ended", "On gündür bekliyorum", "Message received", "The courier is late")
    )
    assert "Özür dileriz" not in page
    assert "Özür dileriz" in timeline
