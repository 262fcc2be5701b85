"""Sentences of our own for training: patterns in sentences_tr.toml and sentences_en.toml, filled in by a fixed chance."""

import random
import re
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
OF_EACH = 40  # sentences a pattern gives at most
SPOILT = 0.15  # the share that is typed carelessly, so that letter grams meet what people do type
_SLOT = re.compile(r"\{(\w+)(?::(\w+))?\}")


def sentences(language, labels):
    """Rows of text, label and pattern: `labels` gives the number of "positive" and so on. The same every time."""
    read = tomllib.loads((HERE / f"sentences_{language}.toml").read_text(encoding="utf-8"))
    words = {slot: split(given) for slot, given in read["words"].items()}
    chance = random.Random(f"{language} 1")
    for name, label in labels.items():
        for number, pattern in enumerate(read[name]["templates"].strip().splitlines()):
            texts = dict.fromkeys(filled(pattern, words, chance) for _ in range(OF_EACH if "{" in pattern else 1))
            for text in texts:
                yield text, label, f"{name} {number}"
                if chance.random() < SPOILT:
                    yield spoilt(text, chance), label, f"{name} {number}"


def split(given):
    return [word.strip() for word in given.replace("\n", " ").split(",") if word.strip()]


def filled(pattern, words, chance):
    return _SLOT.sub(lambda slot: ending(chance.choice(words[slot[1]]), slot[2]), pattern)


def ending(word, name):
    """A Turkish word with the ending of the past ("güzeldi", "kötüydü") or of "my" ("sorunum", "hatam")."""
    vowels = [letter for letter in word if letter in "aıoueiöü"]
    close = (
        {"a": "ı", "ı": "ı", "o": "u", "u": "u", "e": "i", "i": "i", "ö": "ü", "ü": "ü"}[vowels[-1]] if vowels else "i"
    )
    is_open = word[-1] in "aıoueiöü"
    if name == "was":
        return f"{word}{'y' if is_open else ''}{'t' if word[-1] in 'fstkçşhp' else 'd'}{close}"
    if name == "my":
        return f"{word}m" if is_open else f"{word[:-1]}ğ{close}m" if word.endswith("k") else f"{word}{close}m"
    return word


def spoilt(text, chance):
    """A letter inside one of the longer words left out or changed places, as hurried fingers do it."""
    words = text.split()
    long = [place for place, word in enumerate(words) if len(word) > 4]
    if long:
        place = chance.choice(long)
        word = words[place]
        at = chance.randrange(1, len(word) - 2)
        swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        words[place] = chance.choice((word[:at] + word[at + 1 :], swapped))
    return " ".join(words)
