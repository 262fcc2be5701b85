"""The weekly mail of a team: about what it looks after, for whom it is, and nothing that its reader may not see."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from nabiz.feedback.events import SurveyAnswered
from nabiz.followups.commands import make_default_rules
from nabiz.followups.models import FollowUp
from nabiz.metrics.parsing import parse_question
from nabiz.metrics.queries import ask
from nabiz.pulse.weekly.contents import contents_for, reading_as
from nabiz.pulse.weekly.mails import mail_week, mails_of, refuse, send_weekly, take_up, wants_it
from nabiz.pulse.weekly.scopes import look_of, metrics_within, save_scope
from nabiz.team.teams import form_team, set_members
from nabiz.team.trail import traces
from nabiz.themes.reading import read_timeline
from nabiz.timeline.commands import Draft, announce, append_events
from nabiz.timeline.mirror.commands import refresh
from nabiz.timeline.trail import trail
from nabiz.ui import formats
from tests.people import make_member

MONDAY = date(2026, 11, 30)
NOTHING = {"stages": [], "touchpoints": [], "segments": [], "themes": []}
LATE = "Kargo çok geç geldi, berbat. Beni 0532 123 45 67 numarasından arayın"


@pytest.fixture
def answered(company, deniz, mirror_folder):
    """Deliveries that made people unhappy and support that did not: twelve answers each."""
    make_default_rules()
    at = timezone.now() - timedelta(days=3)
    drafts = [
        Draft("survey.answered", at, deniz.pk, touchpoint=touchpoint, stage=stage, source="test", message_id=f"{stage}{n}",
              facts={"survey": "Pulse", "measure": "nps", "score": score, "comment": words})
        for touchpoint, stage, score, words in (("delivery", "receive", 3, LATE), ("helpdesk", "support", 9, "Çok iyi"))
        for n in range(12)
    ]  # fmt: skip
    with transaction.atomic():
        append_events(drafts)
    refresh()
    read_timeline()


@pytest.fixture
def teams(company, owner, ana, ben):
    """Delivery with Ana and Ben, support with Ana."""
    delivery, support = form_team("Delivery", by=owner), form_team("Support", by=owner)
    set_members(delivery, [ana, ben], by=owner)
    set_members(support, [ana], by=owner)
    save_scope(delivery, NOTHING | {"stages": ["receive"]}, by=owner)
    save_scope(support, NOTHING | {"touchpoints": ["helpdesk"]}, by=owner)
    return delivery, support


def read(member, company, team):
    with reading_as(member):
        return contents_for(member, company, look_of(team))


def tiles(contents):
    return {each.tile.key: each for _title, drawn in contents.sections for each in drawn}


@pytest.mark.django_db(transaction=True)
def test_two_teams_read_their_own_numbers_and_these_are_those_of_the_metrics(answered, company, teams, ana):
    read_there = [tiles(read(ana, company, team)) for team in teams]

    for found, where in zip(read_there, ({"stage": ["receive"]}, {"touchpoint": ["helpdesk"]}), strict=True):
        for name, unit in (("nps", "points"), ("answers", "count")):
            since = timezone.localdate() - timedelta(days=27)
            (asked,) = ask(parse_question(name, company, since=since, where=where)).answers
            assert found[name].tile.value_text == formats.format_value(asked.value, unit)
    assert [found["nps"].tile.value for found in read_there] == [-100.0, 100.0]
    assert "12 answers" in read_there[0]["nps"].tile.n_words
    assert "−100" in read_there[0]["nps"].week


@pytest.mark.django_db(transaction=True)
def test_a_number_that_cannot_be_narrowed_or_never_was_is_left_out(answered, company, teams):
    within = [name for names in metrics_within(look_of(teams[0]), company).values() for name in names]

    assert within == ["answers", "nps"]


@pytest.mark.django_db(transaction=True)
def test_quotes_and_themes_are_of_what_the_team_looks_after_and_name_nobody(answered, company, teams, ana):
    delivery, support = (read(ana, company, team) for team in teams)

    assert delivery.quotes
    assert all("Kargo" in quote.text and "0532" not in quote.text for quote in delivery.quotes)
    assert support.quotes == []


@pytest.mark.django_db(transaction=True)
def test_a_viewer_reads_no_follow_up_no_cause_and_no_customer(answered, teams, ben, deniz, mailoutbox):
    mail_week(ben, teams[0])

    (mail,) = mailoutbox
    said = mail.body + mail.alternatives[0][0]
    assert mail.subject.startswith("Delivery")
    assert "Kargo" in said
    assert not [word for word in (deniz.name, "0532", "Follow-ups", "/followups/") if word in said]


def test_a_team_reads_of_the_follow_ups_of_its_members_alone(company, teams, deniz, ana, ceren, mirror_folder):
    now = timezone.now()
    for number, whose in enumerate((ana, ceren)):
        FollowUp.objects.create(
            customer=deniz, answer=-1 - number, measure="nps", score=number, owner=whose, due_at=now
        )

    (line,) = read(ana, company, teams[1]).follow_ups

    assert "NPS 0" in line.text


def test_a_team_hears_of_follow_ups_on_what_it_looks_after_that_belong_to_nobody(
    company, teams, deniz, ana, mirror_folder
):
    make_default_rules()
    with transaction.atomic():
        for stage in ("receive", "support"):
            announce(SurveyAnswered(survey="s", measure="nps", score=1, stage=stage), about=deniz)

    (line,) = read(ana, company, teams[0]).follow_ups

    assert line.text == "1 open follow-up about what this team looks after belongs to nobody yet"


def test_a_member_gets_a_mail_for_each_team_and_who_has_none_that_of_the_company(teams, ana, ben, owner):
    delivery, support = teams

    assert [mails_of(each) for each in (ana, ben, owner)] == [[delivery, support], [delivery], [None]]


def test_the_mail_of_one_team_or_all_can_be_refused(teams, ana):
    delivery, support = teams
    refuse(ana, delivery)
    refuse(ana, delivery)
    assert (mails_of(ana), wants_it(ana, support)) == ([support], True)

    refuse(ana)
    assert (mails_of(ana), wants_it(ana, support)) == ([], False)

    take_up(ana, delivery)
    assert mails_of(ana) == [delivery, support]


@pytest.mark.django_db(transaction=True)
def test_each_is_written_once_a_week(answered, teams, ana, mailoutbox):
    written = [send_weekly(ana, MONDAY, team) for team in (*teams, *teams)]

    assert written == [True, True, False, False]
    assert [mail.subject.split(":")[0] for mail in mailoutbox] == ["Delivery", "Support"]


def test_what_a_team_looks_after_is_on_the_audit_trail_once(teams, owner):
    save_scope(teams[0], NOTHING | {"stages": ["receive"]}, by=owner)

    told = [each.sentence for each in traces(trail().filter(kind="team.scope_changed").order_by("pk"))]
    assert told == ["Changed what the team Delivery looks after", "Changed what the team Support looks after"]


def test_a_segment_that_is_gone_leaves_nothing_instead_of_everything(company, teams, owner, ana, mirror_folder):
    save_scope(teams[0], NOTHING | {"segments": ["gone"]}, by=owner)

    assert read(ana, company, teams[0]).sections == []


@pytest.mark.django_db(transaction=True)
def test_the_page_of_a_team_shows_it_sends_one_and_switches_it_off(answered, teams, sign_in, ben, mailoutbox):
    browser, page = sign_in(ben), f"/weekly/teams/{teams[0].pk}/"
    assert "Kargo" in browser.get(page).content.decode()

    browser.post(f"{page}mail/")
    browser.post(f"{page}refusal/")

    assert [mail.to for mail in mailoutbox] == [[ben.email]]
    assert not wants_it(ben, teams[0])
    browser.post(f"{page}refusal/removal/")
    assert wants_it(ben, teams[0])


def test_whoever_is_not_in_a_team_finds_nothing_of_it(teams, sign_in):
    browser, page = sign_in(make_member("manager", email="m@acme.test")), f"/weekly/teams/{teams[0].pk}/"

    assert {browser.get(f"{page}{part}").status_code for part in ("", "scope/", "panel/")} == {404}
    assert {browser.post(f"{page}{part}/").status_code for part in ("mail", "refusal")} == {404}


def test_an_owner_says_on_a_page_what_a_team_looks_after(teams, sign_in, owner, mirror_folder):
    browser, page = sign_in(owner), f"/weekly/teams/{teams[0].pk}/"
    assert b"receive" in browser.get(f"{page}scope/").content

    browser.post(f"{page}scope/", {"stages": ["support", "use"]})

    assert look_of(teams[0]).where == {"stage": ["support", "use"]}
    assert b"Support, Use" in browser.get(f"{page}panel/").content
