import pytest

from nabiz.customers.models import Segment
from nabiz.metrics.parsing import BadQuestion
from nabiz.metrics.tests.mirrors import answers, event, subscription, write_customers, write_events, write_segments

MARCH = {"since": "2026-03", "until": "2026-03"}


@pytest.fixture
def filled(asked):
    write_events(answers([9] * 12, channel="mail", stage="use"))
    write_events(
        [*subscription("s", ("started", "2026-01-10", 5, "Home")), event("feature.used", "2026-01-10", feature="duet")]
    )
    write_customers((1, 1, None, "tr", "TR"))
    write_segments(venues=[1, 2])
    return asked


@pytest.mark.parametrize(
    ("name", "where", "sentence"),
    [
        ("nps", {"segment": "venue"}, "“venue” is no value of “segment”. There are: venues."),
        ("nps", {"channel": "post"}, "“post” is no value of “channel”. There are: mail."),
        ("nps", {"stage": "use,buy"}, "“buy” is no value of “stage”. There are: use."),
        ("nps", {"language": "de"}, "“de” is no value of “language”. There are: tr."),
        ("churn", {"plan": "Hotel"}, "“Hotel” is no value of “plan”. There are: Home."),
        ("adoption", {"feature": "dance"}, "“dance” is no value of “feature”. There are: duet."),
    ],
)
def test_value_that_nothing_has_is_refused_with_the_right_ones(filled, name, where, sentence):
    with pytest.raises(BadQuestion) as told:
        filled(name, where=where, **MARCH)

    assert str(told.value) == sentence


def test_value_outside_the_period_is_no_mistake(filled):
    assert filled("nps", where={"channel": "mail"}, since="2025-03", until="2025-03").only.n == 0


def test_segment_without_members_is_no_mistake(filled):
    Segment.objects.create(slug="schools", name="Schools", filter="language=xx")

    assert filled("nps", where={"segment": "schools"}, **MARCH).only.n == 0


def test_what_is_not_given_can_be_asked_for(filled):
    assert filled("nps", where={"channel": ""}, **MARCH).only.n == 0


def test_nothing_is_refused_where_there_is_nothing(asked):
    assert asked("nps", where={"channel": "mail"}, **MARCH).only.n == 0


def test_the_page_says_so_too(filled, sign_in, ana):
    page = sign_in(ana).get("/metrics/nps/?channel=post")

    assert page.status_code == 400
    assert "There are: mail." in page.content.decode()
