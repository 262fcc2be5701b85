import re

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction

from nabiz.customers.models import Account, Customer, Segment
from nabiz.demo.commands import demo_sign_ins, fill_demo, remove_demo
from nabiz.demo.members import demo_password
from nabiz.demo.models import DemoRun
from nabiz.feedback.models import Survey
from nabiz.pulse.models import Scope
from nabiz.team.commands import invite_member
from nabiz.team.models import Company, Member, Membership, Team
from nabiz.timeline.commands import Draft, append_events
from nabiz.timeline.models import Event

NOT_OURS = {
    "auth.Permission",
    "contenttypes.ContentType",
    "customers.Change",
    "themes.Theme",  # the main ones are there for whoever comes
    "timeline.Removal",
    "timeline.Withdrawal",
}


def test_nothing_is_left(filled):
    remove_demo()

    left = {model._meta.label for model in apps.get_models() if model._base_manager.exists()}
    assert left <= NOT_OURS


def test_what_was_here_before_is_untouched(deniz, owner, mirror_folder):
    fill_demo(60, 3)
    remove_demo()

    assert list(Customer.objects.all()) == [deniz]
    assert list(Account.objects.all()) == [deniz.account]
    assert list(Member.objects.all()) == [owner]


def test_a_survey_of_the_story_shows_its_answers(filled, sign_in):
    survey = Survey.objects.get(name="Bizi önerir misiniz?")

    browser = sign_in(Member.objects.get(role="viewer"))
    page = browser.get(f"/feedback/{survey.pk}/results/?period=365")
    line = next(each for each in browser.get("/feedback/").context["lines"] if each.survey == survey)

    answered = Event.objects.filter(kind="survey.answered", facts__survey=survey.name).count()
    assert page.status_code == 200
    assert (line.answers, line.begun) == (answered, answered)
    assert line.invited == Event.objects.filter(kind="survey.invited", facts__survey=survey.name).count()
    text = re.sub(r"<[^>]*>|\s+", " ", page.content.decode())
    assert f" {answered} answers " in re.sub(" +", " ", text)


def test_its_teams_look_after_stages_and_one_with_a_real_member_stays(filled):
    assert [each.team.name for each in Scope.objects.filter(stages=["receive"]).select_related("team")] == ["Teslimat"]
    mine = Member.objects.create_member("me@example.com", "x", role="owner")
    Membership.objects.create(team=Team.objects.get(name="Destek"), member=mine)

    remove_demo()

    assert [team.name for team in Team.objects.all()] == ["Destek"]


def test_it_can_come_again(filled):
    remove_demo()
    again = fill_demo(120, 6, seed=3)

    assert Customer.objects.count() == again.customers
    assert Event.objects.count() == again.events


def test_removing_nothing_is_no_error(db, mirror_folder):
    assert remove_demo() == 0


def test_an_unfinished_filling_is_removed_too(filled):
    DemoRun.objects.update(finished_at=None)

    assert remove_demo() == 120
    assert not Event.objects.exists()


def test_a_member_who_did_something_stays_and_so_does_the_company(filled):
    success = Member.objects.get(role="success")
    with transaction.atomic():
        invite_member("new@karaoke.example", "agent", by=Member.objects.get(role="owner"))

    remove_demo()

    assert [member.role for member in Member.objects.all()] == ["owner"]
    assert Company.objects.exists()
    assert not Member.objects.filter(pk=success.pk).exists()


def test_nobody_is_left_without_an_owner(filled):
    agent = Member.objects.get(role="agent")
    agent.set_password("a password of their own")
    agent.save()

    remove_demo()

    assert sorted(member.role for member in Member.objects.all()) == ["agent", "owner"]


def test_a_segment_made_by_hand_stays(filled):
    Segment.objects.create(slug="mine", name="Mine", filter="language=tr")

    remove_demo()

    assert [segment.slug for segment in Segment.objects.all()] == ["mine"]


def test_a_customer_with_real_events_stays(filled):
    customer = Customer.objects.exclude(account=None).first()
    event = Event.objects.filter(customer_id=customer.pk).first()
    draft = Draft("page.viewed", event.happened_at, customer_id=customer.pk, source="website", message_id="real")
    with transaction.atomic():
        append_events([draft])

    remove_demo()

    assert list(Customer.objects.all()) == [customer]
    assert list(Account.objects.all()) == [customer.account]
    assert [each.source for each in Event.objects.all()] == ["website"]


def test_the_password_is_the_installation_s_own(settings):
    here = demo_password()
    settings.SECRET_KEY = "another installation"

    assert here != demo_password()


def test_the_command_speaks_turkish_to_a_turkish_terminal(db, mirror_folder, capsys, monkeypatch):
    monkeypatch.setenv("NABIZ_LANGUAGE", "tr")
    call_command("demo", customers=40, months=3)
    told = capsys.readouterr().out

    assert all(password in told and email in told for _, email, password in demo_sign_ins())


@pytest.mark.parametrize("options", [{"customers": 3}, {"months": 500}])
def test_impossible_sizes_are_refused_in_words(db, options):
    with pytest.raises(CommandError, match="between"):
        call_command("demo", **options)
