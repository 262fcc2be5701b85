import pytest
from django.db import transaction
from django.utils import timezone

from nabiz.customers.commands import erase_customer
from nabiz.customers.erasure import prove_erased
from nabiz.inbox.events import ConversationOpened, MessageReceived
from nabiz.reviews.events import ReviewEdited, ReviewPosted
from nabiz.themes import reading
from nabiz.themes.events import InterviewHeld
from nabiz.themes.models import Model, Verbatim
from nabiz.themes.queries import theme_of_event, verbatims_of, words_of
from nabiz.timeline.commands import Draft, announce, append_events
from nabiz.timeline.models import Event


def test_the_first_comment_lands_in_a_theme(said):
    verbatim = said("Kargo çok geç geldi", score=2)

    assert (verbatim.theme.key, verbatim.label, verbatim.language) == ("delivery", "negative", "tr")
    assert theme_of_event(verbatim.event_id) == verbatim.theme


def test_a_comment_that_names_nothing_goes_by_its_tone(said):
    assert said("Harikasınız, çok teşekkürler!").theme.key == "praise"
    assert said("Berbat, rezalet, bir daha asla").theme.key == "complaint"


def test_both_languages_share_a_theme(said):
    assert said("The courier never came").theme == said("Kurye hiç gelmedi").theme


def test_each_thing_that_is_named_has_its_own_tone(said):
    verbatim = said("Kargo çok geç geldi ama ürün harika, bayıldım")

    assert {each["theme"]: each["label"] for each in verbatim.aspects} == {
        "delivery": "negative",
        "product": "positive",
    }


def test_an_answer_without_words_is_not_read(said):
    assert said("", score=9) is None
    assert said(" \u200b ", score=9) is None


def test_reading_twice_changes_nothing(said):
    said("Kargo geç geldi")

    assert reading.read_timeline() == 0
    assert Verbatim.objects.count() == 1


def test_what_is_written_in_bulk_is_read_too(deniz):
    draft = Draft(
        "survey.answered",
        timezone.now(),
        deniz.pk,
        facts={"comment": "Fiyat çok pahalı"},
        source="file",
        message_id="1",
    )
    with transaction.atomic():
        append_events([draft])

    assert reading.read_timeline() == 1
    assert Verbatim.objects.get().theme.key == "price"


def test_an_altered_event_is_read_again(said):
    before = said("Kargo geç geldi")
    Event.objects.filter(pk=before.event_id).update(facts={"comment": "Fiyat pahalı"})
    Verbatim.objects.update(xid=1)  # read in an earlier transaction, where a test has only one

    reading.read_timeline()

    assert Verbatim.objects.get().theme.key == "price"


def test_a_deleted_event_takes_its_verbatim_along(said):
    before = said("Kargo geç geldi")
    Event.objects.filter(pk=before.event_id).delete()

    reading.read_timeline()

    assert not Verbatim.objects.exists()


def test_an_edited_review_replaces_what_it_said_before(deniz):
    with transaction.atomic():
        announce(ReviewPosted(review="7", site="store", body="Kargo berbat"), about=deniz)
        announce(ReviewEdited(review="7", site="store", body="Fiyat uygun"), about=deniz)

    reading.read_timeline()

    assert [each.theme.key for each in verbatims_of()] == ["price"]


def test_an_interview_joins_the_tree(deniz):
    with transaction.atomic():
        announce(InterviewHeld(title="Pilot", text="She says that delivery takes too long."), about=deniz)

    reading.read_timeline()

    assert verbatims_of().get().theme.key == "delivery"


def test_words_are_shown_without_what_names_a_person(said):
    verbatim = said("Gelmedi, beni 0532 123 45 67 numaradan arayın")

    assert words_of([verbatim])[verbatim.event_id] == "Gelmedi, beni [phone] numaradan arayın"


def test_erasing_a_customer_leaves_no_verbatim(said, deniz, owner):
    said("Kargo geç geldi, deniz@acme.test")

    erased = erase_customer(deniz, by=owner)

    assert not Verbatim.objects.exists()
    assert prove_erased(erased.customer_ids, erased.needles) == []


def test_themes_are_discovered_once_there_are_enough_comments(many):
    assert Model.objects.count() == 1
    assert {each.theme.is_topic for each in many} == {True}


@pytest.mark.parametrize("comment", ["x" * 100_000, "‮‭\u202eevil", "<script>alert(1)</script> kargo", "\x1b[31m"])
def test_whatever_is_sent_is_read_or_left(said, comment):
    said(comment)

    assert reading.read_timeline() == 0


def current_texts():
    return set(words_of(Verbatim.objects.current()).values())


def test_a_ticket_without_messages_is_known_by_its_subject_until_somebody_writes(deniz):
    def happens(fact):
        with transaction.atomic():
            announce(fact, about=deniz)
        reading.read_timeline()

    happens(ConversationOpened(conversation="7", subject="Kargo gelmedi"))
    happens(ConversationOpened(conversation="8", subject="Fatura yanlış"))
    assert current_texts() == {"Kargo gelmedi", "Fatura yanlış"}

    happens(MessageReceived(conversation="7", text="Siparişim nerede?"))
    happens(MessageReceived(conversation="7", text="Hâlâ bekliyorum."))

    assert current_texts() == {"Fatura yanlış", "Siparişim nerede?", "Hâlâ bekliyorum."}
