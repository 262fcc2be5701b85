from datetime import timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone

from nabiz.ui.tiles import Tile
from nabiz.ui.timelines import Moment, by_day

TILE = Tile("nps", "NPS", "/metrics/nps/", "Promoters minus detractors", "1,204 answers")
KNOWN = {
    "value_text": "41",
    "interval_text": "[37 … 45]",
    "value": 41,
    "low": 37,
    "high": 45,
    "floor": -100,
    "ceiling": 100,
}


def render(source, **context):
    return Template("{% load nabiz_ui %}" + source).render(Context(context))


@pytest.fixture(autouse=True)
def in_english(english):
    pass


def test_an_icon_is_decoration_unless_it_has_a_name():
    assert 'aria-hidden="true"' in render('{% icon "mail" %}')
    assert 'role="img" aria-label="E-mail"' in render('{% icon "mail" label="E-mail" %}')


def test_the_name_of_an_icon_is_escaped():
    assert "<b>" not in render('{% icon "mail" label=name %}', name="<b>")


def test_a_recent_moment_is_relative_with_the_exact_one_behind():
    html = render("{% when at %}", at=timezone.now() - timedelta(hours=3))

    assert ">3 hours ago</time>" in html
    assert "title=" in html


def test_an_old_moment_is_a_day():
    assert "ago</time>" not in render("{% when at %}", at=timezone.now() - timedelta(days=60))


def test_a_moment_that_never_was_is_a_dash():
    assert render("{% when at %}", at=None) == "–"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Deniz Kaya", "DK"), ("ışık yılmaz", "IY"), ("ipek çelik", "İÇ"), ("ana@acme.test", "A"), ("", "")],
)
def test_initials_follow_the_language_of_the_name(name, letters):
    assert render("{{ name|initials }}", name=name) == letters


def test_a_tile_shows_value_interval_and_leads_to_its_page():
    html = render("{% tile tile %}", tile=Tile(**{**TILE.__dict__, **KNOWN}))

    assert 'href="/metrics/nps/"' in html
    assert "[37 … 45]" in html
    assert "chart--interval" in html


def test_a_tile_with_too_few_answers_says_so_instead_of_a_figure():
    missing = Tile(**{**TILE.__dict__, **KNOWN, "status": "not_enough_data", "change_text": "9 answers are too few"})

    html = render("{% tile tile %}", tile=missing)

    assert "9 answers are too few" in html
    assert "tile__value" not in html


def test_a_change_without_a_direction_has_no_arrow():
    html = render("{% tile tile %}", tile=Tile(**{**TILE.__dict__, **KNOWN, "change_text": "No clear change"}))

    assert "▲" not in html
    assert "tile__change--none" in html


def test_a_verbatim_is_shown_in_full_and_escaped():
    html = render(
        "{% timeline moments %}", moments=[Moment(timezone.now(), "Answered", verbatim="Late.\n\n<b>Never</b> again")]
    )

    assert "&lt;b&gt;Never&lt;/b&gt; again" in html
    assert "<h3" in html


def test_the_heading_of_a_day_already_on_the_page_is_not_repeated():
    moments = [Moment(timezone.now(), "Called")]

    assert "<h3" not in render("{% timeline moments day %}", moments=moments, day=timezone.localdate())


def test_days_are_those_of_the_reader(istanbul):
    late = timezone.now().replace(hour=22, minute=30)

    days = by_day([Moment(late, "Called"), Moment(late - timedelta(hours=3), "Asked")])

    assert len(days) == 2


def test_more_is_a_plain_link_that_loads_itself():
    html = render('{% more "?page=2" columns=3 %}')

    assert '<td colspan="3">' in html
    assert 'href="?page=2" hx-get="?page=2"' in html


def test_the_last_part_of_a_breadcrumb_is_here():
    html = render('{% breadcrumb "Customers" "/customers/" "Deniz" %}')

    assert '<a href="/customers/">Customers</a>' in html
    assert '<span aria-current="page">Deniz</span>' in html
