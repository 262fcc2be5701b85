"""Train the sentiment models that nabiz.language ships: nabiz/language/sentiment_tr.npz and sentiment_en.npz.

python scripts/train_language.py [--data ../shared/data] [--language tr] [--without hotel]

Only data whose licence allows a trained model to be shipped is read: FSMTSAD (CC0), Women's clothing reviews (CC0), the health
comments (MIT), and the project's own lexicons. A tenth of each, chosen by digest, is left out and measured on (bench/language.py).
The same data and the same versions of numpy and scikit-learn give the same scores; bytes differ between machines in the last bit.
"""

import argparse
import sys
import tomllib
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from training_sentences import sentences  # noqa: E402

from nabiz.language.cleaning import clean  # noqa: E402
from nabiz.language.ngrams import BITS, both_grams, counted  # noqa: E402
from nabiz.language.sentiment import advice  # noqa: E402
from nabiz.language.sentiment_model import SentimentModel, features_of, inputs, spoken, trust  # noqa: E402
from nabiz.language.tests import corpora  # noqa: E402

PACKAGE = ROOT / "nabiz" / "language"
LEAST = {"tr": 2, "en": 4}  # texts that a gram must be in
STRICTNESS = {"tr": 1.0, "en": 0.5}  # C of the linear machine
TELLING = 0.5  # how much a gram's own odds between the classes scale it (Wang & Manning 2012)
OF_LEXICON, OF_OWN = 0.3, 0.1  # what a lexicon entry and a sentence of our own count beside a real text
OWN_SAID = {"tr": 2.5, "en": 1.5}  # and how many times that when probabilities are fitted
FOLDS = 4
CLASSES = {"negative": corpora.NEGATIVE, "neutral": corpora.NEUTRAL, "positive": corpora.POSITIVE}


class Material(NamedTuple):
    """Texts with their class and weight. Those of a group are seen or unseen together when probabilities are fitted."""

    texts: list[str]
    labels: np.ndarray
    weights: np.ndarray
    groups: list[str]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=corpora.DATA)
    parser.add_argument("--language", choices=("tr", "en"), help="only this one")
    options = parser.parse_args()
    for language in (options.language,) if options.language else ("tr", "en"):
        given = material(language, options.data)
        model = train(given, language)
        path = PACKAGE / f"sentiment_{language}.npz"
        with path.open("wb") as file:
            model.save(file)
        print(
            f"{language}: {len(given.texts):,} texts, {len(model.weights):,} grams, {path.stat().st_size / 1e6:.2f} MB"
        )


def material(language, folder, without=None):
    """The texts to train on. `without` is a pattern: real texts that match it are left out, to measure on them."""
    known = [corpora.turkish(folder)] if language == "tr" else [corpora.clothing(folder), corpora.health(folder)]
    rows = [
        (text, label, 1.0, text)
        for part in known
        for text, label, is_held in zip(part.texts, part.labels, part.is_held, strict=True)
        if not is_held and not (without and without.search(text))
    ]
    rows += [(text, label, OF_LEXICON, text) for text, label in lexicon(language)]
    rows += [(text, label, OF_OWN, pattern) for text, label, pattern in sentences(language, CLASSES)]
    texts, labels, weights, groups = zip(*rows, strict=True)
    return Material(list(texts), np.array(labels), np.array(weights), list(groups))


def lexicon(language):
    """The entries of our own lexicon as short texts, so that a model knows words of praise and blame from every trade."""
    scores = tomllib.loads((PACKAGE / f"sentiment_{language}.toml").read_text(encoding="utf-8"))["scores"]
    for value, entries in scores.items():
        if abs(float(value)) >= 1:
            label = corpora.POSITIVE if float(value) > 0 else corpora.NEGATIVE
            for entry in entries.replace("\n", " ").split(","):
                if words := entry.strip(" =-*"):
                    yield words.replace("*", "").replace("- ", " "), label


def train(given, language):
    features = choose(given.texts, LEAST[language])
    table = matrix(features, given.texts)
    probabilities = calibrate(table, given, language)
    weights, start = fitted(table, given.labels, given.weights, language)
    return SentimentModel(features, weights, start, *probabilities)


def choose(texts, least):
    """The grams of enough texts, with their rarity."""
    found = []
    for grams in both_grams(texts):
        _, bucket, _ = counted(grams, 1 << BITS)
        found.append(np.bincount(bucket, minlength=1 << BITS))
    documents = np.maximum(*found)
    kept = np.flatnonzero(documents >= least)
    return features_of(kept, np.log((1 + len(texts)) / (1 + documents[kept])) + 1)


def matrix(features, texts):
    text, gram, value = features.values(texts)
    return sparse.csr_matrix((value, (text, gram)), (len(texts), len(features.rarity)))


def fitted(table, labels, weights, language):
    """Weights and starts of one machine a class against the others, over grams scaled by how much they tell of it."""
    found, starts = [], []
    for each in range(len(CLASSES)):
        scale = (1 - TELLING) + TELLING * np.abs(odds(table, labels == each))
        machine = LinearSVC(C=STRICTNESS[language], class_weight="balanced", random_state=0)
        machine.fit(table @ sparse.diags(scale), labels == each, sample_weight=weights)
        found.append(machine.coef_[0] * scale)
        starts.append(machine.intercept_[0])
    return np.stack(found, axis=1), np.array(starts)


def odds(table, is_one):
    """The logarithm of how much likelier each gram is in these texts than in the others, each counted once a text."""
    here, there = (1 + np.asarray((table[rows] > 0).sum(axis=0)).ravel() for rows in (is_one, ~is_one))
    return np.log(here / here.sum()) - np.log(there / there.sum())


def calibrate(table, given, language):
    """Margins of texts that the machine did not see, and what the rules say, turned into probabilities.

    As if the classes were equally frequent.
    """
    fold = np.array([zlib.crc32(group.encode()) % FOLDS for group in given.groups])
    margins = np.zeros((len(given.labels), len(CLASSES)))
    for unseen in (fold == each for each in range(FOLDS)):
        weights, start = fitted(table[~unseen], given.labels[~unseen], given.weights[~unseen], language)
        margins[unseen] = table[unseen] @ weights + start
    said = advice([clean(text) for text in given.texts], language)
    weights = np.where(given.weights == OF_OWN, OF_OWN * OWN_SAID[language], given.weights)
    judged = regression(inputs(margins, said), given.labels, weights)
    ruled = regression(spoken(said), given.labels, weights * trust(said))
    return judged.coef_.T, judged.intercept_, np.vstack([ruled.coef_.T, ruled.intercept_])


def regression(known, labels, weights):
    found = LogisticRegression(C=10.0, class_weight="balanced", max_iter=1000)
    return found.fit(known, labels, sample_weight=weights)


if __name__ == "__main__":
    main()
