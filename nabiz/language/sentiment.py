"""Whether a text praises or complains, offline: by a trained model (`judge`), or by rules word by word (`sentiment`).

The rules explain a label, read texts of a kind no model has seen, and are asked by the model. Each telling word has a
value, in `sentiment_tr.toml` and `sentiment_en.toml`. They then look at its neighbours: denial within three words ("not
good", "iyi değil", "sorun yaşamadım") and denial of a denial ("beğenmedim diyemem"), degree ("very", "biraz"), contrast
(what follows "but" weighs more), questions (which mostly say nothing), thanks for nothing but trouble ("great, it broke
again"). Other sarcasm is beyond both, and so is most of what is implied.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from nabiz.language.cleaning import clean
from nabiz.language.detection import Language, detect_language
from nabiz.language.intensity import intensity
from nabiz.language.sentiment_model import Floats, model_of
from nabiz.language.sentiment_rules import Rules, rules_for
from nabiz.language.tokens import Sentence, sentences

Label = Literal["positive", "negative", "neutral"]

LABELS: tuple[Label, ...] = ("negative", "neutral", "positive")  # as the models order them
ADVISED = 400  # characters of a text that the rules read for the model
DETECTED_BY = 400  # characters are enough to tell the language
THRESHOLD = 0.6  # below this nothing clear was said: one weak word, or praise and blame in balance
_HALFWAY = 2.0  # one clear word gives a score of 0.7
BEFORE_BUT, AFTER_BUT, CONCEDED = 0.4, 1.25, 0.4
QUIET_QUESTION, IMPATIENT_QUESTION, LOUD = 0.0, 0.7, 3.0


@dataclass(frozen=True, slots=True)
class Sentiment:
    """The label; the score it comes from, -1 (very negative) to 1; and the language the text was read in."""

    label: Label
    score: float
    language: Language


@dataclass(frozen=True, slots=True)
class Judgement:
    """The likeliest label, the probability of each (summing to 1), how strongly it is said (0 to 1), the language."""

    label: Label
    positive: float
    neutral: float
    negative: float
    intensity: float
    language: Language

    @property
    def probability(self) -> float:
        """How sure the label is."""
        return max(self.positive, self.neutral, self.negative)

    @property
    def score(self) -> float:
        """-1 (surely negative) to 1 (surely positive): the probability of praise less that of blame."""
        return self.positive - self.negative


def sentiment(text: str, language: Language | None = None) -> Sentiment:
    """Label a text. Without a language it is recognised; where that fails, read as the one in which it says more."""
    known = language or detect_language(text)
    readings = [(_sum_of(text, each), each) for each in ((known,) if known else LANGUAGES)]
    total, read_in = max(readings, key=lambda reading: abs(reading[0]))
    label: Label = "neutral" if abs(total) < THRESHOLD else "positive" if total > 0 else "negative"
    return Sentiment(label, _score(total), read_in)


LANGUAGES: tuple[Language, ...] = ("tr", "en")


def _sum_of(text: str, language: Language) -> float:
    return _said(text, language)[0]


def _said(text: str, language: Language) -> tuple[float, bool]:
    """The values of all sentences, and whether a denial made any of them. "But" takes weight from what is before it."""
    rules, total, is_denied = rules_for(language), 0.0, False
    for sentence in sentences(text, language):
        if sentence.words and rules.contrasts.match(sentence.words, 0):
            total *= BEFORE_BUT
        value, has_denial = _value(sentence, rules)
        total, is_denied = total + value, is_denied or has_denial
    return total, is_denied


def _value(sentence: Sentence, rules: Rules) -> tuple[float, bool]:
    words = rules.plainly(sentence.words)
    weights = _weights(words, rules)
    is_question = "?" in sentence.end or rules.asks(words)
    is_impatient = any(rules.impatience.match(words, i) for i in range(len(words)))
    remarks = rules.remarks(words)
    values = [
        remark.value * weights[remark.start] * _in_question(remark.value, is_question, is_impatient)
        for remark in remarks
    ]
    return sum(values) + rules.of_signs(sentence.signs), any(remark.is_denial for remark in remarks)


def _in_question(value: float, is_question: bool, is_impatient: bool) -> float:
    """How much a word says in a question: all outside, little inside, unless it is loud or asked impatiently."""
    if not is_question:
        return 1.0
    return IMPATIENT_QUESTION if is_impatient or abs(value) >= LOUD else QUIET_QUESTION


def _weights(words: tuple[str, ...], rules: Rules) -> list[float]:
    """How much each word counts: less before "but" and in "although ..." (Turkish: before "rağmen")."""
    weights = [1.0] * len(words)
    for i in range(len(words)):
        if rules.contrasts.match(words, i):
            weights = [w * (BEFORE_BUT if j < i else AFTER_BUT) for j, w in enumerate(weights)]
        if rules.concessions.match(words, i):
            clause = rules.conceded(words, i)
            weights = [w * (CONCEDED if j in clause else 1.0) for j, w in enumerate(weights)]
    return weights


def judge(texts: Sequence[str], language: Language | None = None) -> list[Judgement]:
    """Label many texts at once, each with calibrated probabilities and how strongly it is said.

    By the trained models, which ask the rules too (`MODELCARD.md`). Without a language each text is read in its own,
    where that is not clear as the one in which it says more. Of each text the first 10,000 characters are read. A text
    without a letter or sign that model or rules know is neutral. O(total length); faster the more come at once.
    """
    cleaned = [clean(text) for text in texts]
    spoken = [language or detect_language(text[:DETECTED_BY]) for text in cleaned]
    readings = {each: _reading(cleaned, spoken, each) for each in LANGUAGES}
    return [_judgement(text, place, readings) for place, text in enumerate(cleaned)]


def advice(texts: Sequence[str], language: Language) -> Floats:
    """n × 3, what the models ask besides: what the rules say of a text, -1 to 1; its length in hundreds, at most 3;
    whether something in it is denied, because there they read better than any count of grams."""
    said = [(*_said(text[:ADVISED], language), min(len(text) / 100, 3.0)) for text in texts]
    return np.array([(_score(total), length, denied) for total, denied, length in said], np.float64).reshape(-1, 3)


def _reading(texts: list[str], spoken: list[Language | None], language: Language) -> dict[int, tuple[float, ...]]:
    """The probabilities of those texts that are, or may be, in this language, by their places."""
    places = [place for place, told in enumerate(spoken) if told in (language, None)]
    if not places:
        return {}
    chosen = [texts[place] for place in places]
    found = model_of(language).probabilities(chosen, advice(chosen, language))
    return {place: tuple(row) for place, row in zip(places, found.tolist(), strict=True)}


def _judgement(text: str, place: int, readings: dict[Language, dict[int, tuple[float, ...]]]) -> Judgement:
    language = max((each for each in LANGUAGES if place in readings[each]), key=lambda each: max(readings[each][place]))
    negative, neutral, positive = readings[language][place]
    label = LABELS[max(range(3), key=(negative, neutral, positive).__getitem__)]
    return Judgement(label, positive, neutral, negative, intensity(text), language)


def _score(total: float) -> float:
    return total / math.hypot(total, _HALFWAY)
