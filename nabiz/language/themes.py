"""What texts are about: by the words in `themes.toml` (delivery, price, support), or as discovered in themselves."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np

from nabiz.language.cleaning import clean
from nabiz.language.detection import Language, detect_language
from nabiz.language.folding import search_key
from nabiz.language.lexicon import Lexicon
from nabiz.language.theme_changes import described
from nabiz.language.theme_clusters import choose_count, cluster
from nabiz.language.theme_model import ThemeModel
from nabiz.language.theme_parts import general_themes, topic_themes
from nabiz.language.theme_vectors import embed, learn, single
from nabiz.language.tokens import sentences


def discover(texts: Sequence[str], *, count: int | None = None, language: Language | None = None) -> ThemeModel:
    """The themes of many texts, named by their telling words. The same texts, in whatever order, give the same model.

    `count` is how many topics to find; without it the largest number is taken that comes out the same from different
    halves of the texts. Texts that name no topic are praise, complaint or other. Below some 200 texts expect little.
    O(n × count) time; texts that are repeated count once.
    """
    distinct = sorted({key: text for text in sorted(texts, reverse=True) if (key := search_key(clean(text)))}.values())
    model = ThemeModel(learn([]), general_themes(), np.zeros((0, 0)), language)
    words = model.words_of(distinct)
    vocabulary = learn(words)
    vectors = embed(words, vocabulary)
    told = vectors[vectors.any(axis=1)]
    if not len(told):
        return model
    centroids = single(cluster(told, count or choose_count(told)))
    found = (*general_themes(), *topic_themes(len(centroids)))
    model = ThemeModel(vocabulary, found, centroids, language, next_id=len(found) + 1)
    given = np.array([each.theme for each in model.assign_words(distinct, words)], dtype=np.int64)
    return described(model, words, given)


def themes(text: str, language: Language | None = None) -> tuple[str, ...]:
    """The themes of a text in the order of the file, none where no word tells. Without a language it is recognised.

    Where it cannot be recognised the text is read as Turkish.
    """
    read_in = language or detect_language(text) or "tr"
    spoken = [sentence.words for sentence in sentences(text, read_in)]
    return tuple(
        theme
        for theme, lexicon in _lexicons(read_in).items()
        if any(lexicon.match(words, i) for words in spoken for i in range(len(words)))
    )


@cache
def _lexicons(language: Language) -> dict[str, Lexicon[bool]]:
    taxonomy = tomllib.loads((files("nabiz.language") / "themes.toml").read_text(encoding="utf-8"))
    found: dict[str, Lexicon[bool]] = {}
    for theme, entries in taxonomy[language].items():
        found[theme] = Lexicon(language)
        found[theme].add(entries, True)
    return found
