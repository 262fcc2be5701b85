"""Which events carry the words of customers. The package that owns a kind says so in `AppConfig.ready`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nabiz.language.cleaning import clean
from nabiz.language.masking import mask
from nabiz.themes.speakers import customers_part
from nabiz.timeline.facts import Fact

if TYPE_CHECKING:
    from nabiz.timeline.models import Event

LONGEST = 10_000  # characters that are read


@dataclass(frozen=True)
class Source:
    """`texts` are the facts that hold words; `same` names the facts by which a later event replaces an earlier one;
    in what was `spoken` a line may name who says it.

    In a conversation, which `within` names, everything counts but a title: that does where nothing else was said.
    """

    kind: str
    texts: tuple[str, ...]
    same: tuple[str, ...] = ()
    spoken: bool = False
    within: str = ""
    is_title: bool = False


_sources: dict[str, Source] = {}


def hear(fact: type[Fact], *texts: str, **how: Any) -> None:
    """Read these facts of this kind as something that a customer said; how is told by the fields of `Source`."""
    _sources[fact.kind.name] = Source(fact.kind.name, texts, **how)


def heard_kinds() -> dict[str, tuple[str, ...]]:
    """Each kind that is read, with the facts that hold its words."""
    return {source.kind: source.texts for source in _sources.values()}


def text_of(event: Event) -> str:
    """What was said, without what would identify a person."""
    source = _sources.get(event.kind)
    parts = [event.facts.get(name) for name in source.texts] if source else []
    said = "\n".join(part for part in parts if isinstance(part, str))
    if source and source.spoken:
        said = customers_part(said)
    return mask(clean(said, LONGEST)).text.strip()


def titles() -> set[str]:
    """The kinds whose words count where nothing else was said in the conversation."""
    return {source.kind for source in _sources.values() if source.is_title}


def is_in_conversation(kind: str) -> bool:
    return kind in _sources and bool(_sources[kind].within)


def matter_of(event: Event) -> str:
    """What binds it to other events: one review, of which the last words count, or one conversation. Often nothing."""
    source = _sources.get(event.kind)
    if source and source.within:
        return f"conversation {event.facts.get(source.within) or event.pk}"[:200]
    parts = [str(event.facts.get(name) or "") for name in source.same] if source else []
    return "/".join(parts)[:200] if any(parts) else ""
