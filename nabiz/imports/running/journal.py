"""What an import did, written beside what it did, so that it can be undone weeks later."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from nabiz.customers.bulk import accounts_by_key, accounts_of, customers_by_id, customers_by_keys
from nabiz.customers.claims import Claim, Group
from nabiz.customers.sayings import keys_of
from nabiz.imports.models import Import
from nabiz.team.queries import home_zone

Known = dict[str, Any]
FIELDS = ("name", "language", "country")


@dataclass
class Journal:
    """Notes for one import. `before` and `after` of a touch have only what the import told."""

    of: int
    _newest: tuple[int, int, int] = (0, 0, 0)
    _before: dict[Any, Known] = field(default_factory=dict)

    def open(self, newest: tuple[int, int, int]) -> None:
        self._newest = newest

    def met(self, newcomers: Mapping[int, Claim]) -> None:
        """Customers who were made for these claims: nothing was known before."""
        account_of = accounts_of(pk for pk, claim in newcomers.items() if claim.group)
        with connection.cursor() as cursor:
            with cursor.copy(_COPY_TOUCHES) as copy:
                for pk, claim in newcomers.items():
                    told = _told_by(claim, account_of.get(pk))
                    before = dict.fromkeys(told)
                    copy.write_row(("c", pk, self.of, True, _json(before), _json(told)))
            cursor.execute(_OF_NEWCOMERS, {"of": self.of, "customers": list(newcomers)})

    def will_tell(self, claims: Sequence[Claim]) -> None:
        self._before = customers_by_keys({key for claim in claims for key in keys_of(claim)})

    def told(self, claims: Sequence[Claim], customer_ids: Sequence[int]) -> None:
        after = customers_by_id(set(customer_ids))
        touches: dict[int, tuple[Known, Known]] = {}
        for claim, pk in zip(claims, customer_ids, strict=True):
            before, now = touches.setdefault(pk, ({}, {}))
            names = [name for name in FIELDS if getattr(claim.profile, name)]
            names += ["account_id"] if claim.group else []
            names += [f".{name}" for name in claim.profile.traits] if claim.profile else []
            before |= {name: self._before.get(pk, {}).get(name) for name in names}
            now |= {name: after[pk].get(name) for name in names}
        self._write("c", touches, self._newest[0])
        self._identities({key for claim in claims for key in keys_of(claim)})

    def will_tell_accounts(self, groups: Sequence[Group]) -> None:
        self._before = accounts_by_key({group.key for group in groups})

    def told_accounts(self, groups: Sequence[Group], ids: dict[str, int]) -> None:
        after = accounts_by_key({group.key for group in groups})
        touches: dict[int, tuple[Known, Known]] = {}
        for group in groups:
            names = [name for name in ("name", "domain") if getattr(group, name)] + [
                f".{name}" for name in group.traits
            ]
            was, now = self._before.get(group.key, {}), after[group.key]
            touches[ids[group.key]] = ({n: was.get(n) for n in names}, {n: now.get(n) for n in names})
        self._write("a", touches, self._newest[2])

    def is_torn(self) -> bool:
        """Whether an event that was just replaced came with earlier rows of this very import."""
        return bool(self._arrived_again("AND n.outcome = 'changed' LIMIT 1"))

    def come_again(self) -> int:
        """How many events that arrived just now came with earlier rows of this very import."""
        return self._arrived_again()

    def _arrived_again(self, which: str = "") -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({_AGAIN} {which}) AS again", {"of": self.of})  # noqa: S608  our own
            return int(cursor.fetchone()[0])

    def found(self, owners: pa.Table) -> None:
        """Whom rows belong to that name nobody: they may be needed by this import alone one day."""
        with connection.cursor() as cursor:
            for what, name in (("c", "customer"), ("a", "account")):
                ids = pc.unique(owners[name].drop_null()).to_pylist()
                cursor.execute(
                    "INSERT INTO imports_touch (what, object_id, of_id, is_new) "
                    "SELECT %s, pk, %s, false FROM unnest(%s::bigint[]) AS owner (pk) "
                    "ON CONFLICT (object_id, what, of_id) DO NOTHING",
                    [what, self.of, ids],
                )

    def events(self) -> Counter[str]:
        """The events that were just taken in."""
        with connection.cursor() as cursor:
            cursor.execute(_OF_EVENTS, {"of": self.of})
            cursor.execute(_ACCOUNTS_OF_EVENTS, {"of": self.of, "newest": self._newest[2]})
            cursor.execute(_OUTCOMES)
            return Counter({outcome: int(count) for outcome, count in cursor.fetchall() if count})

    def close(self) -> Counter[str]:
        """Everybody whom the batch was about, whether anything was told of them or not."""
        customers, identities, accounts = self._newest
        with connection.cursor() as cursor:
            cursor.execute(_EVERYBODY, {"of": self.of, "newest": customers})
            cursor.execute(_THEIR_IDENTITIES, {"of": self.of, "newest": identities})
            cursor.execute(_THEIR_ACCOUNTS, {"of": self.of, "newest": accounts})
            cursor.execute(
                "SELECT (SELECT count(DISTINCT customer_id) FROM customers_who WHERE customer_id > %s), "
                "(SELECT count(*) FROM imports_firm WHERE account_id > %s)",
                [customers, accounts],
            )
            new_customers, new_accounts = cursor.fetchone()
            return Counter(customers=new_customers, accounts=new_accounts)

    def _identities(self, keys: Iterable[tuple[str, str]]) -> None:
        kinds, values = zip(*keys, strict=True)
        with connection.cursor() as cursor:
            cursor.execute(
                _NAMED, {"of": self.of, "newest": self._newest[1], "kinds": list(kinds), "values": list(values)}
            )

    def _write(self, what: str, touches: dict[int, tuple[Known, Known]], newest: int) -> None:
        """Told again within one import: what was before the first time stands, what was told last too."""
        rows = [(pk, json.dumps(before), json.dumps(after)) for pk, (before, after) in touches.items()]
        if not rows:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO imports_touch (what, object_id, of_id, is_new, before, after) "
                "SELECT %s, pk, %s, pk > %s, before::jsonb, after::jsonb "
                "FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS told (pk, before, after) "
                "ON CONFLICT (object_id, what, of_id) DO UPDATE SET "
                "before = excluded.before || coalesce(imports_touch.before, '{}'), "
                "after = coalesce(imports_touch.after, '{}') || excluded.after",
                [what, self.of, newest, *(list(column) for column in zip(*rows, strict=True))],
            )


def _told_by(claim: Claim, account: int | None) -> Known:
    profile = claim.profile
    told: Known = {name: value for name in FIELDS if profile and (value := getattr(profile, name))}
    if claim.group:
        told["account_id"] = account
    return told | {f".{name}": value for name, value in (profile.traits if profile else {}).items()}


def _json(value: Known) -> str:
    return orjson.dumps(value).decode()


_COPY_TOUCHES = "COPY imports_touch (what, object_id, of_id, is_new, before, after) FROM STDIN"
# Whether this very import brought a thing in.
BROUGHT = """coalesce((SELECT b.last FROM imports_brought b WHERE b.of_id = %(of)s AND b.what = '{what}'
    AND b.first <= {pk} ORDER BY b.first DESC LIMIT 1) >= {pk}, false)"""
_AGAIN = f"""
SELECT n.event_id FROM timeline_arrived n WHERE ({BROUGHT.format(what="e", pk="n.event_id")} OR EXISTS (
    SELECT 1 FROM imports_touch t WHERE t.what = 'e' AND t.object_id = n.event_id AND t.of_id = %(of)s))
