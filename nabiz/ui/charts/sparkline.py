from collections.abc import Sequence

from django.utils.safestring import SafeString

from nabiz.ui.charts.points import Point, extent, runs
from nabiz.ui.charts.shapes import Pair, area, line, picture, tag
from nabiz.ui.tiles import TrendPoint

WIDTH, HEIGHT, MARGIN = 240.0, 40.0, 5.0


def sparkline(trend: Sequence[TrendPoint | Point], *, title: str = "") -> SafeString:
    """A line with its band and no axis; the last point has a dot. Periods without a value are gaps."""
    points = [point if isinstance(point, Point) else Point(*point) for point in trend]
    least, greatest = extent(points)
    step = (WIDTH - 2 * MARGIN) / max(len(points) - 1, 1)

    def place(at: int, figure: float | None) -> Pair:
        share = ((figure or 0) - least) / ((greatest - least) or 1)
        return MARGIN + at * step, HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN)

    marks = []
    for run in runs([point.has_band for point in points]):
        upper, lower = ([place(at, getattr(points[at], side)) for at in run] for side in ("high", "low"))
        marks.append(area(upper, lower, "chart__band"))
    known = [point.value is not None for point in points]
    for run in runs(known):
        places = [place(at, points[at].value) for at in run]
        marks.append(line(places, "chart__line") if len(places) > 1 else _dot(places[0], 1.5))
    if known and known[-1]:
        marks.append(_dot(place(len(points) - 1, points[-1].value), 3))
    return picture(WIDTH, HEIGHT, *marks, title=title, class_="chart chart--spark")


def _dot(place: Pair, radius: float) -> SafeString:
    return tag("circle", cx=place[0], cy=place[1], r=radius, class_="chart__dot")
