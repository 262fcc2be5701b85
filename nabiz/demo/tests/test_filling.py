import pytest
from django.contrib.auth import authenticate
from django.db import connection

from nabiz.customers.models import Account, Customer, Identity, Segment
from nabiz.customers.queries import customers_matching
from nabiz.demo.commands import demo_sign_ins, fill_demo
from nabiz.demo.models import DemoRun
from nabiz.followups.models import Cause, FollowUp
from nabiz.team.models import Company, Member
from nabiz.timeline.models import Event


def test_everything_is_there_afterwards(filled):
    assert Customer.objects.count() == filled.customers == 120
    assert Event.objects.filter(source="demo").count() == filled.events > 1_000
    assert Account.objects.count() == filled.accounts > 0
    assert Company.objects.get().name == "Karaoke Evi"


def test_filling_again_changes_nothing(filled):
    again = fill_demo(120, 6)

    assert Event.objects.count() == again.events == filled.events
    assert (again.is_new, again.is_as_asked) == (False, True)


def test_another_size_is_not_mixed_in(filled):
    again = fill_demo(50, 6)

    assert again.customers == Customer.objects.count() == 120
    assert not again.is_as_asked


def test_an_interrupted_filling_is_completed(filled):
    lost = Event.objects.order_by("-pk")[:500].values("pk")
    Event.objects.filter(pk__in=list(lost.values_list("pk", flat=True))).delete()
    DemoRun.objects.update(finished_at=None)

    fill_demo(120, 6)

    assert Event.objects.count() == filled.events
    assert Customer.objects.count() == 120


def test_events_belong_to_their_people_and_firms(filled):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM timeline_event e LEFT JOIN customers_customer c ON c.id = e.customer_id "
            "WHERE c.id IS NULL OR c.account_id IS DISTINCT FROM e.account_id "
            "OR e.happened_at < c.since - interval '1 minute'"
        )
        assert cursor.fetchone() == (0,)


def test_money_carries_the_currency_of_the_company(filled):
    money = Event.objects.filter(kind__regex="^(order.paid|subscription)")

    assert set(money.values_list("currency", flat=True)) == {"TRY"}
    assert set(Event.objects.exclude(value=None).values_list("currency", flat=True)) == {"TRY"}


def test_one_can_sign_in_in_every_role(filled):
    signed_in = {role: authenticate(None, email=email, password=password) for role, email, password in demo_sign_ins()}

    assert set(signed_in) == set(Member.Role.values)
    assert all(signed_in.values())


def test_customers_are_found_by_plain_letters(filled):
    customer = Customer.objects.filter(name__regex="[ışğİŞĞ]").first()
    plain = customer.name.translate(str.maketrans("ışğüöçİŞĞÜÖÇ", "isguocISGUOC")).lower()

    assert customer in customers_matching(f"q={plain}")


def test_every_segment_holds_somebody(filled):
    assert Segment.objects.count() == 6
    assert all(customers_matching(segment.filter).exists() for segment in Segment.objects.all())


def test_a_company_that_is_here_keeps_its_members_and_language(company, owner, mirror_folder):
    fill_demo(60, 3)

    assert Company.objects.get() == company
    assert list(Member.objects.all()) == [owner]
    assert Segment.objects.filter(name="Venues").exists()
    assert demo_sign_ins() == []


@pytest.mark.django_db
def test_a_real_address_stays_with_its_customer(mirror_folder, deniz):
    fill_demo(60, 3)
    address = Identity.objects.get(customer=deniz)

    assert (address.value, address.customer) == ("deniz@acme.test", deniz)


def test_the_loop_has_been_closed_for_most(filled):
    low = FollowUp.objects.all()

    assert low.count() > 0
    assert low.closed().count() > low.count() / 2
    assert Event.objects.filter(kind="followup.opened").count() == low.count()
    told = Event.objects.filter(kind="followup.closed")
    assert {each.facts["follow_up"] for each in told} == set(low.closed().values_list("pk", flat=True))
    again = Event.objects.filter(kind="followup.answered_again")
    asked = Event.objects.filter(kind="survey.answered", facts__invitation__startswith="again-")
    assert sorted(each.facts["score"] for each in again) == sorted(each.facts["score"] for each in asked)


def test_people_write_reviews_and_one_cause_is_worked_on(filled, client):
    assert set(Event.objects.filter(kind="review.posted").values_list("facts__rating", flat=True)) <= {1, 2, 3, 4, 5}
    cause = Cause.objects.get()

    assert (cause.name, cause.owner.role, cause.story.is_published) == ("Teslimat", "manager", True)
    assert "Kargonuz artık gününde" in client.get("/heard/", headers={"accept-language": "tr"}).content.decode()
