"""Small words for SVG: every text and attribute is escaped here and nowhere else."""

from collections.abc import Iterable
from functools import cache
from html import escape
from math import floor, log10

from django.utils.safestring import SafeString

Pair = tuple[float, float]


def tag(name: str, *inside: object, **attributes: object) -> SafeString:
    """`class_` and `stroke_width` become class and stroke-width; None leaves an attribute out."""
    # Built with html.escape rather than format_html: a chart has hundreds of tags, and this is five times as fast.
    pairs = [f' {_attribute(key)}="{_value(value)}"' for key, value in attributes.items() if value is not None]
    written = "".join(pairs)
    if not inside:
        return SafeString(f"<{name}{written}/>")
    return SafeString(f"<{name}{written}>{join(inside)}</{name}>")


def join(parts: Iterable[object]) -> SafeString:
    return SafeString("".join(map(_markup, parts)))


def text(words: str, x: float, y: float, class_: str = "chart__text", anchor: str = "start") -> SafeString:
    return tag("text", words, x=x, y=y, class_=class_, text_anchor=anchor)


def line(points: Iterable[Pair], class_: str) -> SafeString:
    return tag("polyline", points=_points(points), class_=class_)


def area(upper: list[Pair], lower: list[Pair], class_: str) -> SafeString:
    return tag("polygon", points=_points([*upper, *reversed(lower)]), class_=class_)


def segment(start: Pair, end: Pair, class_: str) -> SafeString:
    return tag("line", x1=start[0], y1=start[1], x2=end[0], y2=end[1], class_=class_)


def picture(width: float, height: float, *inside: object, title: str, description: str = "", class_: str) -> SafeString:
    """The svg element. Without a title it is decoration, for the words stand beside it."""
    role = {"role": "img"} if title else {"aria_hidden": "true"}
    words = [tag("title", title)] if title else []
    words += [tag("desc", description)] if description else []
    box = f"0 0 {_value(width)} {_value(height)}"
    return tag("svg", *words, *inside, class_=class_, viewBox=box, width=width, height=height, **role)


def nice_ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round numbers (1, 2, 2.5 or 5 times a power of ten) that cover low … high."""
    if high <= low:
        high = low + 1
    rough = (high - low) / about
    power = 10.0 ** floor(log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
    first = floor(low / step + 1e-9)
    ticks = [first * step]
    while ticks[-1] < high - step * 1e-6:
        ticks.append((first + len(ticks)) * step)
    return [round(tick, 10) for tick in ticks]


def _markup(part: object) -> str:
    return part if isinstance(part, SafeString) else escape(str(part))


@cache
def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value) if isinstance(value, int) else escape(str(value))


def _points(points: Iterable[Pair]) -> str:
    return " ".join(f"{_value(float(x))},{_value(float(y))}" for x, y in points)
