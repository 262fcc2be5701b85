"""A chart as a file of its own: light colours written out, no style sheet, no custom properties."""

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
    return f"{head}<style>{_rules()}</style>{ground}{_heading(drawing)}{drawing[opening.end() :]}"


def _heading(drawing: str) -> str:
    """The title, which a page writes above the drawing, has to be part of the file."""
    title = _TITLE.search(drawing)
    ink = tokens("light")["ink"].hex
    words = title.group(1) if title else ""
    return f'<text x="0" y="{-HEADING / 2:g}" font-size="16" font-weight="600" fill="{ink}">{words}</text>'


@cache
def _rules() -> str:
    light = tokens("light")
    css = re.sub(r"/\*.*?\*/", "", MARKS.read_text(encoding="utf-8"), flags=re.DOTALL)
    return " ".join(re.sub(r"var\(--([\w-]+)\)", lambda match: light[match.group(1)].hex, css).split())
