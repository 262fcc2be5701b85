"""The tables of an upload, a line each: what they hold, what they become, and how far that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from nabiz.imports.drafting import in_order, looked, plan_of_draft, problems_of_draft
from nabiz.imports.editing.told import told_in_words
from nabiz.imports.mappings.presets import presets, title_of
from nabiz.imports.models import Draft, Upload
from nabiz.imports.notices import sentences
from nabiz.imports.pages import Outcome
from nabiz.imports.reading.problems import Problem, Unreadable
from nabiz.imports.reading.tables import Table
from nabiz.imports.trials import trial_of


@dataclass(frozen=True)
class Line:
    draft: Draft
    table: Table | None
    told: str
    preset: str
    problems: list[str]
    warnings: int
    trial: dict[str, Any] | None
    outcome: Outcome | None

    @property
    def is_ready(self) -> bool:
        return self.table is not None and not self.problems

    @property
    def reasons(self) -> list[tuple[str, int]]:
        return list((self.trial or {}).get("reasons", {}).items())

    @property
    def notices(self) -> list[str]:
        trial = self.trial or {}
        return sentences(trial.get("notices", []), trial.get("counts", {}).get("rows", 0))


def lines_of(upload: Upload) -> list[Line]:
    """In the order in which they would be brought in."""
    return [_line(draft) for draft in in_order(upload.drafts.select_related("job__by", "job__undone_by"))]


def is_live(lines: Iterable[Line]) -> bool:
    """Whether anything is still going on."""
    return any(
        (line.outcome and line.outcome.is_live) or (line.trial or {}).get("state") in ("waiting", "running")
        for line in lines
    )


def refusals_of(upload: Upload) -> list[str]:
    return [Problem(code, facts).sentence for _name, code, facts in upload.refused]


def numbers_of(texts: Iterable[str]) -> list[int]:
    return [int(text) for text in texts if text.isdecimal() and len(text) < 19]


def _line(draft: Draft) -> Line:
    plan, outcome = plan_of_draft(draft), Outcome(draft.job) if draft.job else None
    known = presets().get(draft.preset)
    title = known.title if known else title_of(plan) if draft.preset.startswith("own:") else ""
    if outcome:
        return Line(draft, None, told_in_words(plan), title, [], 0, None, outcome)
    try:
        table = looked(draft)
    except Unreadable as refused:
        return Line(draft, None, "", title, [str(refused)], 0, None, None)
    warnings = len(table.problems) + sum(len(column.problems) for column in table.columns)
    problems = problems_of_draft(table, plan)
    return Line(draft, table, told_in_words(plan, table.names), title, problems, warnings, trial_of(draft), None)
