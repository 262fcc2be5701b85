"""Whoever owns a follow-up hears of it by mail, unless they gave it to themselves."""

import pytest

from nabiz.followups.commands import assign_follow_ups, close_follow_up
from nabiz.followups.models import FollowUp
from nabiz.followups.telling import mail_what_waits


@pytest.fixture
def jobs(db):
    """Runs what was asked of the worker."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    def run():
        for job in ProcrastinateJob.objects.filter(task_name="followups.tell_owner").order_by("pk"):
            mail_what_waits(**job.args)

    return run


def test_a_new_follow_up_is_told_to_its_owner_in_their_language(ana, acme, say, deniz, jobs, mailoutbox):
    acme.owner, ana.language, ana.time_zone = ana, "tr", "Europe/Istanbul"
    acme.save()
    ana.save()
    it = say(deniz, 3, "Kargo geç geldi")
    jobs()

    (letter,) = mailoutbox
    assert (letter.to, letter.subject) == ([ana.email], "Geri dönüş bekliyor: Deniz Kaya, NPS 3")
    assert "“Kargo geç geldi”" in letter.body
    assert f"/followups/{it.pk}/" in letter.body
    assert "Son tarih: " in letter.body
    assert all(said in letter.alternatives[0].content for said in ("“Kargo geç geldi”", 'lang="tr"', ">Takibi aç<"))


def test_what_one_takes_oneself_is_no_news(follow_up, ceren, mailoutbox, jobs):
    assign_follow_ups([follow_up], ceren, by=ceren)
    jobs()

    assert mailoutbox == []


def test_several_that_are_handed_over_come_in_one_mail(say, deniz, ana, ceren, mailoutbox, jobs):
    several = [say(deniz, score, f"no. {score}") for score in (1, 2)]
    FollowUp.objects.update(owner=None)
    assign_follow_ups(several, ceren, by=ana)
    jobs()

    (letter,) = mailoutbox
    assert letter.subject == "2 customers to follow up"
    assert all(word in letter.body for word in ("no. 1", "no. 2"))


def test_what_is_closed_or_given_away_in_between_is_not_told(follow_up, ana, mailoutbox, jobs):
    close_follow_up(follow_up, "solved", by=ana)
    jobs()

    assert mailoutbox == []
