"""The finding of the period, in one sentence: where on the journey satisfaction moved, or where it is weakest."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nabiz.metrics.answers import Answer
from nabiz.metrics.changes import Change, compare, corrected
from nabiz.metrics.definitions import Metric
from nabiz.metrics.figures import value_words
from nabiz.metrics.parsing import Home, known_metric
from nabiz.metrics.queries import ask
from nabiz.metrics.tiles import period_question
from nabiz.pulse.choices import Choice
from nabiz.ui.stages import stage_label

Stages = Mapping[str, Answer]


@dataclass(frozen=True)
class Journey:
    """Satisfaction in each stage, in the period that is looked at and in the one before."""

    metric: Metric
    now: Stages
    before: Stages

    def moved(self) -> dict[str, Change]:
        """Stages whose change is likely real, judged together."""
        changes = corrected(
            [compare(self.metric, answer, self.before.get(stage)) for stage, answer in self.now.items()]
        )
        return {stage: change for stage, change in zip(self.now, changes, strict=True) if change.is_significant}

    def weakest(self) -> str:
        """The stage that lies below all the others together, likely for real; empty where none does."""
        shown = {stage: answer for stage, answer in self.now.items() if answer.is_shown}
        changes = corrected([self._against_the_rest(stage, shown) for stage in shown])
        below = [stage for stage, change in zip(shown, changes, strict=True) if change.verdict == "fall"]
        return min(below, key=lambda stage: shown[stage].value or 0.0, default="")

    def _against_the_rest(self, stage: str, shown: Stages) -> Change:
        own = shown[stage]
        rest = [answer for name, answer in shown.items() if name != stage]
        if not rest or self.metric.difference is None:
            return Change(self.metric, "not_comparable")
        counts = {name: float(sum(answer.counts[name] for answer in rest)) for name in own.counts}
        mine = {name: float(count) for name, count in own.counts.items()}
        found = self.metric.difference(counts, mine, confidence=own.confidence)  # type: ignore[arg-type]  # scalars do
        return Change(self.metric, "no_clear_change", value=float(found.value), p=float(found.p_value))


def finding(choice: Choice, home: Home) -> str:
    """One sentence, or nothing where nothing can be said."""
    journey = journey_of(choice, home)
    moved = journey.moved()
    if worse := _names(moved, "fall"):
        return _("Satisfaction fell in %(stages)s and nowhere else, likely real.") % {"stages": worse}
    if better := _names(moved, "rise"):
        return _("Satisfaction rose in %(stages)s, likely real; no stage fell.") % {"stages": better}
    if weakest := journey.weakest():
        value = value_words(journey.metric, journey.now[weakest], home.currency)
        words = {"stage": stage_label(weakest), "value": value}
        return _("%(stage)s is the weakest stage: %(value)s satisfied, fewer than elsewhere, likely real.") % words
    return _("No stage changed clearly in satisfaction.") if journey.now else ""


def journey_of(choice: Choice, home: Home) -> Journey:
    question = period_question("csat", home, choice.period, choice.where, by=["stage"])
    answers = [answer for answer in ask(question).answers if answer.group("stage")]
    windows = question.windows[-2:]
    before, now = ({a.group("stage"): a for a in answers if a.window == window and a.n} for window in windows)
    return Journey(known_metric("csat"), now, before)


def _names(moved: Mapping[str, Change], verdict: str) -> str:
    return ", ".join(str(stage_label(stage)) for stage, change in moved.items() if change.verdict == verdict)
