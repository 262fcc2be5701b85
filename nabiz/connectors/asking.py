"""A query on a schedule: its new rows go through the mapping, and the cursor moves on with them."""

from collections.abc import Iterator, Mapping
from typing import Any

from nabiz.connectors.boxes import opened
from nabiz.connectors.connecting import rows_of
from nabiz.connectors.mapped import bring_records
from nabiz.connectors.models import Connector, Run

MOST = 100_000


def bring_rows(connector: Connector, run: Run) -> None:
    """What came before a problem stays, and the next run goes on behind it. Raises Unusable or BadMapping."""
    column = str(connector.options.get("cursor") or "")
    for rows in _answer(connector, int(connector.options.get("most") or MOST)):
        if not rows:
            continue
        brought = bring_records(connector, rows)
        run.rows, run.bad_rows = run.rows + brought.rows, run.bad_rows + brought.bad_rows
        run.problem = run.problem or next(iter(brought.bad.values()), "")
        newest = [row[column] for row in rows if row.get(column) is not None] if column else []
        if newest:
            connector.cursor = str(max(newest))
            connector.save(update_fields=["cursor"])


def sample_of(connector: Connector) -> list[Mapping[str, Any]]:
    """The first twenty rows. Raises Unusable."""
    return [row for rows in _answer(connector, 20) for row in rows]


def _answer(connector: Connector, most: int) -> Iterator[list[dict[str, Any]]]:
    since = connector.cursor or str(connector.options.get("since") or "")
    literal = "'" + since.replace("\0", "").replace("'", "''") + "'"
    query = str(connector.options.get("query") or "").strip().rstrip(";").replace("{since}", literal)
    url = str(opened(connector.secrets).get("secret") or "")
    return rows_of(url, query, order_by=str(connector.options.get("cursor") or ""), most=most)
