"""From what each row tells to what it tells of each person, account and thing: the last that was told of it counts."""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from nabiz.imports.applying.batch import NORMAL, Applied, EventTable
from nabiz.imports.mappings.model import EventRule, Value

APART = "\x1f"  # stands in no cell's text that names anybody
TOGETHER = {"sum": "sum", "min": "min", "max": "max", "first": "first", "last": "last", "count": "count"}
LONGEST_LIST = 5  # texts that are joined into one


@dataclass
class Reduced:
    """`who` and `firm` number the people and accounts; `people` has the firm of each, `where` both for each row."""

    people: pa.Table
    firms: pa.Table
    where: pa.Table


def reduce(applied: Applied) -> Reduced:
    table = applied.people
    identity = pc.binary_join_element_wise(
        *(table[name] for name in NORMAL), APART, null_handling="replace", null_replacement=""
    )
    anyone = pc.not_equal(identity, APART * (len(NORMAL) - 1))
    who, firm = _numbered(pc.if_else(anyone, identity, None)), _numbered(table["account"])
    where = pa.table({"place": table["place"], "who": who, "firm": firm})
    of_firms = {name for name in table.column_names if name.startswith("account")}
    personal = table.drop_columns([*of_firms, "place"]).append_column("who", who).append_column("firm", firm)
    corporate = table.select(sorted(of_firms)).append_column("firm", firm)
    return Reduced(_last_told(personal, "who"), _last_told(corporate, "firm"), where)


def grouped(event: EventTable, keys: pa.Array) -> EventTable:
    """One event for all rows with the same key. `keys` belong to the rows of the table."""
    table = event.table.append_column("each", keys)
    ways = {name: _way(event.rule, name) for name in event.table.column_names}
    sums = [(name, way) for name, way in ways.items() if way != "join"]
    joins = [name for name, way in ways.items() if way == "join"]
    picked = [name for name, way in sums if way in ("first", "last")]
    plain = _as_text(table, picked).group_by("each", use_threads=False)
    found = plain.aggregate([*sums, *((name, "list") for name in joins)])
    columns = {name: found[f"{name}_{way}"].cast(event.table[name].type) for name, way in sums}
    columns |= {name: _joined(found[f"{name}_list"]) for name in joins}
    return EventTable(event.rule, pa.table({name: columns[name] for name in event.table.column_names}))


def _way(rule: EventRule, name: str) -> str:
    value: Value | None = rule.facts.get(name.removeprefix("fact "))
    if not name.startswith("fact "):
        value = rule.at if name == "happened_at" else getattr(rule, name, None)
    if isinstance(value, Value) and value.together:
        return value.together
    return {"value": "sum", "happened_at": "min"}.get(name, "first")


def _joined(lists: pa.ChunkedArray) -> pa.Array:
    return pa.array(
        [", ".join(dict.fromkeys(each for each in texts if each))[:300] or None for texts in (lists.to_pylist())],
        pa.string(),
    )


def _numbered(keys: pa.ChunkedArray) -> pa.Array:
    whole = keys.combine_chunks() if isinstance(keys, pa.ChunkedArray) else keys
    return whole.dictionary_encode().indices.cast(pa.int64())


def _last_told(table: pa.Table, by: str) -> pa.Table:
    """One line for each number: the earliest `since`, the last of everything else that is not blank."""
    table = table.filter(table[by].is_valid())
    names = [name for name in table.column_names if name != by]
    plain = {name: f"c{n}" for n, name in enumerate(names)}  # a name with a dot before it would be taken for a path
    ways = [(plain[name], "min" if name == "since" else "last") for name in names]
    renamed = table.select([by, *names]).rename_columns(["by", *plain.values()])
    found = _as_text(renamed, list(plain.values())).group_by("by", use_threads=False).aggregate(ways)
    found = found.select(["by", *(f"{name}_{way}" for name, way in ways)]).rename_columns([by, *names])
    return found.cast(pa.schema([found.schema.field(by), *(table.schema.field(name) for name in names)]))


def _as_text(table: pa.Table, names: list[str]) -> pa.Table:
    """Arrow cannot say which of several decimals was the last, so that these stand as text meanwhile."""
    for name in names:
        if pa.types.is_decimal(table.schema.field(name).type):
            place = table.schema.get_field_index(name)
            table = table.set_column(place, name, table[name].cast(pa.string()))
    return table
