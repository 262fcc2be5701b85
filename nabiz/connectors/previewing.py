"""What would become of the last records that came, under a mapping that is being written; nothing is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nabiz.connectors import asking, folders
from nabiz.connectors.bodies import records_of
from nabiz.connectors.models import Connector, Delivery
from nabiz.connectors.stripe.messages import Unusable
from nabiz.imports.files import settings_of
from nabiz.imports.mappings.toml import BadMapping, loads
from nabiz.imports.queries import PreviewRow, preview
from nabiz.imports.reading.tables import Column, Table
from nabiz.imports.records import portions_of
from nabiz.team.boxes import Unreadable

LAST = 20
SHOWN = 200


@dataclass(frozen=True)
class Preview:
    """`columns` are names with the first value that is there; `problem` says why there are no rows."""

    columns: Sequence[tuple[str, str]]
    rows: Sequence[PreviewRow] = ()
    problem: str = ""


def sample_of(connector: Connector) -> list[dict[str, Any]]:
    """The first rows that a place or a database has now. Raises Unusable."""
    module = folders if connector.kind == Connector.Kind.FOLDER else asking
    return [dict(row) for row in module.sample_of(connector)][:SHOWN]


def last_records(connector: Connector) -> list[dict[str, Any]]:
    """Those of the last twenty deliveries, the newest first; what cannot be read is left out."""
    if not connector.receives:
        try:
            return sample_of(connector)
        except (Unusable, Unreadable):
            return []
    found: list[dict[str, Any]] = []
    where = str(connector.options.get("rows_at") or "")
    for delivery in Delivery.objects.filter(connector=connector).order_by("-pk")[:LAST]:
        try:
            found += records_of(bytes(delivery.body), delivery.content_type, where)
        except Unusable:
            continue
    return found[:SHOWN]


def preview_of(connector: Connector, records: Sequence[Mapping[str, Any]], mapping: str) -> Preview:
    """The records under a mapping as TOML; its problem in words where it makes no sense."""
    table = _table(records)
    columns = [(column.name, column.samples[0] if column.samples else "") for column in table.columns]
    if not mapping.strip() or not records:
        return Preview(columns)
    try:
        plan = replace(loads(mapping), source=connector.name)
        settings = settings_of({"decimal": ".", "date_order": "ymd", **plan.reading})
        return Preview(columns, preview(replace(table, settings=settings), plan, most=SHOWN))
    except (BadMapping, ValueError) as problem:
        return Preview(columns, problem=str(problem))


def _table(records: Sequence[Mapping[str, Any]]) -> Table:
    names, portions = portions_of(records)
    lines = [line for portion in portions for line in portion.rows.to_pylist()]
    columns = tuple(
        Column(name, "text", tuple(str(line[name])[:100] for line in lines if line.get(name))[:1]) for name in names
    )
    return Table("records", "json", settings_of({}), columns, tuple(lines), len(lines))
