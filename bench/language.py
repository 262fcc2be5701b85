"""What nabiz.language finds in texts it was not trained on, beside simple and well-known peers; and how fast.

python bench/language.py [--data ../shared/data]

Peers are run where they are installed: `pip install vaderSentiment textblob`. Peers without probabilities are asked for a score.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score, f1_score, normalized_mutual_info_score, roc_auc_score

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "nabiz" / "language" / "tests"
sys.path[0] = str(ROOT)
sys.path.insert(0, str(ROOT / "scripts"))

from nabiz.language.cleaning import clean  # noqa: E402
from nabiz.language.duplicates import similarity  # noqa: E402
from nabiz.language.sentiment import LABELS, judge, sentiment  # noqa: E402
from nabiz.language.tests import corpora  # noqa: E402
from nabiz.language.themes import discover  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=corpora.DATA)
    data = parser.parse_args().data
    sentiments(data)
    hard()
    reliability(data)
    unseen_domains(data)
    themes(data)
    speed(data)


def sentiments(data):
    print("| held out | n | by | macro F1 | negative recall | AUC | ECE |\n| --- | --- | --- | --- | --- | --- | --- |")
    turkish, clothing = corpora.turkish(data), corpora.clothing(data)
    texts, labels, _ = held(turkish)
    rate("FSMTSAD", texts, labels, "tr", {"nabiz": ours, "rules": rules})
    known = [text for text, is_held in zip(turkish.texts, turkish.is_held, strict=True) if not is_held]
    alone = [not any(similarity(text, other) >= 0.5 for other in near) for text, near in near_ones(texts, known)]
    chosen = np.flatnonzero(alone)
    rate("FSMTSAD, near-doubles out", [texts[i] for i in chosen], labels[chosen], "tr", {"nabiz": ours})
    peers = {"nabiz": ours, "rules": rules, **english_peers()}
    texts, labels, extra = held(clothing)
    rate("clothing, AUC: recommended", texts, labels, "en", peers, np.array(extra) == "1")
    texts, labels, _ = held(corpora.health(data))
    rate("health", texts, labels, "en", peers)
    texts, labels, _ = held(corpora.electronics(data))
    rate("telephones, never seen", texts, labels, "en", peers, labels == 2)


def held(corpus):
    kept = [i for i, is_held in enumerate(corpus.is_held) if is_held]
    return [corpus.texts[i] for i in kept], np.array(corpus.labels)[kept], [corpus.extra[i] for i in kept]


def near_ones(texts, known):
    """Each text with the five known ones that share most runs of five letters with it."""
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(5, 5), min_df=1)
    table = vectors.fit_transform(known)
    for text, row in zip(texts, (vectors.transform(texts) @ table.T).toarray(), strict=True):
        yield text, [known[i] for i in np.argsort(-row)[:5]]


def rate(name, texts, labels, language, judges, is_good=None):
    common = int(np.bincount(labels).argmax())
    shares = f1_score(labels, np.full(len(labels), common), average="macro", labels=np.unique(labels), zero_division=0)
    print(f"| {name} | {len(texts):,} | majority class | {shares:.3f} | {float(common == 0):.3f} | 0.500 | |")
    for by, judged in judges.items():
        found, scores, error = judged(texts, labels, language)
        f1 = f1_score(labels, found, average="macro", labels=np.unique(labels), zero_division=0)
        area = f"{roc_auc_score(is_good, scores):.3f}" if is_good is not None else ""
        print(f"| | | {by} | {f1:.3f} | {(found == 0)[labels == 0].mean():.3f} | {area} | {error} |", flush=True)


def ours(texts, labels, language):
    whole = probabilities(texts, language)
    error = sum(abs(sure - right) * count for _, count, sure, right in bins(whole, labels)) / len(labels)
    return whole.argmax(1), whole[:, 2] - whole[:, 0], f"{error:.3f}"


def probabilities(texts, language):
    return np.array([(each.negative, each.neutral, each.positive) for each in judge(texts, language)])


def bins(whole, labels):
    """Ten bins of how sure the label is: the lower edge, how many texts, how sure on average, how often right."""
    sure, right = whole.max(1), whole.argmax(1) == labels
    places = np.minimum((sure * 10).astype(int), 9)
    for place in sorted(set(places.tolist())):
        here = places == place
        yield place / 10, int(here.sum()), sure[here].mean(), right[here].mean()


def reliability(data):
    """How often a label is right, beside how sure it says to be."""
    print("\n| held out | sure | texts | sure on average | right |\n| --- | --- | --- | --- | --- |")
    for name, corpus, language in (
        ("FSMTSAD", corpora.turkish(data), "tr"),
        ("clothing", corpora.clothing(data), "en"),
        ("health", corpora.health(data), "en"),
    ):
        texts, labels, _ = held(corpus)
        for edge, count, sure, right in bins(probabilities(texts, language), labels):
            print(f"| {name} | {edge:.1f} to {edge + 0.1:.1f} | {count} | {sure:.3f} | {right:.3f} |")
            name = ""


def hard():
    """Short remarks that are hard to read: denials, look-alikes, capitals, slips, sarcasm; and everyday ones."""
    print(
        "\n| our own remarks | n | by | right | praise taken for blame or the reverse |\n| --- | --- | --- | --- | --- |"
    )
    for file in ("hard", "verbatims"):
        rows = [line.split("\t") for line in (TESTS / f"{file}.tsv").read_text(encoding="utf-8").splitlines()]
        for language in ("tr", "en"):
            chosen = [row for row in rows if row[0] == language]
            told = np.array([LABELS.index(row[1]) for row in chosen])
            judges = {"nabiz": ours, "rules": rules, **(english_peers() if language == "en" else {})}
            for by, judged in judges.items():
                found, *_ = judged([row[-1] for row in chosen], told, language)
                reverse = (np.abs(found - told) == 2).mean()
                print(f"| {file}, {language} | {len(told)} | {by} | {(found == told).mean():.3f} | {reverse:.3f} |")


def rules(texts, labels, language):
    found = [sentiment(text, language) for text in texts]
    return np.array([LABELS.index(each.label) for each in found]), [each.score for each in found], ""


def english_peers():
    peers = {}
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

        vader = SentimentIntensityAnalyzer()
        peers["VADER"] = by_score(lambda text: vader.polarity_scores(text)["compound"], 0.05)
    except ImportError:
        print("VADER is left out, it is not installed")
    try:
        from textblob import TextBlob

        peers["TextBlob"] = by_score(lambda text: TextBlob(text).sentiment.polarity, 0.05)
    except ImportError:
        print("TextBlob is left out, it is not installed")
    return peers


def by_score(score, limit):
    def judged(texts, labels, language):
        scores = np.array([score(text) for text in texts])
        return np.where(scores >= limit, 2, np.where(scores <= -limit, 0, 1)), scores, ""

    return judged


def unseen_domains(data):
    """Turkish models trained without every text of a trade, asked about the complaints of that trade."""
    from train_language import material, train

    from nabiz.language.sentiment import advice

    corpus = corpora.turkish(data)
    print("\n| Turkish trade kept out | complaints | negative recall | macro F1 |\n| --- | --- | --- | --- |")
    for name, pattern in corpora.DOMAINS.items():
        model = train(material("tr", data, without=pattern), "tr")
        chosen = [i for i, text in enumerate(corpus.texts) if pattern.search(text)]
        told = np.array(corpus.labels)[chosen]
        asked = [clean(corpus.texts[i]) for i in chosen]
        found = model.probabilities(asked, advice(asked, "tr")).argmax(1)
        recall, f1 = (found == 0)[told == 0].mean(), f1_score(told, found, average="macro")
        print(f"| {name} | {(told == 0).sum()} of {len(told)} | {recall:.3f} | {f1:.3f} |", flush=True)


def themes(data):
    corpus = corpora.themed(data)
    model = discover(corpus.texts, language="en")
    count = len(model.themes)
    found = {"nabiz": [each.theme for each in model.assign(corpus.texts)]}
    table = TfidfVectorizer(stop_words="english", min_df=2).fit_transform(corpus.texts)
    for topics in (10, count, 30):
        parts = NMF(topics, init="nndsvd", max_iter=400, random_state=0).fit_transform(table)
        found[f"NMF, {topics} topics"] = parts.argmax(1)
    print(f"\n| themes of {len(corpus.texts):,} comments | themes | ARI | NMI |\n| --- | --- | --- | --- |")
    for by, given in found.items():
        rand, mutual = adjusted_rand_score(corpus.labels, given), normalized_mutual_info_score(corpus.labels, given)
        print(f"| {by} | {len(set(given))} | {rand:.3f} | {mutual:.3f} |")
    order = np.random.default_rng(0).permutation(len(corpus.texts))
    old, new = (
        [corpus.texts[i] for i in part] for part in (order[: len(order) * 10 // 11], order[len(order) * 10 // 11 :])
    )
    model = discover(old, language="en")
    before = [each.theme for each in model.assign(old)]
    updated, after = model.update([*old, *new], [*before, *[None] * len(new)])
    print(f"\nMoved by 10 % more texts: {np.mean(np.array(after[: len(old)]) != before):.1%} of the old ones.")
    again = [each.theme for each in updated.assign(old)]
    print(f"Read anew by the updated model, without what they were: {np.mean(np.array(again) != before):.1%} differ.")


def speed(data):
    print("\n| what, on one core | texts | texts a second |\n| --- | --- | --- |")
    reviews = corpora.turkish(data).texts[:4000]
    sentences = corpora.electronics(data).texts
    model = discover(reviews[:2000], count=12, language="tr")
    for name, texts, work in (
        ("judge, Turkish", reviews, lambda texts: judge(texts, "tr")),
        ("judge, language found", reviews, judge),
        ("judge, English sentences", sentences, lambda texts: judge(texts, "en")),
        ("theme of each", reviews, model.assign),
        ("judge and theme", reviews, lambda texts: (judge(texts, "tr"), model.assign(texts))),
    ):
        work(texts[:50])
        start = time.process_time()
        work(texts)
        print(f"| {name} | {len(texts):,} | {len(texts) / (time.process_time() - start):,.0f} |", flush=True)


if __name__ == "__main__":
    main()