"""  # noqa: S608
_OF_EVENTS = f"""
INSERT INTO imports_touch (what, object_id, of_id, is_new, before)
SELECT 'e', n.event_id, %(of)s, false, n.before FROM timeline_arrived n
WHERE NOT {BROUGHT.format(what="e", pk="n.event_id")} ON CONFLICT (object_id, what, of_id) DO NOTHING;
INSERT INTO imports_brought (of_id, what, first, last) SELECT %(of)s, 'e', first, last FROM timeline_added
"""  # noqa: S608
_OUTCOMES = """
SELECT outcome, count(*) FROM timeline_arrived GROUP BY 1
UNION ALL SELECT 'new', coalesce(sum(last - first + 1), 0) FROM timeline_added
"""
_EVERYBODY = """
INSERT INTO imports_touch (what, object_id, of_id, is_new)
SELECT DISTINCT 'c', customer_id, %(of)s::bigint, customer_id > %(newest)s FROM customers_who
ON CONFLICT (object_id, what, of_id) DO NOTHING
"""
_THEIR_IDENTITIES = f"""
INSERT INTO imports_touch (what, object_id, of_id, is_new)
SELECT DISTINCT 'i', w.identity_id, %(of)s::bigint, w.identity_id > %(newest)s FROM customers_who w
WHERE NOT {BROUGHT.format(what="i", pk="w.identity_id")} ON CONFLICT (object_id, what, of_id) DO NOTHING
"""  # noqa: S608
_NAMED = f"""
INSERT INTO imports_touch (what, object_id, of_id, is_new)
SELECT 'i', i.id, %(of)s, i.id > %(newest)s FROM unnest(%(kinds)s::text[], %(values)s::text[]) AS key (kind, value)
JOIN customers_identity i USING (kind, value)
WHERE NOT {BROUGHT.format(what="i", pk="i.id")} ON CONFLICT (object_id, what, of_id) DO NOTHING
"""  # noqa: S608
_OF_NEWCOMERS = """
INSERT INTO imports_brought (of_id, what, first, last) SELECT %(of)s, 'i', min(id), max(id)
FROM (SELECT id, id - row_number() OVER (ORDER BY id) AS run FROM customers_identity
    WHERE customer_id = ANY(%(customers)s)) AS numbered GROUP BY run
