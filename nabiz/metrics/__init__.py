"""What can be asked of the numbers: every metric has one definition, and every answer says how sure it is."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any


def ask(
    name: str,
    *,
    by: Sequence[str] = (),
    since: str | date | None = None,
    until: str | date | None = None,
    where: Mapping[str, str | Sequence[str]] | None = None,
    confidence: float = 0.95,
    membership: str = "now",
) -> Any:
    """In a notebook: the answers as a pandas DataFrame, one row per window and group.

    nabiz.metrics.ask("nps", by=["month", "segment"], since="2026-01"). Reads the installation that NABIZ_HOME or
    DATABASE_URL names, which has to run. With membership="then", segments are
    who was in them when the event happened. ValueError with a sentence for a question that makes no sense.
    """
    import os

    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nabiz.config.settings")
    if not apps.ready:
        django.setup()
    from nabiz.metrics.notebook import frame

    return frame(name, by=by, since=since, until=until, where=where or {}, confidence=confidence, membership=membership)
