"""Answers as data frames."""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pandas
from django.db import OperationalError, connection

from nabiz.metrics.answers import Result
from nabiz.metrics.parsing import parse_question
from nabiz.metrics.queries import ask
from nabiz.team.queries import company


def frame(
    name: str,
    *,
    by: Sequence[str],
    since: str | date | None,
    until: str | date | None,
    where: Mapping[str, str | Sequence[str]],
    confidence: float,
    membership: str,
) -> Any:
    """One row per window and group. ValueError before there is a company, and for a bad question; ConnectionError
    where no database answers."""

    def answered() -> Result:
        home = company()
        if home is None:
            raise ValueError("There is no company yet. Open Nabız in a browser and go through the first start.")
        more = {"since": since, "until": until, "where": where, "confidence": confidence, "membership": membership}
        return ask(parse_question(name, home, by=by, **more))  # type: ignore[arg-type]

    try:
        result = _in_a_thread(answered) if _a_loop_runs() else answered()
    except OperationalError:
        raise ConnectionError("No database answers. Start Nabız (nabiz serve) with the same NABIZ_HOME.") from None
    return pandas.DataFrame(result.as_rows(), columns=result.row_names)


def _a_loop_runs() -> bool:
    """Notebooks run one around every cell, and Django then refuses the database in the same thread."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _in_a_thread(work: Any) -> Result:
    def alone() -> Any:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        found: Result = pool.submit(alone).result()
    return found
