"""A chart as a file of its own: the rules of its classes become attributes, in light colours. No style element, so that
it looks the same in every program and under every content policy."""

import re
from functools import cache
from pathlib import Path

from nabiz.ui.colours import tokens

MARKS = Path(__file__).parent.parent / "static/ui/css/components/chart-marks.css"
FONTS = "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, sans-serif"
MARGIN = 16
HEADING = 32

_SVG = re.compile(r"<svg [^>]*>.*?</svg>", re.DOTALL)
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_CLASS = re.compile(r' class="([^"]*)"')
_RULE = re.compile(r"\.([\w-]+) \{([^}]*)\}")
_DECLARATION = re.compile(r"([\w-]+): ([^;]+);")
_OPENING = re.compile(r'<svg ([^>]*?)viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>')


def standalone(markup: str) -> str:
    """The first drawing in the markup as an SVG file with a margin and a white ground."""
    found = _SVG.search(markup)
    if found is None:
        raise ValueError("there is no drawing in this markup")
    drawing = found.group()
    opening = _OPENING.match(drawing)
    assert opening is not None, "every drawing of ours has a viewBox"
    width, height = (float(size) + 2 * MARGIN for size in opening.groups()[1:])
    top = -MARGIN - HEADING
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-MARGIN} {top} {width:g} {height + HEADING:g}"'
        f' width="{width:g}" height="{height + HEADING:g}" font-family="{FONTS}" role="img">'
    )
    ground = f'<rect x="{-MARGIN}" y="{top}" width="100%" height="100%" fill="{tokens("light")["surface"].hex}"/>'
    return f"{head}{ground}{_heading(drawing)}{_CLASS.sub(_attributes, drawing[opening.end() :])}"


def _heading(drawing: str) -> str:
    """The title, which a page writes above the drawing, has to be part of the file."""
    title = _TITLE.search(drawing)
    ink = tokens("light")["ink"].hex
    words = title.group(1) if title else ""
    return f'<text x="0" y="{-HEADING / 2:g}" font-size="16" font-weight="600" fill="{ink}">{words}</text>'


def _attributes(match: re.Match[str]) -> str:
    named = [_rules().get(name, {}) for name in match.group(1).split()]
    merged = {prop: value for rules in named for prop, value in rules.items()}
    return "".join(f' {prop}="{value}"' for prop, value in merged.items())


@cache
def _rules() -> dict[str, dict[str, str]]:
    """Class name to its declarations, tokens resolved. Rules for :hover have no place in a file."""
    light = tokens("light")
    css = re.sub(r"/\*.*?\*/", "", MARKS.read_text(encoding="utf-8"), flags=re.DOTALL)
    css = re.sub(r"var\(--([\w-]+)\)", lambda match: light[match.group(1)].hex, css).replace("transparent", "none")
    return {name: dict(_DECLARATION.findall(body)) for name, body in _RULE.findall(css)}
