"""What a timeline says beside words: their theme and their tone."""

from collections.abc import Sequence

from nabiz.themes.pages import LABELS, TONES
from nabiz.themes.queries import verbatims_of_events
from nabiz.timeline.entries import Badge


def marks_of(event_ids: Sequence[int]) -> dict[int, tuple[Badge, ...]]:
    """For each of these events that was read, its theme and its tone as badges."""
    return {
        event_id: (Badge(str(said.theme), "none"), Badge(str(LABELS[said.label]), TONES[said.label]))
        for event_id, said in verbatims_of_events(event_ids).items()
    }
