"""The labelled texts that models are trained and measured on, read from the data folder beside the project."""

import csv
import gzip
import hashlib
import re
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
NEGATIVE, NEUTRAL, POSITIVE = 0, 1, 2

# What a Turkish text is about, where it says so: kept out as a whole to measure how a model reads what it never saw.
DOMAINS = {
    "hotel": re.compile(r"\botel|\boda(?:lar|sı|mız|ya|da)?\b|resepsiyon|\btatil|konaklama", re.I),
    "film": re.compile(r"\bfilm|\bdizi|\bsahne|oyuncu|senaryo|sinema", re.I),
    "shop": re.compile(r"\bkargo|\bsipariş|\bsatıcı|\biade\b|\bürün", re.I),
}


class Labelled(NamedTuple):
    """Texts with their class, whether each is held out, and what else is known of it."""

    texts: list[str]
    labels: list[int]
    is_held: list[bool]
    extra: list[str]


def is_held(row: str) -> bool:
    """Whether a row is in the tenth that no model is trained on: by its number's digest, so that it is always the same."""
    return int.from_bytes(hashlib.sha256(row.encode()).digest()[:2], "big") % 10 == 0


def turkish(folder: Path = DATA) -> Labelled:
    """FSMTSAD (CC0): reviews, posts and news."""
    rows = _rows(folder / "reviews_tr" / "fsmtsad_part.csv.gz")
    held = [is_held(row["row"]) for row in rows]
    return Labelled(
        [row["text"] for row in rows], [int(row["label"]) for row in rows], held, [row["row"] for row in rows]
    )


def clothing(folder: Path = DATA) -> Labelled:
    """Women's clothing reviews (CC0), labelled by their stars; extra is "1" where the piece is recommended."""
    rows = [
        row for row in _rows(folder / "reviews_en" / "womens_clothing_reviews.csv.gz") if row["review_text"].strip()
    ]
    texts = [f"{row['title'].strip()}. {row['review_text']}".lstrip(". ") for row in rows]
    labels = [NEGATIVE if int(row["rating"]) < 3 else POSITIVE if int(row["rating"]) > 3 else NEUTRAL for row in rows]
    return Labelled(texts, labels, [is_held(row["row"]) for row in rows], [row["recommended_ind"] for row in rows])


def health(folder: Path = DATA) -> Labelled:
    """Comments on health services (MIT), labelled by hand; extra is the themes, joined by "; "."""
    rows = [row for row in _rows(folder / "survey_fft" / "fft_comments.csv.gz") if row["sentiment"]]
    classes = {1: POSITIVE, 2: POSITIVE, 3: NEUTRAL, 4: NEGATIVE, 5: NEGATIVE}
    labels = [classes[int(float(row["sentiment"]))] for row in rows]
    held = [is_held(row["respondent_id"]) for row in rows]
    return Labelled([row["comment"] for row in rows], labels, held, [row["labels"] for row in rows])


def electronics(folder: Path = DATA) -> Labelled:
    """Sentences from reviews of telephones (CC BY): never trained on, all held out."""
    with (folder / "reviews_en" / "uci_sentences_amazon.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    labels = [POSITIVE if row["label"] == "1" else NEGATIVE for row in rows]
    return Labelled([row["sentence"] for row in rows], labels, [True] * len(rows), [""] * len(rows))


def themed(folder: Path = DATA) -> Labelled:
    """The health comments that were given exactly one theme by hand; label is its number."""
    rows = _rows(folder / "survey_fft" / "fft_comments.csv.gz")
    left_out = ("Labelling not possible", "Not assigned")
    chosen = [row for row in rows if ";" not in row["labels"] and row["labels"] not in left_out]
    names = sorted({row["labels"] for row in chosen})
    labels = [names.index(row["labels"]) for row in chosen]
    return Labelled(
        [row["comment"] for row in chosen], labels, [False] * len(chosen), [row["labels"] for row in chosen]
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
