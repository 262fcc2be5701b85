from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from nabiz.reviews.answers import MOST_ATTEMPTS, deliver
from nabiz.reviews.commands import add_site, remove_site
from nabiz.reviews.models import Reply
from nabiz.reviews.polling import look_at_site
from nabiz.reviews.sites.kinds import length_of
from nabiz.timeline.models import Event

pytestmark = pytest.mark.django_db
EACH = pytest.mark.parametrize("which", ["play", "app_store", "maps"])
THANKS = "Düzelttik, teşekkürler 🙏"


@pytest.fixture
def site(request, which):
    return request.getfixturevalue(which)


@pytest.fixture
def jobs(db):
    from procrastinate.contrib.django.models import ProcrastinateJob

    return ProcrastinateJob.objects.filter(task_name="reviews.send_reply").order_by("pk")


@pytest.fixture
def reviewed(stores):
    """Brings a review of a site, and gives the address of its page."""

    def brought(site):
        stores.reviews = [{"key": "gp:1", "body": "Bad", "stars": 2}]
        look_at_site(site)
        return reverse("reviews:review", args=[Event.objects.latest("id").pk])

    return brought


@pytest.fixture
def answer(sign_in, ana, reviewed):
    """Answers the review of a site on its page, and hands the answer over as the worker would."""

    def answered(site, text=THANKS, is_delivered=True):
        page = reviewed(site) if not Event.objects.filter(kind="review.posted").exists() else None
        url = page or reverse("reviews:review", args=[Event.objects.get(kind="review.posted").pk])
        response = sign_in(ana).post(f"{url}answer/", {"text": text})
        reply = Reply.objects.filter(site=site).first()
        if reply and is_delivered:
            deliver(reply.pk)
            reply.refresh_from_db()
        return reply or response

    return answered


def said():
    return list(Event.objects.filter(kind="review.replied").order_by("id").values_list("facts__reply", flat=True))


@EACH
def test_an_answer_reaches_the_site_and_is_told_once(site, stores, answer, ana):
    reply = answer(site)
    stores.reviews[0]["reply"] = THANKS
    look_at_site(site)
    deliver(reply.pk)

    assert (reply.state, stores.replies, said()) == ("sent", [("gp:1", THANKS)], [THANKS])
    assert Event.objects.get(kind="review.replied").member_id == ana.pk


@EACH
def test_a_changed_answer_takes_the_place_of_the_one_before(site, stores, answer):
    answer(site)
    stores.reviews[0]["reply"] = THANKS  # the store shows the first one for a while
    reply = answer(site, "Sürüm 4.3 ile düzeldi.")
    look_at_site(site)

    assert reply.text == "Sürüm 4.3 ile düzeldi."
    assert said() == [THANKS, "Sürüm 4.3 ile düzeldi."]


def test_the_same_answer_again_is_sent_once(play, stores, answer, jobs):
    answer(play, is_delivered=False)
    answer(play, is_delivered=False)

    assert (jobs.count(), len(jobs.first().lock)) == (1, len(f"reply:{Reply.objects.get().pk}"))


def test_an_answer_that_is_too_long_for_the_site_stays_on_the_page(play, app_store, answer, stores):
    response = answer(play, "ğ" * 351)

    page = response.content.decode()
    assert (response.status_code, "ğ" * 351 in page, "351" in page) == (422, True, True)
    assert (Reply.objects.exists(), 'maxlength="350"' in page) == (False, True)


@pytest.mark.parametrize(("text", "n"), [("abc", 3), ("ığüşöç", 6), ("🙏", 2), ("a\nb", 3)])
def test_characters_are_counted_as_browsers_count_them(text, n):
    assert length_of(text) == n


def test_line_ends_of_browsers_count_once(play, answer, stores):
    reply = answer(play, "a\r\n" * 175)

    assert (reply.state, len(stores.replies[0][1])) == ("sent", 349)


BUSY = [(429, {"Retry-After": "3600"}, {}), (500, {}, b""), (503, {}, b"<html>"), (200, {}, b"no json")]


@pytest.mark.parametrize("answered", BUSY, ids=lambda each: str(each[0]))
def test_what_passes_is_tried_again_later(play, stores, answer, jobs, answered):
    reply = answer(play, is_delivered=False)
    stores.failing = [answered]
    deliver(reply.pk)
    waits = jobs.last().scheduled_at - timezone.now()

    assert (Reply.objects.get().state, jobs.count(), said()) == ("waiting", 2, [])
    assert waits > timedelta(minutes=59 if answered[0] == 429 else 0)
    deliver(reply.pk)
    assert (Reply.objects.get().state, said()) == ("sent", [THANKS])


