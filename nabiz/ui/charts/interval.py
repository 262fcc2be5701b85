from django.utils.safestring import SafeString

from nabiz.ui.charts.shapes import picture, segment, tag

WIDTH, HEIGHT, MARGIN = 240.0, 14.0, 5.0


def interval_picture(
    low: float, value: float, high: float, floor: float, ceiling: float, *, title: str = ""
) -> SafeString:
    """Where the value lies on its whole scale, and how sure that is: a bar from low to high with a needle."""

    def at(figure: float) -> float:
        share = (figure - floor) / ((ceiling - floor) or 1)
        return MARGIN + (WIDTH - 2 * MARGIN) * min(1.0, max(0.0, share))

    middle, thick = HEIGHT / 2, 8.0
    start, width = at(low), max(at(high) - at(low), 2.0)
    marks = [segment((MARGIN, middle), (WIDTH - MARGIN, middle), "chart__rail")]
    if floor < 0 < ceiling:
        marks.append(segment((at(0), 2.0), (at(0), HEIGHT - 2), "chart__zero"))
    marks.append(tag("rect", x=start, y=middle - thick / 2, width=width, height=thick, rx=2, class_="chart__range"))
    marks.append(segment((at(value), 1.0), (at(value), HEIGHT - 1), "chart__needle"))
    return picture(WIDTH, HEIGHT, *marks, title=title, class_="chart chart--interval")
