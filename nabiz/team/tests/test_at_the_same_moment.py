from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from nabiz.team.commands import Refused, accept_invitation, change_role, create_owner, invite_member
from nabiz.team.models import Member

pytestmark = pytest.mark.django_db(transaction=True)


def both(*actions):
    """Run them at the same moment on connections of their own; how many went through."""
    gate = Barrier(len(actions))

    def run(action):
        gate.wait()
        try:
            action()
        except Refused:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor() as pool:
        return sum(pool.map(run, actions))


def test_two_owners_cannot_demote_each_other(owner, ana):
    change_role(ana, "owner", by=owner)
    went_through = both(
        lambda: change_role(ana, "viewer", by=owner),
        lambda: change_role(owner, "viewer", by=ana),
    )

    assert went_through == 1
    assert Member.objects.owners().count() == 1


def test_two_browsers_in_the_first_start_make_one_owner():
    people = [{"name": name, "email": f"{name}@acme.test", "password": "uzun bir parola"} for name in ("a", "b")]
    both(*(lambda person=person: create_owner(person) for person in people))

    assert Member.objects.count() == 1


def test_one_link_in_two_browsers_makes_one_member(owner):
    invitation = invite_member("yeni@acme.test", "agent", by=owner)
    went_through = both(*[lambda: accept_invitation(invitation, name="Yeni", password="uzun bir parola")] * 2)

    assert went_through == 1
    assert Member.objects.filter(email="yeni@acme.test").count() == 1
