"""Teams: formed, filled and disbanded by who may manage members, each step on the audit trail."""

import pytest

from nabiz.team.models import Team
from nabiz.team.queries import members_of, teammates_of, teams_of, visible_teams
from nabiz.team.teams import NameTaken, disband_team, form_team, rename_team, set_members
from nabiz.team.trail import traces
from nabiz.timeline.trail import trail


@pytest.fixture
def delivery(owner):
    return form_team("Delivery", by=owner)


def told():
    return [trace.sentence for trace in traces(trail().filter(kind__startswith="team.").order_by("pk"))]


def test_every_step_is_on_the_audit_trail_once(delivery, owner, ana, ben):
    set_members(delivery, [ana, ben], by=owner)
    set_members(delivery, [ana, ben], by=owner)
    set_members(delivery, [ben], by=owner)
    rename_team(delivery, "Logistics", by=owner)
    disband_team(delivery, by=owner)

    assert told() == [
        "Formed the team Delivery",
        "Put agent@acme.test into the team Delivery",
        "Put viewer@acme.test into the team Delivery",
        "Took agent@acme.test out of the team Delivery",
        "Renamed the team Delivery to Logistics",
        "Disbanded the team Logistics",
    ]


def test_two_teams_cannot_have_one_name(delivery, owner):
    other = form_team("Support", by=owner)

    with pytest.raises(NameTaken):
        form_team(" Delivery ", by=owner)
    with pytest.raises(NameTaken):
        rename_team(other, "Delivery", by=owner)


def test_a_member_may_be_in_several_teams(delivery, owner, ana, ben):
    support = form_team("Support", by=owner)
    for team in (delivery, support):
        set_members(team, [ana], by=owner)
    set_members(support, [ana, ben], by=owner)

    assert [team.name for team in teams_of(ana)] == ["Delivery", "Support"]
    assert teammates_of(ana) == {ana.pk, ben.pk}


def test_who_has_left_the_company_is_no_longer_counted_but_comes_back_to_the_team(delivery, owner, ana, ben):
    set_members(delivery, [ana, ben], by=owner)
    ben.is_active = False
    ben.save()
    set_members(delivery, [ana], by=owner)
    assert list(members_of(delivery)) == [ana]

    ben.is_active = True
    ben.save()
    assert list(members_of(delivery)) == [ana, ben]


def test_members_see_their_own_teams_and_owners_all(delivery, owner, ana, ben):
    set_members(delivery, [ana], by=owner)

    assert [list(visible_teams(each)) for each in (owner, ana, ben)] == [[delivery], [delivery], []]


def test_a_team_is_made_changed_and_disbanded_on_its_pages(owner, ana, sign_in):
    browser = sign_in(owner)
    browser.post("/team/teams/new/", {"name": "Delivery", "members": [ana.pk]})
    team = Team.objects.get()
    browser.post(team.url, {"name": "Logistics", "members": []})
    renamed = Team.objects.get()

    assert (renamed.name, members_of(renamed).count()) == ("Logistics", 0)
    assert b"Logistics" in browser.get("/team/teams/").content
    browser.post(f"{team.url}removal/")
    assert not Team.objects.exists()


def test_a_name_that_is_taken_is_said_beside_the_field(delivery, owner, sign_in):
    refused = sign_in(owner).post("/team/teams/new/", {"name": "Delivery"})

    assert refused.status_code == 422
    assert b"There is a team of this name already." in refused.content


def test_who_may_not_manage_members_finds_no_pages_of_teams(delivery, ana, sign_in):
    browser = sign_in(ana)

    assert {browser.get(path).status_code for path in ("/team/teams/", "/team/teams/new/", delivery.url)} == {404}
