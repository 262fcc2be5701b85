"""Take an import out of the chains of its touches. Where it is the last link, the thing becomes what it was."""

from typing import Literal

from django.db import connection, transaction

from nabiz.customers import bulk as people_in_bulk
from nabiz.timeline import bulk as events_in_bulk


@transaction.atomic
def undo(number: int) -> None:
    """Events first, then what customers and accounts were told, then those who are nobody without this import."""
    with connection.cursor() as cursor:
        cursor.execute(_HAND_DOWN_EVENTS, {"of": number})
        cursor.execute(_HAND_DOWN_BROUGHT, {"of": number})
    events_in_bulk.put_back(_LAST.format(of=int(number), what="e", columns="object_id, before", new="NOT t.is_new"))
    events_in_bulk.withdraw(_LAST.format(of=int(number), what="e", columns="object_id", new="t.is_new"))
    events_in_bulk.withdraw(_BROUGHT.format(of=int(number), table="timeline_event", what="e"))
    _untell(number, "c", "customers")
    _untell(number, "a", "accounts")
    _remove_the_new(number)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM imports_touch WHERE of_id = %s", [number])
        cursor.execute("DELETE FROM imports_brought WHERE of_id = %s", [number])


def _untell(number: int, what: str, of: Literal["customers", "accounts"]) -> None:
    """Each field and trait on its own: handed down to the next import that told it, else put back if still as told."""
    parameters: dict[str, int | str] = {"of": number, "what": what}
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, parameters)
        cursor.execute(_HAND_DOWN_TOLD, parameters)
        cursor.execute("SELECT object_id, name, before, after FROM imports_told WHERE heir IS NULL")
        people_in_bulk.untell(of, cursor.fetchall())


def _remove_the_new(number: int) -> None:
    """Who was brought by this import alone goes, unless something else has come to them since."""
    with connection.cursor() as cursor:
        cursor.execute(_HEIRS, {"of": number})
        found: dict[str, list[int]] = {"c": [], "i": [], "a": []}
        cursor.execute(_NEW, {"of": number})
        for what, pk in cursor.fetchall():
            found[what].append(pk)
        cursor.execute(_BROUGHT.format(of=int(number), table="customers_identity", what="i"))
        found["i"] += [pk for (pk,) in cursor.fetchall()]
    people_in_bulk.remove_people(found["c"], found["i"], found["a"])


_LATER = "imports_touch n WHERE n.what = t.what AND n.object_id = t.object_id AND n.id > t.id"
_LAST = f"""
SELECT {{columns}} FROM imports_touch t WHERE t.of_id = {{of}} AND t.what = '{{what}}' AND {{new}}
    AND NOT EXISTS (SELECT 1 FROM {_LATER})
"""  # noqa: S608
# The next import to touch an event found it as this one left it. Without this one it would have found it as it was.
_HAND_DOWN_EVENTS = f"""
WITH gone AS MATERIALIZED (
    SELECT t.before, t.is_new, (SELECT min(n.id) FROM {_LATER}) AS heir FROM imports_touch t
    WHERE t.of_id = %(of)s AND t.what = 'e'
)
UPDATE imports_touch heir SET before = gone.before, is_new = gone.is_new FROM gone WHERE heir.id = gone.heir
"""  # noqa: S608
# What was brought new is first in its chain, so that every touch of it is a later one.
_HAND_DOWN_BROUGHT = """
UPDATE imports_touch heir SET before = NULL, is_new = true
FROM (SELECT min(n.id) AS heir FROM imports_brought b JOIN imports_touch n ON n.what = b.what
    AND n.object_id BETWEEN b.first AND b.last WHERE b.of_id = %(of)s GROUP BY n.what, n.object_id) gone
WHERE heir.id = gone.heir
"""
_BROUGHT = """
SELECT it.id FROM imports_brought b JOIN {table} it ON it.id BETWEEN b.first AND b.last
WHERE b.of_id = {of} AND b.what = '{what}'
    AND NOT EXISTS (SELECT 1 FROM imports_touch n WHERE n.what = b.what AND n.object_id = it.id)
"""
_TOLD = """
CREATE TEMP TABLE IF NOT EXISTS imports_told (object_id bigint, name text, before jsonb, after jsonb, heir bigint)
ON COMMIT DELETE ROWS;
TRUNCATE imports_told;
INSERT INTO imports_told (object_id, name, before, after, heir)
SELECT t.object_id, told.name, coalesce(t.before -> told.name, 'null'), told.value, (
    SELECT min(n.id) FROM imports_touch n
    WHERE n.what = t.what AND n.object_id = t.object_id AND n.id > t.id AND n.after ? told.name)
FROM imports_touch t, LATERAL jsonb_each(t.after) AS told (name, value)
WHERE t.of_id = %(of)s AND t.what = %(what)s AND t.after IS NOT NULL
"""
_HAND_DOWN_TOLD = """
UPDATE imports_touch heir SET before = heir.before || told.before
FROM (SELECT heir, jsonb_object_agg(name, before) AS before FROM imports_told WHERE heir IS NOT NULL GROUP BY 1) told
WHERE heir.id = told.heir
"""
_HEIRS = f"""
WITH gone AS MATERIALIZED (
    SELECT (SELECT min(n.id) FROM {_LATER}) AS heir FROM imports_touch t
    WHERE t.of_id = %(of)s AND t.what <> 'e' AND t.is_new
)
UPDATE imports_touch heir SET is_new = true FROM gone WHERE heir.id = gone.heir
"""  # noqa: S608
_NEW = f"""
SELECT t.what, t.object_id FROM imports_touch t
WHERE t.of_id = %(of)s AND t.what <> 'e' AND t.is_new AND NOT EXISTS (SELECT 1 FROM {_LATER})
"""  # noqa: S608
