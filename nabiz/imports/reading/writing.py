"""Which sign stands before decimals and which between thousands, by how a column's numbers are written."""

import re
from typing import Literal

SIGN = re.compile(r"(?<=\d)[,.'’ \u00a0\u202f](?=\d)")
LIRA = re.compile(r"₺|TL|TRY")
Written = tuple[Literal[".", ","] | None, str | None]


def writing(cells: list[str]) -> Written:
    """Decimal and grouping sign; None for what no cell shows.

    Of two different signs the last is decimal; a repeated one groups; one that is followed by anything but three
    digits is decimal. Where all are followed by just three digits, a comma groups, and so does a point beside ₺ or TL.
    """
    groups: dict[str, int] = {}
    decimals, either = {",": 0, ".": 0}, {",": 0, ".": 0}
    for cell in cells:
        signs = SIGN.findall(cell)
        if not signs:
            continue
        last, others = signs[-1], set(signs[:-1])
        if last in others or last not in decimals:
            groups[last] = groups.get(last, 0) + 1
        elif others:
            decimals[last] += 1
            groups[signs[0]] = groups.get(signs[0], 0) + 1
        elif _may_group(cell):
            either[last] += 1
        else:
            decimals[last] += 1
    return _decided(decimals, groups, either, any(LIRA.search(cell) for cell in cells[:100]))


def _may_group(cell: str) -> bool:
    """1.204 may be a thousand or a fraction; 0.204, 1234.567 and 1.20 are fractions."""
    return re.search(r"(?<!\d)[1-9]\d{0,2}[,.]\d{3}(?!\d)", cell) is not None


def _decided(decimals: dict[str, int], groups: dict[str, int], either: dict[str, int], is_lira: bool) -> Written:
    decimal = max(decimals, key=lambda sign: decimals[sign]) if any(decimals.values()) else None
    group = max(groups, key=lambda sign: groups[sign]) if groups else None
    if decimal is None and group is None:
        if either[","]:
            group = ","
        elif either["."]:
            decimal, group = (",", ".") if is_lira else (".", None)
    if group == decimal:
        group = None
    if group in decimals:
        decimal = "," if group == "." else "."
    elif group is None and decimal and either["," if decimal == "." else "."]:
        group = "," if decimal == "." else "."
    return decimal, group  # type: ignore[return-value]
