from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.utils import timezone

from nabiz.customers.commands import change_segment, create_segment, delete_segment, erase_customer
from nabiz.customers.erasure import prove_erased
from nabiz.customers.membership import MOST_ANNOUNCED, Moved, refresh_segment
from nabiz.customers.merging import merge_customers
from nabiz.customers.models import Customer, SegmentMembership
from nabiz.customers.queries import in_segment, segments_of
from nabiz.timeline.commands import Draft, append_events
from nabiz.timeline.mirror.dimensions import dimension

DAY = timedelta(days=1)
ACTIVE = urlencode([("all", "did user.signed_in within 30d")])


def sign_in(customer, at):
    with transaction.atomic():
        append_events([Draft("user.signed_in", at, customer_id=customer.pk)])


@pytest.fixture
def active(deniz, owner):
    return create_segment("Active", ACTIVE, by=owner)


def test_who_was_in_a_segment_then_is_known(active, deniz):
    now = timezone.now()
    sign_in(deniz, now + DAY)

    assert refresh_segment(active, now + 2 * DAY) == Moved(1, 0)
    assert refresh_segment(active, now + 2 * DAY) == Moved(0, 0)
    assert refresh_segment(active, now + 40 * DAY) == Moved(0, 1)
    assert list(in_segment("active", now + 3 * DAY)) == [deniz]
    assert not in_segment("active", now + DAY).exists()
    assert not in_segment("active", now + 41 * DAY).exists()


def test_coming_and_going_stand_on_the_timeline_but_not_the_first_count(active, deniz, owner, timeline):
    create_segment("All", "", by=owner)
    sign_in(deniz, timezone.now())
    refresh_segment(active, timezone.now())
    refresh_segment(active, timezone.now() + 40 * DAY)

    assert timeline(deniz) == ["user.signed_in", "segment.joined", "segment.left"]


def test_very_many_at_once_are_no_news_about_each(active, timeline):
    rows = Customer.objects.bulk_create([Customer() for _ in range(MOST_ANNOUNCED + 1)])
    with transaction.atomic():
        append_events([Draft("user.signed_in", timezone.now(), customer_id=row.pk) for row in rows])

    assert refresh_segment(active).joined == MOST_ANNOUNCED + 1
    assert timeline(rows[0]) == ["user.signed_in"]


def test_another_filter_keeps_who_was_in_it_before(active, deniz, owner):
    change_segment(active, "Turkish", "language=tr", by=owner)
    active.refresh_from_db()

    assert (active.slug, active.name) == ("active", "Turkish")
    assert segments_of(deniz) == [active]
    change_segment(active, "English", "language=en", by=owner)
    assert segments_of(deniz) == []
    assert SegmentMembership.objects.get().until is not None


def test_a_segment_that_others_rest_on_stays(active, owner):
    create_segment("Others", urlencode([("none", "segment active")]), by=owner)

    with pytest.raises(ValueError, match="“Active” cannot be deleted: “Others” rests on it"):
        delete_segment(active, by=owner)


def test_a_segment_cannot_rest_on_itself(active, owner):
    create_segment("Others", "segment=active", by=owner)

    with pytest.raises(ValueError, match="cannot rest on itself"):
        change_segment(active, "Active", urlencode([("all", "segment others")]), by=owner)


def test_two_who_became_one_have_one_history(deniz, owner):
    twin = Customer.objects.create(language="tr")
    segment = create_segment("Turkish", "language=tr", by=owner)
    merge_customers(twin, into=deniz)
    refresh_segment(segment)

    (row,) = dimension("memberships").table().to_pylist()
    assert (row["customer_id"], row["segment"], row["until"].year) == (deniz.pk, "turkish", 9999)
    assert list(in_segment("turkish", timezone.now())) == [deniz]


def test_erasure_reaches_memberships(deniz, owner):
    create_segment("Turkish", "language=tr", by=owner)
    erased = erase_customer(deniz)

    assert not SegmentMembership.objects.exists()
    assert prove_erased(erased.customer_ids, erased.needles) == []


def test_numbers_see_who_is_in_it_as_last_counted(active, deniz):
    sign_in(deniz, timezone.now())
    assert dimension("segments").table().num_rows == 0

    refresh_segment(active)
    assert dimension("segments").table().to_pylist() == [{"customer_id": deniz.pk, "segment": "active"}]
