"""An invitation is one person's: forwarded links, programs, and fifty clicks at the same moment."""

import threading

import pytest
from django.db import connection, transaction

from nabiz.feedback.commands import invite
from nabiz.feedback.models import Answer, Response
from nabiz.timeline.models import Event


@pytest.mark.django_db
def test_a_second_person_is_told_that_it_was_answered_and_led_to_the_open_link(invitation, link, visit):
    browser = visit(invitation.token)
    browser.answer("9")
    browser.answer("Secret", url=f"{browser.url}?q=why")

    page = visit(invitation.token).get().content.decode()
    assert "Secret" not in page
    assert f"/s/{link}" in page


@pytest.mark.django_db
def test_a_second_browser_sees_nothing_of_what_was_begun_until_it_says_who_it_is(invitation, visit):
    visit(invitation.token).answer("3")
    second = visit(invitation.token)

    assert 'aria-pressed="true"' not in second.get(q="score").content.decode()
    assert second.answer("9").status_code == 200
    assert Answer.objects.get().value == 3
    second.client.post(f"{second.url}/go-on", second.form())
    second.answer("From here", url=f"{second.url}?q=why")
    assert Response.objects.get().completed_at


@pytest.mark.django_db
def test_the_first_browser_may_not_go_on_after_it_was_taken_over(invitation, visit):
    first, second = visit(invitation.token), visit(invitation.token)
    first.answer("3")
    second.client.post(f"{second.url}/go-on", second.form())

    first.answer("9", url=f"{first.url}?q=score")

    assert Answer.objects.get().value == 3


@pytest.mark.django_db
def test_one_browser_answers_two_invitations(survey, invitation, deniz, visit):
    first, second = visit(invitation.token), visit(invite(survey, deniz, channel="sms").token)
    form = first.form()

    first.client.post(first.url, form | {"a": "9"})
    first.client.post(second.url, form | {"a": "3"})

    assert sorted(Answer.objects.values_list("value", flat=True)) == [3, 9]


@pytest.mark.django_db
def test_a_program_that_fills_in_everything_is_thanked_and_not_kept(link, visit, slow_key):
    response = visit(link).answer("9", website="https://spam.test")

    assert response.status_code == 200
    assert Response.objects.count() == 0


@pytest.mark.django_db
def test_an_answer_within_a_moment_is_asked_for_again_and_then_kept(link, visit, monkeypatch):
    browser = visit(link)
    first = browser.answer("9")
    assert (first.status_code, Response.objects.count()) == (422, 0)

    monkeypatch.setattr("nabiz.feedback.keys.TOO_FAST", -1 * __import__("datetime").timedelta(hours=1))
    browser.answer("9")

    assert Answer.objects.get().value == 9


@pytest.mark.django_db
def test_a_flood_from_one_address_waits_and_loses_nothing(link, visit, slow_key, monkeypatch):
    monkeypatch.setattr("nabiz.feedback.speed.MOST_A_MINUTE", 2)
    seen = [visit(link, REMOTE_ADDR="203.0.113.9").answer("7") for _ in range(3)]

    assert [each.status_code for each in seen] == [303, 303, 422]
    assert 'aria-pressed="true"' in seen[-1].content.decode()


@pytest.fixture
def asked_for_real(transactional_db, invitation):
    """In the database for other connections to see."""
    return invitation


def test_fifty_submits_at_once_are_one_answer(asked_for_real, visit):
    gate, statuses = threading.Barrier(50), []

    def submit(number):
        browser = visit(asked_for_real.token)
        try:
            form = browser.form()
            gate.wait(300)
            statuses.append(browser.client.post(browser.url, form | {"a": str(number % 11)}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=submit, args=[number]) for number in range(50)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    # Who comes late enough to find it answered is led on like the one who answered; the others are told.
    assert (len(statuses), set(statuses) - {200, 303}) == (50, set())
    assert (Response.objects.count(), Answer.objects.count()) == (1, 1)


def test_fifty_times_the_same_form_completes_once(asked_for_real, visit):
    browser = visit(asked_for_real.token)
    browser.answer("9")
    form, cookies = browser.form(f"{browser.url}?q=why"), browser.client.cookies.output(header="", sep=";")
    gate, statuses = threading.Barrier(50), []

    def submit(number):
        try:
            gate.wait(300)
            each = visit(asked_for_real.token, HTTP_COOKIE=cookies)
            statuses.append(each.client.post(each.url, form | {"a": f"Comment {number}"}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=submit, args=[number]) for number in range(50)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert set(statuses) <= {200, 303}
    assert Event.objects.filter(kind="survey.answered").count() == 1
    assert transaction.get_autocommit()
