import pytest

from nabiz.team.commands import LastOwner, change_role, deactivate_member, reactivate_member
from nabiz.team.roles import CAPABILITIES, EVERYTHING, IN_WORDS, ROLES_IN_WORDS

FOR_OWNERS = ["/team/", "/team/invitations/", "/team/company/", "/team/audit/", "/team/audit.csv", "/team/outbox/"]
FOR_ALL = ["/team/me/", "/team/settings/", "/team/roles/", "/account/2fa/", "/account/sessions/"]


@pytest.mark.parametrize("path", FOR_OWNERS)
def test_what_only_owners_may_open_does_not_exist_for_others(sign_in, owner, ben, path):
    assert sign_in(ben).get(path).status_code == 404
    assert sign_in(owner).get(path).status_code == 200


@pytest.mark.parametrize("path", FOR_ALL)
def test_every_member_may_open_their_own_pages(sign_in, ben, path):
    assert sign_in(ben).get(path).status_code == 200


@pytest.mark.parametrize("path", FOR_OWNERS + FOR_ALL)
def test_a_stranger_is_led_to_the_sign_in_page(client, owner, path):
    response = client.get(path)

    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


def test_the_last_owner_can_neither_step_down_nor_be_closed_out(owner):
    with pytest.raises(LastOwner):
        change_role(owner, "manager", by=owner)
    with pytest.raises(LastOwner):
        deactivate_member(owner, by=owner)


def test_with_a_second_owner_the_first_may_step_down(owner, ana):
    change_role(ana, "owner", by=owner)
    change_role(owner, "viewer", by=owner)

    assert not owner.can("manage")
    with pytest.raises(LastOwner):
        change_role(ana, "viewer", by=ana)


def test_a_closed_owner_does_not_count_as_one(owner, ana):
    change_role(ana, "owner", by=owner)
    deactivate_member(ana, by=owner)

    with pytest.raises(LastOwner):
        deactivate_member(owner, by=owner)


def test_the_page_says_why_the_last_owner_stays(sign_in, owner):
    response = sign_in(owner).post(f"/team/members/{owner.pk}/role/", {"role": "viewer"})

    assert response.status_code == 422
    assert b"Somebody must own this installation" in response.content


def test_closing_an_account_ends_its_open_session(client, sign_in, owner, ben):
    browser = sign_in(ben)
    deactivate_member(ben, by=owner)

    assert browser.get("/team/me/").status_code == 302


def test_a_reopened_account_may_come_in_again(sign_in, owner, ben, trail_kinds):
    deactivate_member(ben, by=owner)
    reactivate_member(ben, by=owner)
    reactivate_member(ben, by=owner)

    assert sign_in(ben).get("/team/me/").status_code == 200
    assert trail_kinds() == ["member.deactivated", "member.reactivated"]


def test_a_changed_role_counts_from_the_next_click(sign_in, owner, ben):
    browser = sign_in(ben)
    change_role(ben, "owner", by=owner)

    assert browser.get("/team/").status_code == 200


def test_every_role_and_capability_is_explained_in_words():
    assert set(IN_WORDS) == EVERYTHING
    assert set(ROLES_IN_WORDS) == set(CAPABILITIES)
