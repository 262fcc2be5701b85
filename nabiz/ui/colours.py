"""OKLCH to sRGB, contrast, and the colour tokens as the style sheet declares them."""

import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

TOKENS = Path(__file__).parent / "static/ui/css/tokens.css"
Theme = Literal["light", "dark"]

_PAIR = re.compile(r"--([\w-]+):\s*light-dark\((oklch\([^)]*\)),\s*(oklch\([^)]*\))\)")
_OKLCH = re.compile(r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)(?: / ([\d.]+))?\)")


@dataclass(frozen=True)
class Colour:
    """Lightness 0..1, chroma, hue in degrees, opacity 0..1."""

    lightness: float
    chroma: float
    hue: float
    opacity: float = 1.0

    @property
    def hex(self) -> str:
        return "#" + "".join(f"{round(255 * _encode(channel)):02x}" for channel in self.linear)

    @property
    def linear(self) -> tuple[float, float, float]:
        """Linear-light sRGB, clipped to the gamut (Ottosson 2020)."""
        a = self.chroma * math.cos(math.radians(self.hue))
        b = self.chroma * math.sin(math.radians(self.hue))
        long = (self.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
        medium = (self.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
        short = (self.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
        return (
            _clip(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
            _clip(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
            _clip(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
        )

    @property
    def luminance(self) -> float:
        red, green, blue = self.linear
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def parse(text: str) -> Colour:
    match = _OKLCH.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not an oklch() colour: {text}")
    lightness, chroma, hue, opacity = match.groups()
    return Colour(float(lightness), float(chroma), float(hue), float(opacity or 1))


def contrast(one: Colour, other: Colour) -> float:
    """WCAG 2 contrast ratio, 1 to 21."""
    darker, lighter = sorted((one.luminance, other.luminance))
    return (lighter + 0.05) / (darker + 0.05)


@cache
def tokens(theme: Theme) -> dict[str, Colour]:
    pairs = _PAIR.findall(TOKENS.read_text(encoding="utf-8"))
    return {name: parse(light if theme == "light" else dark) for name, light, dark in pairs}


def _encode(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _clip(value: float) -> float:
    return min(1.0, max(0.0, value))
