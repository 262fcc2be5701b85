from datetime import timedelta

import pytest
from django.utils import timezone

from nabiz.team.commands import AlreadyMember, invite_member, resend_invitation, revoke_invitation
from nabiz.team.models import Invitation, Mail, Member

JOINING = {"name": "Yeni Üye", "password": "uzun ve güzel parola"}


@pytest.fixture
def join(client):
    """Follow the link, fill in the form."""

    def through(link):
        client.get(link)
        return client.post("/team/join/", JOINING)

    return through


@pytest.fixture
def invitation(owner):
    return invite_member("yeni@acme.test", "agent", by=owner)


def test_an_invited_person_joins_with_the_role_and_is_signed_in(client, join, invitation, link_in):
    response = join(link_in("yeni@acme.test"))

    assert response.status_code == 302
    assert Member.objects.get(email="yeni@acme.test").role == "agent"
    assert client.get("/team/me/").status_code == 200


def test_an_invitation_works_once(client, join, invitation, link_in):
    join(link_in("yeni@acme.test"))
    client.logout()

    response = join(link_in("yeni@acme.test"))

    assert response.status_code == 410
    assert b"used already" in response.content


def test_an_old_invitation_says_so_and_can_be_sent_again(client, owner, invitation, link_in):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert b"older than 7 days" in client.get(link_in("yeni@acme.test"), follow=True).content

    resend_invitation(invitation, by=owner)

    assert client.get(link_in("yeni@acme.test"), follow=True).status_code == 200


def test_sending_again_ends_the_older_link(client, owner, invitation, link_in):
    first = link_in("yeni@acme.test")
    resend_invitation(invitation, by=owner)

    assert client.get(first, follow=True).status_code == 410


def test_an_invitation_taken_back_opens_nothing(client, owner, invitation, link_in):
    revoke_invitation(invitation, by=owner)

    assert b"taken back" in client.get(link_in("yeni@acme.test"), follow=True).content


def test_inviting_twice_is_one_invitation_and_announced_once(owner, invitation, trail_kinds):
    invite_member("Yeni@acme.test", "success", by=owner)

    assert Invitation.objects.get().role == "success"
    assert trail_kinds() == ["member.invited"]


def test_a_member_is_not_invited_again(owner, ana):
    with pytest.raises(AlreadyMember):
        invite_member(ana.email, "agent", by=owner)


def test_the_link_is_kept_as_a_hash_only(invitation, link_in):
    token = link_in("yeni@acme.test").split("/")[-2]

    assert token not in invitation.token_hash
    assert Mail.objects.get().is_secret


def test_the_mail_speaks_the_language_of_the_company(company, owner):
    company.language = "tr"
    company.save()
    invite_member("yeni@acme.test", "agent", by=owner)

    assert "davet ediyor" in Mail.objects.get().text


def test_the_token_leaves_the_address_at_once(client, invitation, link_in):
    assert client.get(link_in("yeni@acme.test"))["Location"] == "/team/join/"


def test_without_a_link_nobody_joins(client, owner):
    assert client.post("/team/join/", JOINING).status_code == 410


def test_an_address_longer_than_mail_allows_is_refused_on_the_form(sign_in, owner):
    page = sign_in(owner).post("/team/invitations/", {"email": "a" * 40 + "@" + "b" * 60 + ".c" * 90, "role": "agent"})

    assert page.status_code == 422
    assert not Invitation.objects.exists()
