"""What a text says: its sentiment, its theme, and what it says about each thing it names."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from nabiz.language import aspects
from nabiz.language.sentiment import Judgement, judge
from nabiz.language.spam import spam_signs
from nabiz.language.theme_parts import digest
from nabiz.language.themes import themes
from nabiz.themes.keeping import newest_model
from nabiz.themes.models import Correction
from nabiz.themes.placing import places


@dataclass(frozen=True)
class Understood:
    """`theme` is the number of the row. `aspects`: theme key, label and its probability for each thing named."""

    judgement: Judgement
    theme: int
    closeness: float
    is_corrected: bool
    digest: str
    aspects: list[dict[str, object]] = field(default_factory=list)
    signs: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Found:
    theme: int
    closeness: float = 0.0
    is_corrected: bool = False


def understand(texts: Sequence[str]) -> list[Understood]:
    """All of these texts at once, which is much faster than one by one."""
    judged = judge(texts)
    named = [themes(text, judgement.language) for text, judgement in zip(texts, judged, strict=True)]
    digests = [digest(text) for text in texts]
    found = _themes_of(texts, judged, named, digests)
    return [
        Understood(
            judgement,
            its.theme,
            its.closeness,
            its.is_corrected,
            key,
            aspects=_aspects(text, judgement, about),
            signs=spam_signs(text),
        )
        for text, judgement, about, key, its in zip(texts, judged, named, digests, found, strict=True)
    ]


def _themes_of(
    texts: Sequence[str], judged: Sequence[Judgement], named: Sequence[Sequence[str]], digests: Sequence[str]
) -> list[_Found]:
    """A member's word comes before everything else."""
    tree, model = places(), newest_model()
    told = dict(Correction.objects.filter(digest__in=digests).values_list("digest", "theme_id"))
    assigned = model.assign(texts) if model else [None] * len(texts)
    found = []
    for text, judgement, about, key, topic in zip(texts, judged, named, digests, assigned, strict=True):
        if key in told:
            found.append(_Found(tree.standing(told[key]), 1.0, is_corrected=True))
        else:
            theme = tree.of(text, topic.theme if topic else None, about, judgement.label)
            found.append(_Found(theme, topic.closeness if topic else 0.0))
    return found


def _aspects(text: str, judgement: Judgement, about: Sequence[str]) -> list[dict[str, object]]:
    """Only a text that names several things is read clause by clause; otherwise all of it is about the one."""
    if len(about) < 2:
        return [
            {"theme": key, "label": judgement.label, "probability": round(judgement.probability, 3)} for key in about
        ]
    return [
        {"theme": each.theme, "label": each.label, "probability": round(each.probability, 3)}
        for each in aspects.read(text, judgement.language)
    ]
