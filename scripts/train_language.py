"""Train the sentiment models that nabiz.language ships: nabiz/language/sentiment_tr.npz and sentiment_en.npz.

python scripts/train_language.py [--data ../shared/data] [--language tr] [--without hotel]

Only data whose licence allows a trained model to be shipped is read: FSMTSAD (CC0), Women's clothing reviews (CC0), the health
comments (MIT), and the project's own lexicons. A tenth of each, chosen by digest, is left out and measured on (bench/language.py).
The same data and the same versions of numpy and scikit-learn give the same scores; bytes differ between machines in the last bit.
"""

import argparse
import sys
import tomllib
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from nabiz.language.ngrams import BITS, both_grams, counted  # noqa: E402
from nabiz.language.sentiment_model import SentimentModel, features_of  # noqa: E402
from nabiz.language.tests import corpora  # noqa: E402

PACKAGE = ROOT / "nabiz" / "language"
LEAST = {"tr": 2, "en": 4}  # texts that a gram must be in
STRICTNESS = {"tr": 1.0, "en": 0.5}  # C of the linear machine
FOLDS = 4


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=corpora.DATA)
    parser.add_argument("--language", choices=("tr", "en"), help="only this one")
    options = parser.parse_args()
    for language in (options.language,) if options.language else ("tr", "en"):
        texts, labels = material(language, options.data)
        model = train(texts, labels, language)
        path = PACKAGE / f"sentiment_{language}.npz"
        with path.open("wb") as file:
            model.save(file)
        print(f"{language}: {len(texts):,} texts, {len(model.weights):,} grams, {path.stat().st_size / 1e6:.2f} MB")


def material(language, folder, without=None):
    """The texts to train on. `without` is a pattern: texts that match it are left out, to measure on them."""
    known = [corpora.turkish(folder)] if language == "tr" else [corpora.clothing(folder), corpora.health(folder)]
    rows = [
        (text, label)
        for part in known
        for text, label, is_held in zip(part.texts, part.labels, part.is_held, strict=True)
        if not is_held and not (without and without.search(text))
    ]
    rows += lexicon(language)
    texts, labels = zip(*rows, strict=True)
    return list(texts), np.array(labels)


def lexicon(language):
    """The entries of our own lexicon as short texts, so that a model knows words of praise and blame from every trade."""
    scores = tomllib.loads((PACKAGE / f"sentiment_{language}.toml").read_text(encoding="utf-8"))["scores"]
    for value, entries in scores.items():
        if abs(float(value)) >= 1:
            label = corpora.POSITIVE if float(value) > 0 else corpora.NEGATIVE
            for entry in entries.replace("\n", " ").split(","):
                if words := entry.strip(" =-*"):
                    yield words.replace("*", "").replace("- ", " "), label


def train(texts, labels, language):
    features = choose(texts, LEAST[language])
    table = matrix(features, texts)
    scaling, offset = calibrate(table, labels, language)
    machine = fitted(table, labels, language)
    return SentimentModel(features, machine.coef_.T, machine.intercept_, scaling, offset)


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


def fitted(table, labels, language):
    return LinearSVC(C=STRICTNESS[language], class_weight="balanced", random_state=0).fit(table, labels)


def calibrate(table, labels, language):
    """Margins of texts that the machine did not see, turned into probabilities as if the classes were equally frequent."""
    margins = np.zeros((len(labels), 3))
    for known, unseen in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(table, labels):
        margins[unseen] = fitted(table[known], labels[known], language).decision_function(table[unseen])
    found = LogisticRegression(C=10.0, class_weight="balanced", max_iter=500).fit(margins, labels)
    return found.coef_.T, found.intercept_


if __name__ == "__main__":
    main()
