"""Texts that speak for a theme: close to its middle, short enough to be read, each saying something else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from nabiz.language.cleaning import clean
from nabiz.language.duplicates import similarity
from nabiz.language.spam import spam_signs
from nabiz.language.theme_parts import Theme
from nabiz.language.theme_vectors import embed

if TYPE_CHECKING:
    from nabiz.language.theme_model import ThemeModel

READABLE = (25, 240)  # characters
TOO_ALIKE = 0.5  # share of common letter runs
LOOKED_AT = 200  # of the closest texts


def quotes(
    model: ThemeModel, theme: Theme, texts: Sequence[str], count: int, mask: Callable[[str], str] | None
) -> list[str]:
    """See `ThemeModel.quotes`."""
    shown = [" ".join(clean(text).split()) for text in texts]
    chosen: list[str] = []
    for place in _closest(model, theme, texts):
        text = shown[place]
        if len(chosen) == count:
            break
        if not spam_signs(text) and all(similarity(text, other) < TOO_ALIKE for other in chosen):
            chosen.append(text)
    return [mask(text) if mask else text for text in chosen]


def _closest(model: ThemeModel, theme: Theme, texts: Sequence[str]) -> list[int]:
    """Texts by closeness, those of readable length before the others."""
    topics = [each.id for each in model.topics]
    if theme.id in topics:
        closeness = embed(model.words_of(texts), model.vocabulary) @ model.centroids[topics.index(theme.id)]
    else:
        closeness = np.zeros(len(texts))
    is_awkward = np.array([not READABLE[0] <= len(text.strip()) <= READABLE[1] for text in texts], dtype=bool)
    return [int(place) for place in np.lexsort((-closeness, is_awkward))[:LOOKED_AT]]
