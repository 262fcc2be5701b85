"""Brand colours on which text can be read: the colour stays, what lies on it gives way."""

import re

from nabiz.feedback.models import Brand
from nabiz.ui.colours import tokens

READABLE = 4.5
VISIBLE = 3.0
_HEX = re.compile(r"#[0-9a-f]{6}")
PAPER = "#ffffff"
NIGHT = "#17181b"


def is_colour(text: str) -> bool:
    return bool(_HEX.fullmatch(text.lower()))


def luminance(colour: str) -> float:
    """Of "#rrggbb", as WCAG 2 has it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(colour: str) -> str:
    """White where it can be read, else whichever of white and near-black is read better."""
    if contrast(colour, PAPER) >= READABLE:
        return PAPER
    return max((PAPER, "#111111"), key=lambda ink: contrast(colour, ink))


def readable_on(colour: str, ground: str) -> str:
    """The colour itself where text in it can be read on the ground, else the nearest darker or lighter one that can."""
    towards = 0 if luminance(ground) > 0.2 else 255
    for share in range(0, 101, 4):
        mixed = _mixed(colour, towards, share / 100)
        if contrast(mixed, ground) >= READABLE:
            return mixed
    return "#000000" if towards == 0 else "#ffffff"


def weaknesses(colour: str) -> list[str]:
    """Where the colour as it is would not do: "light", "dark"; the page then uses the nearest that does."""
    grounds = {"light": PAPER, "dark": NIGHT}
    return [name for name, ground in grounds.items() if contrast(colour, ground) < READABLE]


def variables(colour: str) -> str:
    """The colours of a page in this brand, for light and dark, as CSS."""
    light, dark = readable_on(colour, PAPER), readable_on(colour, NIGHT)
    return (
        f":root{{--brand:light-dark({light},{dark});--brand-ink:light-dark({ink_on(light)},{ink_on(dark)});"
        f"--band:{colour}}}"
    )


def mail_colours(colour: str) -> dict[str, tuple[str, str]]:
    """The brand in a light and in a dark mail: what carries words, and what words lie on."""
    grounds = (tokens("light")["surface"].hex, tokens("dark")["surface"].hex)
    light, dark = (readable_on(colour, ground) for ground in grounds)
    return {
        "accent": (light, dark),
        "accent-ink": (ink_on(light), ink_on(dark)),
        "band": (colour, colour),
        "band-ink": (ink_on(colour), ink_on(colour)),
    }


def colour_of(brand: Brand | None) -> str:
    colour = brand.colour.lower() if brand else Brand._meta.get_field("colour").default
    return str(colour) if is_colour(str(colour)) else "#1d4f91"


def _mixed(colour: str, towards: int, share: float) -> str:
    channels = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(each + (towards - each) * share):02x}" for each in channels)
