import csv
import gzip
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nabiz.language.sentiment import sentiment

HERE = Path(__file__).parent
DATA = HERE.parents[3] / "shared" / "data"
VERBATIMS = [line.split("\t") for line in (HERE / "verbatims.tsv").read_text(encoding="utf-8").splitlines()]


def label(text, language=None):
    return sentiment(text, language).label


def accuracy(labelled, language=None):
    return sum(label(text, language) == expected for text, expected in labelled) / len(labelled)


@pytest.mark.parametrize(("language", "floor"), [("tr", 0.95), ("en", 0.95)])
def test_most_verbatims_are_labelled_right_whether_or_not_the_language_is_told(language, floor):
    lines = [(text, expected) for spoken, expected, _, text in VERBATIMS if spoken == language]

    assert len(lines) >= 180
    assert accuracy(lines, language) >= floor
    assert accuracy(lines) >= floor


def test_hardly_a_complaint_is_missed():
    complaints = [(text, expected) for _, expected, _, text in VERBATIMS if expected == "negative"]

    assert accuracy(complaints) >= 0.95


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kargo hızlıydı", "positive"),
        ("Kargo hızlı değildi", "negative"),
        ("Hiç sorun yaşamadım", "positive"),
        ("Sorunum çözülmedi", "negative"),
        ("Sorunsuz bir alışveriş", "positive"),
        ("Ne hızlı ne yavaş", "neutral"),
        ("Sadece hızlı değil, aynı zamanda ucuz", "positive"),
        ("Böyle kötü bir hizmet görmedim", "negative"),
        ("Böyle güzel bir hizmet görmedim", "positive"),
        ("Bu kadar iyi değildi", "negative"),
        ("Bugüne kadar sorun yaşamadım", "positive"),
        ("KARGO ÇOK KÖTÜ", "negative"),
        ("cok kotu", "negative"),
        ("çoook güzeeel", "positive"),
        ("Yavaş olmasına rağmen çok memnunum", "positive"),
        ("Güzel ama çok pahalı", "negative"),
        ("Pahalı ama çok güzel", "positive"),
        ("Ürün güzel. Ama iki günde bozuldu.", "negative"),
        ("Daha hızlı teslimat var mı?", "neutral"),
        ("Bu nasıl bir rezalet?", "negative"),
        ("Kargom neden hâlâ gelmedi?", "negative"),
        ("İyi günler, faturamı gönderir misiniz", "neutral"),
        ("Siparişimle ilgili bilgi almak istiyorum", "neutral"),
        ("Bir daha asla alışveriş yapmam", "negative"),
        ("Beğenmedim diyemem", "positive"),
        ("Beğenmedim dersem yalan olur", "positive"),
        ("Beğenmediğim için almadım", "negative"),
        ("Memnun olduğumu söyleyemem", "negative"),
        ("Şikayet edecek hiçbir şey bulamadım", "positive"),
        ("Ne aradılar ne sordular", "negative"),
        ("Eskiden çok iyiydi", "negative"),
        ("Tebrikler, ürün yine bozuk", "negative"),
        ("Ürün bozuktu ama hemen değiştirdiler, tebrikler", "positive"),
        ("Mailime dönen olmadı", "negative"),
        ("Asla pişman olmadım", "positive"),
    ],
)
def test_turkish_is_read_by_its_rules(text, expected):
    assert label(text, "tr") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The delivery was fast", "positive"),
        ("The delivery was not fast", "negative"),
        ("It wasn't very fast", "negative"),
        ("Not only fast but also cheap", "positive"),
        ("I had no problems at all", "positive"),
        ("Neither fast nor slow", "neutral"),
        ("Too many steps", "negative"),
        ("Too complicated for me", "negative"),
        ("I can't open it", "negative"),
        ("Haven't decided yet", "neutral"),
        ("The staff were anything but helpful", "negative"),
        ("Far from disappointing", "positive"),
        ("There was nothing I didn't enjoy", "positive"),
        ("I wouldn't say it is a good product", "negative"),
        ("I didn't know it was so good", "positive"),
        ("Great, it is broken again", "negative"),
        ("Used to be reliable", "negative"),
        ("Great sound, but the battery is terrible", "negative"),
        ("The battery is terrible, but the sound is amazing", "positive"),
        ("Although it was late, I love it", "positive"),
        ("Could you help me with a good price?", "neutral"),
        ("Why is it still so slow?", "negative"),
        ("8/10", "positive"),
        ("2/10", "negative"),
        ("sooooo goooood", "positive"),
        ("Good morning, I would like to change my address", "neutral"),
    ],
)
def test_english_is_read_by_its_rules(text, expected):
    assert label(text, "en") == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("😍", "positive"), ("Kargo geldi :(", "negative"), ("👍👍👍", "positive")]
)
def test_emoji_tell_too(text, expected):
    assert label(text) == expected


@pytest.mark.parametrize(("weaker", "stronger"), [("iyi", "çok iyi"), ("biraz yavaş", "yavaş"), ("iyi", "harika")])
def test_degree_moves_the_score(weaker, stronger):
    assert abs(sentiment(weaker, "tr").score) < abs(sentiment(stronger, "tr").score)


@pytest.mark.parametrize(
    "text",
    ["Kesinlikle öyle", "Bugün yanınızda", "Ne zaman düşünürsünüz", "Sadece köfte", "Kızarmış dondurma", "Neden bugün"],
)
def test_words_that_begin_like_blame_say_nothing(text):
    assert label(text, "tr") == "neutral"


@pytest.mark.parametrize("text", ["", "   ", "?", "...", "12345", "https://bad.example/terrible"])
def test_what_says_nothing_is_neutral(text):
    found = sentiment(text)

    assert (found.label, found.score) == ("neutral", 0.0)


@settings(deadline=None, derandomize=True)
@given(st.text(max_size=80))
def test_every_text_has_a_score_within_bounds_and_one_label(text):
    found = sentiment(text)

    assert -1 <= found.score <= 1
    assert (found.label == "positive") <= (found.score > 0)
    assert (found.label == "negative") <= (found.score < 0)


@pytest.mark.shared
def test_sentences_about_products_written_by_strangers_are_mostly_understood():
    path = DATA / "reviews_en" / "uci_sentences_amazon.csv"
    if not path.exists():
        pytest.skip(f"no {path}")
    with path.open(encoding="utf-8") as rows:
        labelled = [(row["sentence"], ("negative", "positive")[int(row["label"])]) for row in csv.DictReader(rows)]

    assert accuracy(labelled, "en") >= 0.8


@pytest.mark.shared
def test_turkish_praise_is_seldom_taken_for_blame_or_the_reverse():
    path = DATA / "reviews_tr" / "fsmtsad_part.csv.gz"
    if not path.exists():
        pytest.skip(f"no {path}")
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        labelled = [(row["text"], row["label"]) for row in csv.DictReader(rows) if row["label"] != "1"]
    found = [(label(text, "tr"), told) for text, told in random.Random(0).sample(labelled, 1_500)]

    decided = [(said, told) for said, told in found if said != "neutral"]
    assert len(decided) >= 0.7 * len(found)
    assert sum((said == "positive") == (told == "2") for said, told in decided) >= 0.82 * len(decided)
