"""Which sides are one person: who stands for whom, and under whom each identity is listed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Coalesce

from nabiz.customers.graph import Graph, Node
from nabiz.customers.models import Customer, Identity
from nabiz.customers.recognition import recognise
from nabiz.customers.sayings import ANONYMOUS_ID, EMAIL, PHONE, USER_ID
from nabiz.customers.unions import Union

Thing = tuple[str, int]

RANKS = {USER_ID: 0, EMAIL: 1, PHONE: 2, ANONYMOUS_ID: 3}
LOCK = 0x6E61_6269_7A04


@dataclass(slots=True, eq=False)
class Side:
    pk: int
    merged_into_id: int | None
    gives_way: bool
    came_at: datetime

    @property
    def root(self) -> int:
        return self.merged_into_id or self.pk


@dataclass
class Settled:
    """What a settling changed: the people whose sides are others now, and which of them came into which."""

    people: set[int] = field(default_factory=set)
    joined: list[tuple[int, int]] = field(default_factory=list)


def one_at_a_time() -> None:
    """Who is one with whom is decided by one transaction at a time; call it before reading what the decision needs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def settle(identities: Iterable[int], sides: Iterable[int] = ()) -> Settled:
    """Decide anew who these identities and sides are, after something about them changed."""
    graph, sides = Graph(), set(sides)
    graph.load_sides(sides)
    seeds = {*identities, *(pk for beside in graph.beside.values() for pk in beside)}
    seeds |= recognise(graph, seeds)
    _write(graph.nodes[pk] for pk in seeds)
    reached = _load_people(graph, seeds, sides)
    return _assign(graph, reached)


def _load_people(graph: Graph, pks: set[int], sides: set[int]) -> set[Thing]:
    """Everyone whom the change concerns, as they were and as they will be, down to the last side."""
    roots = {graph.nodes[pk].customer_id for pk in pks}
    roots |= {side.root for side in _sides(Q(pk__in=sides))}
    before = {side.pk for side in _sides(Q(pk__in=roots) | Q(merged_into__in=roots))}
    listed = set(Identity.objects.filter(customer__in=roots).values_list("pk", flat=True))
    graph.load_sides(before)
    graph.load_circles({*pks, *listed}, with_parents=True)
    return {*(("identity", pk) for pk in {*pks, *listed}), *(("side", pk) for pk in before)}


def _assign(graph: Graph, reached: set[Thing]) -> Settled:
    apart = graph.recognised()
    whole = graph.merged(apart.copy())
    concerned = {whole.find(thing) for thing in reached}
    sides = {side.pk: side for side in _sides(Q(pk__in=list(graph.merges)))}
    things: list[Thing] = [*(("identity", pk) for pk in graph.nodes), *(("side", pk) for pk in sides)]
    settled, homeless, touched = Settled(), list[Node](), list[Node]()
    for person in whole.sets(thing for thing in things if whole.find(thing) in concerned):
        its_sides = [sides[pk] for what, pk in person if what == "side"]
        its_nodes = [graph.nodes[pk] for what, pk in person if what == "identity"]
        touched += its_nodes
        if its_sides:
            _make_one(graph, apart, its_sides, its_nodes, settled)
        else:
            homeless += its_nodes
    for node in homeless:
        before = node.customer_id
        _list_with_holder(graph, node)
        if node.customer_id != before:
            settled.people |= {before, node.customer_id}
    _write(touched)
    _write_sides(sides.values())
    return settled


def _make_one(graph: Graph, apart: Union[Thing], sides: list[Side], nodes: list[Node], settled: Settled) -> None:
    """Choose who stands for a person: a side that no member merged away; of these a user's, one who did, the elder."""
    away = {
        apart.find(("side", one))
        for side in sides
        for one, other in graph.merges[side.pk]
        if apart.find(("side", one)) != apart.find(("side", other))
    }
    if all(apart.find(("side", side.pk)) in away for side in sides):
        away = set()
    ranks = {side.pk: len(RANKS) for side in sides}
    for node in nodes:
        if node.origin_id:
            ranks[node.origin_id] = min(ranks[node.origin_id], RANKS.get(node.kind, len(RANKS)))
    for side in sides:
        gives_way = apart.find(("side", side.pk)) in away
        if side.gives_way != gives_way:
            side.gives_way = gives_way
            settled.people.add(side.root)
    root = min(
        sides, key=lambda each: (each.gives_way, ranks[each.pk], each.merged_into_id or 0, each.came_at, each.pk)
    )
    _note(sides, root, settled)
    for node in nodes:
        if node.customer_id != root.pk:
            settled.people |= {node.customer_id, root.pk}
            node.customer_id = root.pk


def _note(sides: list[Side], root: Side, settled: Settled) -> None:
    for side in sides:
        stands_as = None if side is root else root.pk
        if side.merged_into_id != stands_as:
            settled.people |= {side.root, root.pk}
            if side.merged_into_id is None:
                settled.joined.append((side.pk, root.pk))
            side.merged_into_id = stands_as


def _list_with_holder(graph: Graph, node: Node) -> None:
    """An address that nobody came by and that is nobody's own is shown with the first who is said to have it."""
    graph.load_edges([node.pk])
    holders = [
        (edge.proven_at is None, edge.proven_at or edge.claimed_at, graph.nodes[edge.one].value, edge.one)
        for edge in graph.edges[node.pk]
        if edge.other == node.pk
    ]
    if holders:
        node.customer_id = graph.nodes[min(holders)[3]].customer_id


def _sides(which: Q) -> list[Side]:
    rows = Customer.objects.filter(which).annotate(own=Coalesce("came_at", "since"))
    return [Side(*row) for row in rows.values_list("pk", "merged_into", "gives_way", "own")]


def _write(nodes: Iterable[Node]) -> None:
    columns = [(n.pk, n.customer_id, n.parent_id, n.is_contested) for n in nodes]
    if columns:
        with connection.cursor() as cursor:
            cursor.execute(_IDENTITIES, [list(column) for column in zip(*columns, strict=True)])


def _write_sides(sides: Iterable[Side]) -> None:
    columns = [(side.pk, side.merged_into_id, side.gives_way) for side in sides]
    if columns:
        with connection.cursor() as cursor:
            cursor.execute(_SIDES, [list(column) for column in zip(*columns, strict=True)])


_IDENTITIES = """
UPDATE customers_identity AS it
SET customer_id = new.customer_id, parent_id = new.parent_id, is_contested = new.is_contested
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bool[]) AS new (id, customer_id, parent_id, is_contested)
WHERE it.id = new.id AND (it.customer_id, it.parent_id, it.is_contested)
IS DISTINCT FROM (new.customer_id, new.parent_id, new.is_contested)
"""
_SIDES = """
UPDATE customers_customer AS it SET merged_into_id = new.merged_into_id, gives_way = new.gives_way
FROM unnest(%s::bigint[], %s::bigint[], %s::bool[]) AS new (id, merged_into_id, gives_way)
WHERE it.id = new.id AND (it.merged_into_id, it.gives_way) IS DISTINCT FROM (new.merged_into_id, new.gives_way)
"""
