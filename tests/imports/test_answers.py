"""What survey tools and review sites export."""

from collections import Counter
from statistics import mean, stdev

import pytest

pytestmark = pytest.mark.shared
FFT = "survey_fft/fft_comments.csv.gz"
AIRLINES = [f"nps_airlines/responses_{which}.csv" for which in ("other_airlines", "prep_air")]


def test_friends_and_family(bring, metric, told, undo):
    report = bring(FFT, mapping="friends-and-family")

    assert report.counts() == {"rows": 4_827, "taken": 4_827, "bad": 0, "left_out": 0}
    mixed = "“date” mixes orders of dates. Only day first: 3,148, only month first: 170, either: 1,432"
    assert report.notes() == ["Cells of “comment” that hold only spaces and count as blank: 7", mixed]
    assert report.new() == (2_723, 0)
    asked = {"since": "2015", "until": "2025"}
    assert metric("csat", **asked) == pytest.approx(0.8540, abs=0.00005)
    assert metric("csat", read="n", **asked) == 2_589
    scores = Counter(told("survey.answered", "facts__score"))
    assert scores == {5: 1_759, 4: 452, 3: 125, 2: 110, 1: 143, 6: 8, 7: 126}

    assert "nothing changed" in bring(FFT, mapping="friends-and-family").text
    assert undo() == 0


def test_airlines(bring, metric, undo):
    report = bring(*AIRLINES, mapping="nps-airlines")

    asked = {"since": "2024", "until": "2024-06", "by": "touchpoint"}
    assert report.counts()["taken"] == 5_907
    answers = metric("nps", read="n", **asked)
    scores = {name: value for name, value in metric("nps", **asked).items() if answers[name] >= 50}
    assert (len(answers), len(scores)) == (99, 59)
    assert scores["Prep Air"] == pytest.approx(21.196, abs=0.0005)
    assert (scores["Prep Air"] - mean(scores.values())) / stdev(scores.values()) == pytest.approx(1.12, abs=0.02)
    assert undo() == 0


def test_clothes(bring, told, undo):
    report = bring("reviews_en/womens_clothing_reviews.csv.gz", mapping="clothing-reviews")

    assert report.counts()["taken"] == 13_961
    reviews = told("review.posted", "facts__rating", "facts__recommended", "facts__body")
    assert Counter(rating for rating, *_ in reviews) == {1: 503, 2: 924, 3: 1_672, 4: 2_963, 5: 7_899}
    assert mean(recommended for _, recommended, _ in reviews) == pytest.approx(0.8249, abs=0.00005)
    assert sum(not body for *_, body in reviews) == 491
    assert undo() == 0


@pytest.mark.parametrize(
    ("name", "mapping", "moods"),
    [
        ("reviews_en/uci_sentences_amazon.csv", "amazon-sentences", {"positive": 500, "negative": 500}),
        ("reviews_tr/fsmtsad_part.csv.gz", "turkish-texts", {"negative": 3_260, "neutral": 3_114, "positive": 3_213}),
    ],
)
def test_texts_keep_their_mood(bring, told, undo, name, mapping, moods):
    assert bring(name, mapping=mapping).counts()["taken"] == sum(moods.values())

    assert Counter(told("review.posted", "touchpoint")) == moods
    assert undo() == 0
