from pathlib import Path

import numpy as np
import pytest

from nabiz.language.intensity import intensity
from nabiz.language.sentiment import LABELS, judge
from nabiz.language.tests import corpora


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Ürün berbat, iade ettim, param yatmadı", "negative"),
        ("Kargo çok geç geldi, memnun kalmadım", "negative"),
        ("Ürün çok güzel, herkese tavsiye ederim", "positive"),
        ("URUN COK GUZEL TESEKKURLER", "positive"),
        ("Absolutely love it, fits perfectly", "positive"),
        ("Terrible quality, I had to return it", "negative"),
        ("ürün güzel", "positive"),
        ("kargo geç geldi", "negative"),
        ("Kargo hiç gecikmedi", "positive"),
        ("çalışmıyor", "negative"),
        ("works", "positive"),
    ],
)
def test_plain_praise_and_blame_are_told_apart_in_both_languages(text, label):
    assert judge([text])[0].label == label


def test_the_probabilities_of_a_text_sum_to_one_and_the_label_is_the_likeliest():
    for found in judge(["güzel", "it broke", "yarın gelirim", "", "🙂", "第一"]):
        whole = (found.negative, found.neutral, found.positive)
        assert sum(whole) == pytest.approx(1, abs=1e-5)
        assert whole[LABELS.index(found.label)] == max(whole) == found.probability


def test_hard_remarks_are_mostly_read_right_and_hardly_ever_the_wrong_way_round():
    """Denials and denied denials, look-alikes, capitals, missing dots, slips of the finger, emoji, sarcasm."""
    found = [(told, judge([text])[0].label) for _, told, text in _lines("hard")]

    assert len(found) >= 170
    assert sum(told == label for told, label in found) >= 0.94 * len(found)
    assert sum({told, label} == {"positive", "negative"} for told, label in found) <= 0.04 * len(found)


@pytest.mark.parametrize(("language", "floor"), [("tr", 0.90), ("en", 0.95)])
def test_everyday_remarks_that_no_model_was_trained_on_are_read_right(language, floor):
    lines = [(told, text) for spoken, told, _, text in _lines("verbatims") if spoken == language]
    found = [judged.label for judged in judge([text for _, text in lines])]

    assert sum(told == label for (told, _), label in zip(lines, found, strict=True)) >= floor * len(lines)


@pytest.mark.parametrize(("emoji", "label"), [("😡", "negative"), ("❤️❤️❤️", "positive"), ("👎", "negative")])
def test_a_text_of_emoji_alone_is_read_by_them(emoji, label):
    assert judge([emoji])[0].label == label


@pytest.mark.parametrize(
    ("one", "other"),
    [("dolma harikaydı", "dolma harika değildi"), ("yazma çok güzel", "yazmıyor"), ("dondurma nefis", "donuyor")],
)
def test_a_noun_that_looks_like_a_denied_verb_denies_nothing(one, other):
    assert [found.label for found in judge([one, other])] == ["positive", "negative"]


def test_an_empty_text_is_neutral():
    assert [found.label for found in judge(["", " \u200b "])] == ["neutral", "neutral"]


def test_many_texts_at_once_are_judged_as_each_alone():
    texts = ["güzel ürün", "bad product", "kargo gelmedi!!!", "x" * 30_000, "fine"]

    assert judge(texts) == [judge([text])[0] for text in texts]


def test_hidden_characters_change_nothing():
    assert judge(["be\u200brb\u2060at ürün"]) == judge(["berbat ürün"])


def test_a_text_of_100000_characters_is_read_in_its_first_10000():
    assert judge(["kötü " * 20_000])[0] == judge(["kötü " * 2_000])[0]


def test_shouting_is_more_intense_than_speaking():
    calm, degree, shouted = (intensity(text) for text in ("kötü ürün", "çok kötü ürün", "ÇOK KÖTÜ ÜRÜN!!! 😡"))

    assert 0 == calm < degree < shouted < 1


@pytest.mark.shared
def test_the_shipped_turkish_model_reads_what_it_was_not_trained_on():
    found, labels = _held(corpora.turkish, "tr")

    assert _macro_f1(found.argmax(1), labels) >= 0.86
    assert _calibration_error(found, labels) <= 0.05


@pytest.mark.shared
def test_the_shipped_english_model_tells_who_recommends():
    reviews = _corpus(corpora.clothing)
    texts = [text for text, is_held in zip(reviews.texts, reviews.is_held, strict=True) if is_held]
    recommended = np.array([x == "1" for x, is_held in zip(reviews.extra, reviews.is_held, strict=True) if is_held])
    scores = np.array([found.score for found in judge(texts, "en")])

    assert _auc(scores, recommended) >= 0.95


@pytest.mark.shared
def test_complaints_about_a_trade_it_never_saw_are_found():
    found, labels = _held(corpora.electronics, "en")

    assert (found.argmax(1) == 0)[labels == 0].mean() >= 0.75


def _lines(name):
    rows = (Path(__file__).parent / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [row.split("\t") for row in rows]


def _corpus(read):
    if not corpora.DATA.is_dir():
        pytest.skip("the data folder is not beside the project")
    return read()


def _held(read, language):
    corpus = _corpus(read)
    texts = [text for text, is_held in zip(corpus.texts, corpus.is_held, strict=True) if is_held]
    labels = np.array([label for label, is_held in zip(corpus.labels, corpus.is_held, strict=True) if is_held])
    return np.array([(j.negative, j.neutral, j.positive) for j in judge(texts, language)]), labels


def _macro_f1(found, labels):
    scores = [2 * ((found == c) & (labels == c)).sum() / ((found == c).sum() + (labels == c).sum()) for c in range(3)]
    return float(np.mean(scores))


def _auc(scores, is_true):
    return float((scores[is_true][:, None] > scores[~is_true][None, :]).mean())


def _calibration_error(found, labels):
    sure, right = found.max(1), found.argmax(1) == labels
    bins = np.minimum((sure * 10).astype(int), 9)
    return sum(abs(sure[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in set(bins.tolist()))
