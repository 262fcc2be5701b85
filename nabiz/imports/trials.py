"""Dry runs of drafts, in the worker: counts and verdicts that a page can show while they grow."""

from pathlib import Path
from typing import Any

from nabiz.imports.commands import dry_run
from nabiz.imports.drafting import hash_of_draft, looked, plan_of_draft
from nabiz.imports.mappings.toml import BadMapping
from nabiz.imports.models import Draft
from nabiz.imports.reading.problems import Unreadable
from nabiz.imports.running.runner import Progress, Stopped

SHOWN = 50


def run_trial(draft: Draft) -> None:
    """Tries what the draft says when it begins; ended where that changes."""
    of = draft.trial_of
    if of != hash_of_draft(draft):
        return
    try:
        table = looked(draft)
        done = dry_run(
            Path(draft.path), table, plan_of_draft(draft), settings=draft.settings or None,
            hear=lambda progress: _note(draft, of, "running", progress, table.rows),
        )  # fmt: skip
        _note(draft, of, "done", done, table.rows)
    except Stopped:
        return
    except (BadMapping, Unreadable) as refused:
        Draft.objects.filter(pk=draft.pk, trial_of=of).update(trial={"state": "failed", "problem": str(refused)})


def trial_of(draft: Draft) -> dict[str, Any] | None:
    """The last dry run, unless the draft has changed since."""
    return draft.trial if draft.trial and draft.trial_of == hash_of_draft(draft) else None


def _note(draft: Draft, of: str, state: str, progress: Progress, rows: int | None) -> None:
    told = {
        "state": state, "position": progress.position, "rows": rows, "counts": dict(progress.counts),
        "notices": progress.notices.as_json(),
        "reasons": dict(progress.reasons.most_common(20)), "verdicts": progress.verdicts[:SHOWN],
    }  # fmt: skip
    mine = Draft.objects.filter(pk=draft.pk, trial_of=of)
    if not mine.update(trial=told):
        raise Stopped
