import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nabiz.customers.commands import create_segment
from nabiz.customers.filters import parse_filter
from nabiz.customers.models import Customer
from nabiz.customers.queries import customers_matching


@pytest.fixture
def three(db, owner):
    return [
        Customer.objects.create(name="Aslı", language="tr", country="TR", traits={"persona": "venue", "seats": 5}),
        Customer.objects.create(name="Bob", language="en", country="GB", traits={"persona": "home", "vip": True}),
        Customer.objects.create(
            name="Can", language="tr", owner=owner, traits={"tags": ["new", "vip"], "at": {"city": "Van"}}
        ),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", "Aslı Bob Can"),
        ("language=tr", "Aslı Can"),
        ("language=tr&language=en", "Aslı Bob Can"),
        ("language=TR&country=tr", "Aslı"),
        ("trait.persona=venue&trait.persona=home", "Aslı Bob"),
        ("trait.seats=5", "Aslı"),
        ("trait.vip=true", "Bob"),
        ("trait.tags=vip", "Can"),
        ("trait.at.city=Van", "Can"),
        ("has=owner", "Can"),
        ("lacks=owner&language=tr", "Aslı"),
        ("owner=none", "Aslı Bob"),
        ("has=email", ""),
        ("since=9999-12-31", ""),
        ("until=9999-12-31", "Aslı Bob Can"),
        ("since=0001-01-01", "Aslı Bob Can"),
        ("unknown=1&utm_source=mail", "Aslı Bob Can"),
    ],
)
def test_a_filter_means_what_it_says(three, text, names):
    assert " ".join(customers_matching(text).order_by("name").values_list("name", flat=True)) == names


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("language=turkish", "“turkish” is not a language code; write two letters, such as tr."),
        ("since=22.11.2026", "“22.11.2026” is not a day; write it like 2026-11-22."),
        ("account=acme", "“acme” is not the number of an account."),
        ("segment=nobody", "There is no segment “nobody”."),
    ],
)
def test_a_bad_value_is_explained_and_matches_nobody(three, text, sentence):
    assert parse_filter(text).problems == (sentence,)
    assert not customers_matching(text).exists()


def test_a_segment_is_a_filter_with_a_name(three, owner):
    segment = create_segment("Türkçe konuşanlar", "language=tr&page=3", by=owner)

    assert (segment.slug, segment.filter) == ("turkce-konusanlar", "language=tr")
    assert customers_matching("segment=turkce-konusanlar").count() == 2


def test_a_segment_of_everybody_stays_everybody_beside_another(three, owner):
    create_segment("All", "", by=owner)
    create_segment("Turkish", "language=tr", by=owner)

    assert customers_matching("segment=all&segment=turkish").count() == 3


def test_the_same_segment_twice_is_one(three, owner):
    assert create_segment("Venues", "trait.persona=venue", by=owner) == create_segment(
        "Venues", "trait.persona=venue", by=owner
    )


def test_two_segments_of_one_name_have_addresses_of_their_own(three, owner):
    create_segment("Venues", "trait.persona=venue", by=owner)

    assert create_segment("Venues", "language=tr", by=owner).slug == "venues-2"


def test_a_filter_survives_being_written_down_and_read(db):
    text = "q=ka+ya&since=2026-01-02&language=tr&has=email&trait.a.b=1&trait.a.b=%26"

    assert str(parse_filter(text)) == text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.dictionaries(st.sampled_from(["q", "language", "account", "since", "until", "trait.x", "trait.\x00"]), st.text())
)
def test_nothing_in_an_address_breaks_the_list(db, values):
    from urllib.parse import urlencode

    list(customers_matching(urlencode(values, errors="replace"))[:1])
