"""What survey tools and review sites export."""

from collections import defaultdict
from math import floor
from statistics import mean, stdev

import pytest

pytestmark = pytest.mark.shared
FFT = "survey_fft/fft_comments.csv.gz"
AIRLINES = [f"nps_airlines/responses_{which}.csv" for which in ("other_airlines", "prep_air")]


def test_friends_and_family(bring, metric, undo):
    report = bring(FFT, mapping="friends-and-family")

    assert report.counts() == {"rows": 4_827, "taken": 4_827, "bad": 0, "left_out": 0}
    mixed = "“date” mixes orders of dates. Only day first: 3,148, only month first: 170, either: 1,432"
    off = "Scores off the scale of CSAT (1–5), which count in no result: 247"
    assert report.notes() == [off, "Cells of “comment” that hold only spaces and count as blank: 7", mixed]
    assert report.new() == (2_723, 0)
    asked = {"since": "2015", "until": "2025"}
    assert metric("csat", **asked) == pytest.approx(0.8540, abs=0.00005)
    assert metric("dsat", **asked) == pytest.approx(0.0977, abs=0.00005)
    scores = {"5": 1_759, "4": 452, "3": 125, "2": 110, "1": 143, "6": 8, "7": 126}
    assert metric("answers", by="score", **asked) == scores

    assert bring.again().changed_nothing
    assert undo() == 0


def test_themes_of_friends_and_family(bring, metric, undo):
    assert bring(FFT, mapping="friends-and-family-themes").counts()["bad"] == 0

    assert metric("answers", by="touchpoint", since="2015", until="2025") == {
        "Positive experience & gratitude": 1_078, "Labelling not possible": 1_026,
        "Staff manner & personal attributes": 869, "Timeliness of care": 663,
    }  # fmt: skip
    assert undo() == 0


def test_airlines(bring, metric, undo):
    report = bring(*AIRLINES, mapping="nps-airlines")

    asked = {"since": "2024", "until": "2024-06"}
    assert report.counts()["taken"] == metric("answers", **asked) == 5_907
    scores = metric("nps", by="touchpoint", **asked)
    answers = metric("answers", by="touchpoint", **asked)
    assert scores["Prep Air"] == pytest.approx(21.196, abs=0.0005)
    assert (len(answers), len([n for n in answers.values() if n >= 50])) == (99, 59)
    whole = whole_points(metric("answers", by=("touchpoint", "score"), **asked), answers)
    assert whole["Prep Air"] == 21
    assert (21 - mean(whole.values())) / stdev(whole.values()) == pytest.approx(1.12, abs=0.005)
    assert bring.again().changed_nothing
    assert undo() == 0


def whole_points(counts, answers):
    """Shares rounded down before they are taken from each other, as that challenge wants it, from 50 answers on."""
    found = defaultdict(lambda: [0, 0])
    for (airline, score), n in counts.items():
        found[airline][0] += n * (int(score) >= 9)
        found[airline][1] += n * (int(score) <= 6)
    points = {
        airline: floor(100 * best / answers[airline]) - floor(100 * worst / answers[airline])
        for airline, (best, worst) in found.items()
    }
    return {airline: each for airline, each in points.items() if answers[airline] >= 50}


def test_clothes(bring, metric, undo):
    report = bring("reviews_en/womens_clothing_reviews.csv.gz", mapping="clothing-reviews")

    asked = {"since": "2018", "until": "2018"}
    assert report.counts()["taken"] == metric("reviews", **asked) == 13_961
    stars = {"1": 503, "2": 924, "3": 1_672, "4": 2_963, "5": 7_899}
    assert metric("reviews", by="stars", **asked) == stars
    assert metric("mean_rating", **asked) == pytest.approx(4.206, abs=0.0005)
    assert metric("good_reviews", **asked) == pytest.approx((stars["4"] + stars["5"]) / 13_961)
    recommended = metric("reviews", by="stage", **asked)["recommended"]
    assert recommended / 13_961 == pytest.approx(0.8249, abs=0.00005)
    assert metric("reviews", by="touchpoint", **asked)["without text"] == 491
    assert bring.again().changed_nothing
    assert undo() == 0


@pytest.mark.parametrize(
    ("name", "mapping", "moods"),
    [
        ("reviews_en/uci_sentences_amazon.csv", "amazon-sentences", {"positive": 500, "negative": 500}),
        ("reviews_tr/fsmtsad_part.csv.gz", "turkish-texts", {"negative": 3_260, "neutral": 3_114, "positive": 3_213}),
    ],
)
def test_texts_keep_their_mood(bring, metric, undo, name, mapping, moods):
    assert bring(name, mapping=mapping).counts()["taken"] == sum(moods.values())

    assert metric("reviews", by="touchpoint", since="2015", until="2024") == moods
    assert bring.again().changed_nothing
    assert undo() == 0
