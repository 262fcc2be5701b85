import xml.etree.ElementTree as ET

import pytest

from nabiz.ui.charts.axes import Axis, every_nth
from nabiz.ui.charts.breakdown import Group, breakdown_chart
from nabiz.ui.charts.distribution import Bar, distribution_chart
from nabiz.ui.charts.export import standalone
from nabiz.ui.charts.interval import interval_picture
from nabiz.ui.charts.nps import nps_bar
from nabiz.ui.charts.points import Point, runs
from nabiz.ui.charts.shapes import nice_ticks
from nabiz.ui.charts.sparkline import sparkline
from nabiz.ui.charts.trend import trend_chart, trend_svg

POINTS = [Point("Jan", 10, 5, 15), Point("Feb", 12, 8, 16), Point("Mar", None), Point("Apr", 20, 18, 22, "30 answers")]
EVIL = '<script>alert("x")</script>'


@pytest.fixture(autouse=True)
def in_english(english):
    pass


def test_a_period_without_a_value_is_a_gap():
    drawing = trend_svg(POINTS, Axis("points"), title="NPS")

    assert drawing.count("<polyline") == 2
    assert "Mar: no value" in drawing


def test_a_single_period_draws_its_band_too():
    assert "chart__band" in trend_svg(POINTS[3:], Axis("points"), title="NPS")


def test_each_point_tells_its_figures_to_the_mouse():
    assert "Apr: 20 [18 … 22] · 30 answers" in trend_svg(POINTS, Axis("points"), title="NPS")


def test_the_goal_lies_inside_the_scale():
    drawing = trend_svg(POINTS, Axis("points", goal=80), title="NPS")

    assert "goal 80" in drawing
    assert ">80<" in drawing


def test_a_share_never_gets_a_tick_above_one_hundred():
    assert Axis("percent", floor=0, ceiling=1).ticks(0.62, 0.99)[-1] == 1


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-100, 100), (31.2, 31.9), (5, 5), (0, 1_204_000), (0.001, 0.002)])
def test_ticks_are_few_and_cover_the_data(low, high):
    ticks = nice_ticks(low, high)

    assert ticks[0] <= low
    assert ticks[-1] >= high
    assert 2 <= len(ticks) <= 7


def test_labels_are_thinned_until_they_fit():
    assert every_nth(["Nov 2026"] * 24, 300) >= 5
    assert every_nth(["1", "2", "3"], 300) == 1


def test_the_figures_stand_in_a_table_behind():
    chart = trend_chart(POINTS, Axis("points"), title="NPS by month")

    assert '<th scope="row">Jan</th><td class="table__number">10</td>' in chart
    assert "<details" in chart


@pytest.mark.parametrize(
    "chart",
    [
        lambda: trend_chart([Point(EVIL, 1, 0, 2, EVIL)], Axis("points"), title=EVIL, note=EVIL),
        lambda: breakdown_chart([Group(EVIL, 1, 0, 2, 9, url=EVIL)], Axis("points"), title=EVIL, by=EVIL),
        lambda: distribution_chart([Bar(EVIL, 3)], title=EVIL, answers=EVIL),
        lambda: nps_bar(1, 1, 1, title=EVIL),
    ],
)
def test_nothing_in_a_chart_can_become_markup(chart):
    drawn = chart()

    assert "<script" not in drawn
    ET.fromstring(drawn.replace("hidden ", "").replace("data-png ", ""))


def test_a_chart_has_a_role_and_a_title():
    drawing = ET.fromstring(trend_svg(POINTS, Axis("points"), title="NPS by month", note="Each month"))

    assert drawing.get("role") == "img"
    assert [child.text for child in drawing[:2]] == ["NPS by month", "Each month"]


def test_charts_without_data_do_not_break():
    assert trend_chart([], Axis("percent"), title="x")
    assert breakdown_chart([], Axis("percent"), title="x", by="y")
    assert distribution_chart([], title="x", answers="y")
    assert nps_bar(0, 0, 0, title="x")
    assert sparkline([])


def test_a_group_with_few_answers_is_grey_and_one_without_a_value_says_why():
    groups = [Group("Phone", 20, -9, 49, 12, is_sure=False), Group("Web", None, None, None, 4)]

    chart = breakdown_chart(groups, Axis("points"), title="By channel", by="Channel", overall=30)

    assert "chart__whisker--unsure" in chart
    assert "too few answers · n 4" in chart
    assert "all 30" in chart


def test_a_value_outside_the_scale_stays_inside_the_picture():
    drawing = ET.fromstring(interval_picture(-5, 120, 140, 0, 100))

    assert all(0 <= float(line.get("x1")) <= 240 for line in drawing.iter("line"))


def test_stretches_are_unbroken():
    assert runs([True, True, False, True]) == [range(2), range(3, 4)]


def test_a_file_stands_alone():
    file = standalone(trend_chart(POINTS, Axis("points", goal=15), title="NPS & more"))

    root = ET.fromstring(file)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "var(" not in file
    assert "class=" not in file
    assert "#" in file


def test_only_a_drawing_can_become_a_file():
    with pytest.raises(ValueError, match="no drawing"):
        standalone("<p>words</p>")
