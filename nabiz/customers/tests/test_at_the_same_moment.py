from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from nabiz.customers.commands import create_segment, save_view
from nabiz.customers.models import SavedView, Segment

pytestmark = pytest.mark.django_db(transaction=True)


def four_times(action):
    gate = Barrier(4)

    def run(number):
        gate.wait()
        try:
            return action().pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        return set(pool.map(run, range(4)))


def test_clicking_several_times_makes_one_segment(owner):
    assert len(four_times(lambda: create_segment("Venues", "trait.persona=venue", by=owner))) == 1
    assert Segment.objects.count() == 1


def test_clicking_several_times_makes_one_view(owner):
    assert len(four_times(lambda: save_view("Mine", "q=a", by=owner))) == 1
    assert SavedView.objects.count() == 1


def test_a_second_click_on_erasing_leads_to_the_list(owner, deniz, sign_in):
    browsers = [sign_in(owner) for _ in range(4)]
    gate = Barrier(4)

    def erase(browser):
        gate.wait()
        try:
            return browser.post(f"/customers/{deniz.pk}/erasure/").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(erase, browsers)) <= {302, 404}
