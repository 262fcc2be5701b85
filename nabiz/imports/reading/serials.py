"""Dates and times in a workbook: numbers that only a cell's format tells from others."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

Style = Literal["", "day", "moment", "clock", "elapsed"]
BUILT_IN: dict[int, Style] = {
    **dict.fromkeys([*range(14, 18), *range(27, 32), 36, *range(50, 59)], "day"),
    **dict.fromkeys([18, 19, 20, 21, 32, 33, 34, 35, 45, 47], "clock"),
    22: "moment",
    46: "elapsed",
}
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]')
FIRST, FIRST_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
LEAP = 60  # the 29 February 1900 that spreadsheets believe in


def styles_of(parse: Callable[[Callable[[str, dict[str, str]], None]], None]) -> list[Style]:
    """What each cell format makes of a number, by its place in the list."""
    codes: dict[int, str] = {}
    styles: list[Style] = []
    inside = [""]

    def start(name: str, attributes: dict[str, str]) -> None:
        if name in ("cellXfs", "cellStyleXfs", "dxfs", "numFmts", "cellStyles"):
            inside[0] = name
        elif name == "numFmt" and inside[0] == "numFmts":
            codes[int(attributes.get("numFmtId", 0))] = attributes.get("formatCode", "")
        elif name == "xf" and inside[0] == "cellXfs":
            number = int(attributes.get("numFmtId", 0))
            styles.append(style_of(codes[number]) if number in codes else BUILT_IN.get(number, ""))

    parse(start)
    return styles


def style_of(code: str) -> Style:
    """What a format such as dd.mm.yyyy hh:mm shows. Colours, conditions and quoted words say nothing."""
    bare = LITERAL.sub("", code.partition(";")[0]).lower()
    if re.search(r"\[[hms]+\]", bare):
        return "elapsed"
    has_day, has_time = bool(re.search(r"[yd]", bare)), bool(re.search(r"[hs]", bare))
    if has_day:
        return "moment" if has_time else "day"
    if has_time:
        return "clock"
    return "day" if re.fullmatch(r"m{3,5}[\s\-/.]*", bare.strip()) else ""


def moment_text(text: str, style: Style, since_1904: bool) -> str:
    """A serial number as the day or time that it stands for; the number itself where it stands for none."""
    try:
        serial = float(text)
        if style == "elapsed" or (style == "clock" and 0 <= serial < 1):
            return _clock(round(serial * 86_400))
        first = FIRST_1904 if since_1904 else FIRST + timedelta(days=0 < serial < LEAP)
        moment = first + timedelta(milliseconds=round(serial * 86_400_000))
    except (ValueError, OverflowError):
        return text
    if style == "day" and serial == int(serial):
        return moment.date().isoformat()
    return moment.isoformat(" ", "milliseconds" if moment.microsecond else "seconds")


def _clock(seconds: int) -> str:
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
