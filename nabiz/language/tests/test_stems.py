import csv
import gzip

import pytest

from nabiz.language.stems import stem, stem_key
from nabiz.language.tests import corpora


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [("kargolarım", "tr", "kargo"), ("KARGOLARIM", "tr", "kargo"), ("deliveries", "en", "deliveri")],
)
def test_a_word_is_brought_to_its_stem_whatever_its_case(word, language, expected):
    assert stem(word, language) == expected


@pytest.mark.parametrize(("one", "other"), [("ürünler", "urunler"), ("IŞIKLAR", "isiklar"), ("DELIVERY", "delivery")])
def test_a_word_typed_without_its_letters_has_the_same_key(one, other):
    language = "en" if one == "DELIVERY" else "tr"

    assert stem_key(one, language) == stem_key(other, language)


@pytest.mark.shared
def test_turkish_stems_are_those_of_snowball_for_every_word_of_its_list():
    path = corpora.DATA / "turkish_nlp" / "snowball_tr_stems.csv.gz"
    if not path.exists():
        pytest.skip(f"no {path}")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert len(rows) > 50_000
    assert [row["word"] for row in rows if stem(row["word"], "tr") != row["stem"]] == []
