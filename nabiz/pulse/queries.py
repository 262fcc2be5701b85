"""What the front page shows: tiles in three sections, and the finding of the period in one sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from nabiz.metrics.changes import Change, compare, corrected
from nabiz.metrics.parsing import Home, known_metric
from nabiz.metrics.queries import ask
from nabiz.metrics.tiles import period_question, tiles_for
from nabiz.pulse.choices import Choice
from nabiz.timeline.mirror.reading import snapshot
from nabiz.ui.stages import stage_label
from nabiz.ui.tiles import Tile

SECTIONS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "hear": (pgettext_lazy("section", "Hear"), ("nps", "csat", "ces", "response_rate")),
    "keep": (pgettext_lazy("section", "Keep"), ("time_to_resolution", "retention", "churn", "churn_with_trials")),
    "grow": (pgettext_lazy("section", "Grow"), ("nrr", "mrr", "active_customers")),
}


@dataclass(frozen=True)
class Section:
    key: str
    title: str | Promise
    tiles: Sequence[Tile]


def has_data() -> bool:
    """Whether anything has ever reached the mirror."""
    return not snapshot().is_empty


def sections(choice: Choice, home: Home) -> list[Section]:
    """All tiles at once, so that their changes are judged together: of many tiles one always moves by chance."""
    names = [name for _title, members in SECTIONS.values() for name in members]
    tiles = {tile.key: tile for tile in tiles_for(names, home, choice.period, choice.where)}
    return [Section(key, title, [tiles[name] for name in members]) for key, (title, members) in SECTIONS.items()]


def finding(choice: Choice, home: Home) -> str:
    """Which stage of the journey satisfaction rose or fell in, if in any."""
    changes = stage_changes(choice, home)
    moved = {stage: change for stage, change in changes.items() if change.is_significant}
    worse = [str(stage_label(stage)) for stage, change in moved.items() if change.verdict == "fall"]
    better = [str(stage_label(stage)) for stage, change in moved.items() if change.verdict == "rise"]
    if worse:
        return _("Satisfaction fell in %(stages)s and nowhere else, likely real.") % {"stages": ", ".join(worse)}
    if better:
        return _("Satisfaction rose in %(stages)s, likely real; no stage fell.") % {"stages": ", ".join(better)}
    return _("No stage changed clearly in satisfaction.") if changes else ""


def stage_changes(choice: Choice, home: Home) -> dict[str, Change]:
    """The change of CSAT in each stage from the period before, judged together."""
    question = period_question("csat", home, choice.period, choice.where, by=["stage"])
    answers = ask(question).answers
    before, now = (
        {answer.group("stage"): answer for answer in answers if answer.window == window and answer.group("stage")}
        for window in question.windows[-2:]
    )
    metric = known_metric("csat")
    changes = corrected([compare(metric, answer, before.get(stage)) for stage, answer in now.items()])
    return {stage: change for stage, change in zip(now, changes, strict=True) if change.value is not None}