"""
# An account has to do with an import also where only its customers or events do: it may be the last that needs it.
_THEIR_ACCOUNTS = """
INSERT INTO imports_touch (what, object_id, of_id, is_new)
SELECT DISTINCT 'a', account_id, %(of)s::bigint, account_id > %(newest)s FROM customers_who
WHERE account_id IS NOT NULL ON CONFLICT (object_id, what, of_id) DO NOTHING
"""
_ACCOUNTS_OF_EVENTS = """
INSERT INTO imports_touch (what, object_id, of_id, is_new)
SELECT DISTINCT 'a', e.account_id, %(of)s::bigint, e.account_id > %(newest)s
FROM timeline_arrived n JOIN timeline_event e ON e.id = n.event_id WHERE e.account_id IS NOT NULL
ON CONFLICT (object_id, what, of_id) DO NOTHING
"""


def came_of(job: Import) -> list[tuple[str, int, str, str]]:
    """The kinds of events that an import brought: how many, and the first and the last day of the company."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.kind, count(*), (min(e.happened_at) AT TIME ZONE %(zone)s)::date::text, "
            "(max(e.happened_at) AT TIME ZONE %(zone)s)::date::text FROM ("
            "SELECT first, last FROM imports_brought WHERE of_id = %(of)s AND what = 'e' UNION ALL "
            "SELECT object_id, object_id FROM imports_touch WHERE of_id = %(of)s AND what = 'e' AND is_new) AS new "
            "JOIN timeline_event e ON e.id BETWEEN new.first AND new.last GROUP BY 1 ORDER BY 2 DESC",
            {"of": job.pk, "zone": home_zone().key},
        )
        return list(cursor.fetchall())
