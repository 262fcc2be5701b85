import pytest
from django.db import transaction
from django.urls import reverse

from nabiz.timeline.commands import Draft, append_events
from nabiz.timeline.models import Event

pytestmark = pytest.mark.django_db
LIST = "/reviews/"


@transaction.atomic
def post(key, kind="review.posted", at="2026-11-03T10:00Z", source="shop", **facts):
    append_events([Draft(kind, at, facts={"review": key, **facts}, source=source, message_id=f"{kind}{key}{at}")])
    return Event.objects.latest("id")


def test_a_review_is_shown_as_it_reads_now(sign_in, ben):
    post("1", title="Good", rating=5)
    post("1", kind="review.edited", at="2026-11-04T10:00Z", title="Bad", rating=2)

    page = sign_in(ben).get(LIST).content.decode()

    assert ("Bad" in page, "Good" in page, "edited" in page) == (True, False, True)


def test_fans_who_struggle_have_their_own_view(sign_in, ben):
    for stars in (1, 3, 4, 5):
        post(str(stars), title=f"Title{stars}", rating=stars)

    page = sign_in(ben).get(LIST, {"stars": "middle"}).content.decode()

    assert [f"Title{stars}" in page for stars in (1, 3, 4, 5)] == [False, True, True, False]


def test_words_are_found_whatever_keyboard_typed_them(sign_in, ben):
    post("1", title="IŞIK gösterisi")
    post("2", title="Mikrofon")

    page = sign_in(ben).get(LIST, {"q": "isik"}).content.decode()

    assert ("IŞIK" in page, "Mikrofon" in page) == (True, False)


def test_the_list_goes_on_where_a_page_ends(sign_in, ben):
    for number in range(35):
        post(str(number), title=f"Title{number:02}", at=f"2026-11-03T10:{number:02}Z")

    first = sign_in(ben).get(LIST)
    rest = sign_in(ben).get(LIST + first.context["next_url"])

    titles = [review.facts["title"] for page in (first, rest) for review, _ in page.context["reviews"]]
    assert titles == [f"Title{number:02}" for number in reversed(range(35))]


def test_markup_in_a_review_is_shown_and_not_run(sign_in, ben):
    event = post("1", title="<script>alert(1)</script>", body="<img src=x onerror=alert(1)>")

    for url in (LIST, reverse("reviews:review", args=[event.pk])):
        page = sign_in(ben).get(url).content.decode()
        assert ("<script>alert(1)" in page, "<img src=x" in page) == (False, False)


def test_an_answer_stands_with_the_review_once(sign_in, ana):
    event = post("1", title="Bad", rating=2)
    url = reverse("reviews:review", args=[event.pk])

    for _ in range(2):
        sign_in(ana).post(url, {"text": "Düzelttik, teşekkürler."})

    assert Event.objects.filter(kind="review.replied").count() == 1
    assert "Düzelttik, teşekkürler." in sign_in(ana).get(url).content.decode()


def test_who_may_only_see_does_not_answer(sign_in, ben):
    event = post("1", title="Bad")

    sign_in(ben).post(reverse("reviews:review", args=[event.pk]), {"text": "x"})

    assert not Event.objects.filter(kind="review.replied").exists()


def test_a_feed_is_added_paused_and_removed_and_its_reviews_stay(sign_in, owner):
    browser = sign_in(owner)
    browser.post("/reviews/feeds/new/", {"name": "Forum", "url": "https://forum.example/feed"})
    [(feed, _)] = browser.get("/reviews/feeds/").context["lines"]
    post("1", title="Good", source=feed.source)

    browser.post(f"/reviews/feeds/{feed.pk}/pause/")
    assert browser.get("/reviews/feeds/").context["lines"][0][0].is_paused
    browser.post(f"/reviews/feeds/{feed.pk}/removal/")

    assert browser.get("/reviews/feeds/").context["lines"] == []
    assert "Good" in browser.get(LIST).content.decode()


def test_an_address_that_is_none_is_explained(sign_in, owner):
    answer = sign_in(owner).post("/reviews/feeds/new/", {"name": "Forum", "url": "not an address"})

    assert (answer.status_code, bool(answer.context["form"].errors["url"])) == (422, True)
