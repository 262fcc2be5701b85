"""Customer satisfaction (CSAT): the share of satisfied answers and their mean, side by side; they may move apart."""

from collections.abc import Iterable
from dataclasses import dataclass

from nabiz.statistics import means, proportions
from nabiz.statistics.answers import valid_answers
from nabiz.statistics.estimates import Estimate

# Which boxes of a scale mean "satisfied". A five-point mean is never rescaled to percent.
TOP_BOXES: dict[tuple[int, int], tuple[int, ...]] = {(1, 3): (3,), (1, 5): (4, 5), (1, 7): (6, 7), (1, 10): (9, 10)}


@dataclass(frozen=True, slots=True)
class Summary:
    """`share` is the headline (a fraction, Wilson), `mean` is in points of the scale (t)."""

    n: int
    n_invalid: int
    satisfied: int
    share: Estimate[float]
    mean: Estimate[float]


def summary(
    scores: Iterable[object],
    *,
    scale: tuple[int, int] = (1, 5),
    top_boxes: Iterable[int] | None = None,
    confidence: float = 0.95,
) -> Summary:
    """Summarise a list of answers. For counts per group use `proportions.interval` and `means.interval`.

    Null, text, fractions and numbers off the scale are dropped and counted. NaN without answers. ValueError for a scale
    that has no usual top boxes when none are given.
    """
    if top_boxes is None and scale not in TOP_BOXES:
        raise ValueError(f"name the top boxes of the scale {scale[0]}-{scale[1]}")
    answers = valid_answers(scores, scale)
    satisfied = answers.how_many(TOP_BOXES[scale] if top_boxes is None else top_boxes)
    share = proportions.interval(float(satisfied), float(answers.n), confidence=confidence)
    mean = means.interval(*means.sums(answers.values), confidence=confidence)
    return Summary(answers.n, answers.n_invalid, satisfied, share, mean)
