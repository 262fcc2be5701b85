import pytest

from nabiz.ui.colours import Colour, contrast, parse, tokens

SURFACES = ["paper", "surface", "sunken"]
WASHED = [("accent", "accent-wash"), ("good", "good-wash"), ("bad", "bad-wash"), ("warn", "warn-wash")]
WASHED += [("ink", wash) for _, wash in WASHED] + [("ink-soft", wash) for _, wash in WASHED]
FILLED = [("accent-ink", "accent"), ("accent-ink", "accent-hover"), ("bad-ink", "bad"), ("bad-ink", "bad-hover")]
TEXTS = ["ink", "ink-soft", "accent", "accent-hover", "good", "bad", "warn"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_reaches_4_5_to_1_on_every_surface(theme):
    names = tokens(theme)
    texts = TEXTS + [name for name in names if name.startswith("channel-")]
    pairs = [(text, surface) for text in texts for surface in SURFACES] + WASHED + FILLED

    weak = {pair: ratio for pair in pairs if (ratio := contrast(names[pair[0]], names[pair[1]])) < 4.5}

    assert weak == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_controls_and_marks_reach_3_to_1(theme):
    names = tokens(theme)
    marks = ["line-strong", "chart-line", "chart-axis", "chart-good", "chart-bad"]
    marks += [name for name in names if name.startswith("stage-")]
    pairs = [(mark, surface) for mark in marks for surface in ("paper", "surface")]

    weak = {pair: ratio for pair in pairs if (ratio := contrast(names[pair[0]], names[pair[1]])) < 3}

    assert weak == {}


def test_both_themes_have_the_same_tokens():
    assert tokens("light").keys() == tokens("dark").keys()
    assert len(tokens("light")) > 40


def test_white_and_black_are_the_ends_of_the_scale():
    assert (parse("oklch(1 0 0)").hex, parse("oklch(0 0 0)").hex) == ("#ffffff", "#000000")
    assert contrast(Colour(1, 0, 0), Colour(0, 0, 0)) == pytest.approx(21, abs=0.01)


def test_a_known_colour_converts_to_its_hex():
    assert parse("oklch(0.6279 0.2577 29.23)").hex == "#ff0000"