def test_a_changed_answer_does_not_wait_for_a_late_attempt_of_the_one_before(play, stores, answer, jobs):
    reply = answer(play, is_delivered=False)
    jobs.update(status="succeeded")
    stores.failing = [(429, {"Retry-After": "7200"}, {})]
    deliver(reply.pk)
    answer(play, "Sürüm 4.3 ile düzeldi.", is_delivered=False)

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        cursor.execute("SELECT id FROM procrastinate_fetch_job_v2(NULL, %s)", cursor.fetchone())
        assert cursor.fetchone() == (jobs.last().pk,)


def test_what_does_not_pass_for_hours_is_given_up_and_can_be_sent_again(play, stores, answer, jobs):
    reply = answer(play, is_delivered=False)
    stores.failing = [(503, {}, b"")] * MOST_ATTEMPTS
    for _ in range(MOST_ATTEMPTS + 1):
        deliver(reply.pk)
    reply.refresh_from_db()
    assert (reply.state, reply.problem, jobs.count()) == ("refused", "given_up", MOST_ATTEMPTS)

    assert answer(play).state == "sent"


REFUSED = [
    ((400, {}, {"error": {"message": "Reply contains a phone number."}}), "Reply contains a phone number."),
    ((401, {}, {}), "does not accept this key"),
    ((404, {}, {}), "does not know this review"),
    ((409, {}, {"errors": [{"title": "Conflict", "detail": "Not in a valid state."}]}), "Not in a valid state."),
]


@pytest.mark.parametrize(("answered", "sentence"), REFUSED, ids=lambda each: each[0] if isinstance(each, tuple) else "")
def test_what_the_site_refuses_is_said_and_not_tried_again(
    play, stores, answer, jobs, answered, sentence, sign_in, ana
):
    reply = answer(play, is_delivered=False)
    stores.failing = [answered]
    deliver(reply.pk)

    page = sign_in(ana).get(reverse("reviews:review", args=[Event.objects.get(kind="review.posted").pk]))
    assert (Reply.objects.get().state, jobs.count(), said()) == ("refused", 1, [])
    assert sentence in page.content.decode()


def test_a_lost_network_is_waited_for(play, answer, owner, stores):
    reply = answer(play, is_delivered=False)
    add_site("google_play", "Google Play", {"base": "http://127.0.0.1:9"}, by=owner)
    deliver(reply.pk)

    assert (Reply.objects.get().state, Reply.objects.get().problem) == ("waiting", "unreachable")


def test_the_page_shows_the_words_of_the_review_and_counts_those_of_the_answer(play, answer, sign_in, ana):
    answer(play)

    page = sign_in(ana).get(reverse("reviews:review", args=[Event.objects.get(kind="review.posted").pk]))
    assert ("<p>Bad</p>" in page.content.decode(), f"This one has {length_of(THANKS)}." in page.content.decode()) == (
        True,
        True,
    )


def test_an_answer_written_while_another_is_sent_is_not_lost(play, stores, answer, ana):
    reply = answer(play, is_delivered=False)
    Reply.objects.filter(pk=reply.pk).update(text="Later")
    from nabiz.reviews import answers

    answers._sent(reply, THANKS)
    assert (Reply.objects.get().state, said()) == ("waiting", [THANKS])


def test_who_may_only_see_sends_nothing(play, reviewed, sign_in, ben):
    url = reviewed(play)

    response = sign_in(ben).post(f"{url}answer/", {"text": "x"})

    assert (response.status_code in (403, 404), Reply.objects.exists()) == (True, False)


def test_without_the_site_an_answer_is_kept_here(play, reviewed, sign_in, ana, owner):
    url = reviewed(play)
    remove_site(play, by=owner)
    browser = sign_in(ana)

    assert browser.post(f"{url}answer/", {"text": "x"}).status_code == 404
    browser.post(url, {"text": THANKS})
    assert (said(), "Keep the answer" in browser.get(url).content.decode()) == ([THANKS], True)


def test_markup_in_the_name_of_a_site_is_shown_and_not_run(play, reviewed, sign_in, ana):
    url = reviewed(play)
    type(play).objects.update(name="<b onclick=alert(1)>")

    assert "<b onclick" not in sign_in(ana).get(url).content.decode()


def test_markup_in_what_a_site_says_is_shown_and_not_run(play, stores, answer, sign_in, ana):
    reply = answer(play, is_delivered=False)
    stores.failing = [(400, {}, {"error": {"message": "<script>alert(1)</script>"}})]
    deliver(reply.pk)

    page = sign_in(ana).get(reverse("reviews:review", args=[Event.objects.get(kind="review.posted").pk]))
    assert "<script>alert(1)" not in page.content.decode()
