"""The part of the identities, ties and merges that a change reaches, loaded in as many statements as it has layers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import Q

from nabiz.customers.models import Identity, Merge
from nabiz.customers.sayings import USER_ID
from nabiz.customers.unions import Union


@dataclass(slots=True, eq=False)
class Node:
    """An identity. What may differ from its row afterwards is `customer_id`, `parent_id` and `is_contested`."""

    pk: int
    kind: str
    value: str
    customer_id: int
    origin_id: int | None
    parent_id: int | None
    is_told: bool
    is_shared: bool | None
    is_contested: bool
    since: datetime


@dataclass(slots=True, eq=False)
class Edge:
    one: int
    other: int
    proven_at: datetime | None
    claimed_at: datetime | None

    def far_end(self, pk: int) -> int:
        return self.other if pk == self.one else self.one


_FIELDS = (
    "pk", "kind", "value", "customer_id", "origin_id", "parent_id", "is_told", "is_shared", "is_contested", "since",
)  # fmt: skip


@dataclass
class Graph:
    nodes: dict[int, Node] = field(default_factory=dict)
    edges: dict[int, list[Edge]] = field(default_factory=dict)
    beside: dict[int, list[int]] = field(default_factory=dict)  # side: the identities that come to it
    merges: dict[int, list[tuple[int, int]]] = field(default_factory=dict)  # side: (customer, into)
    children: dict[int, list[int]] = field(default_factory=dict)

    def load(self, pks: Iterable[int]) -> None:
        if missing := set(pks) - self.nodes.keys():
            self._keep(Q(pk__in=missing))

    def load_edges(self, pks: Iterable[int]) -> None:
        """All ties of these identities that count, and the identities at their other ends."""
        missing = set(pks) - self.edges.keys()
        if not missing:
            return
        self.edges |= {pk: [] for pk in missing}
        with connection.cursor() as cursor:
            cursor.execute(_TIES, [list(missing), list(missing)])
            for row in cursor.fetchall():
                edge = Edge(*row)
                for end in {edge.one, edge.other} & missing:
                    self.edges[end].append(edge)
        self.load(edge.far_end(pk) for pk in missing for edge in self.edges[pk])

    def load_circles(self, pks: Iterable[int], *, with_parents: bool = False) -> None:
        """Whoever is one with these identities: by sharing a side, by merges, by aliases; by recognition too if asked.

        Nothing that several people use joins anybody, so a circle stays as small as a person is.
        """
        done: set[int] = set()
        layer = set(pks)
        while layer:
            self.load(layer)
            self._load_sides({side for pk in layer if (side := self.nodes[pk].origin_id)})
            self.load_edges(pk for pk in layer if self.nodes[pk].kind == USER_ID)
            if with_parents:
                self._load_children(layer)
            done |= layer
            layer = {near for pk in layer for near in self.near(pk, with_parents=with_parents)} - done

    def load_sides(self, sides: Iterable[int]) -> None:
        self._load_sides(set(sides))

    def near(self, pk: int, *, with_parents: bool) -> Iterable[int]:
        node = self.nodes[pk]
        for side in self._reach(node.origin_id) if node.origin_id else ():
            yield from self.beside[side]
        yield from self.aliases(pk)
        if with_parents:
            yield from self.children.get(pk, ())
            if node.parent_id:
                yield node.parent_id

    def aliases(self, pk: int) -> list[int]:
        """Users that a trusted source says are this user."""
        if self.nodes[pk].kind != USER_ID:
            return []
        ends = [edge.far_end(pk) for edge in self.edges[pk] if edge.proven_at]
        return [end for end in ends if self.nodes[end].kind == USER_ID]

    def circles(self) -> Union[tuple[str, int]]:
        """Who is one among all that is loaded, leaving recognition aside."""
        return self.merged(self.recognised(with_parents=False))

    def merged(self, union: Union[tuple[str, int]]) -> Union[tuple[str, int]]:
        for several in self.merges.values():
            for one, other in several:
                union.join(("side", one), ("side", other))
        return union

    def recognised(self, *, with_parents: bool = True) -> Union[tuple[str, int]]:
        """Who is one without what members merged."""
        union: Union[tuple[str, int]] = Union()
        for pk, node in self.nodes.items():
            if node.origin_id:
                union.join(("identity", pk), ("side", node.origin_id))
            if with_parents and node.parent_id:
                union.join(("identity", pk), ("identity", node.parent_id))
            for other in self.aliases(pk) if pk in self.edges else ():
                union.join(("identity", pk), ("identity", other))
        return union

    def _reach(self, side: int) -> set[int]:
        """The sides that this one is merged with, over any number of steps."""
        found, layer = {side}, {side}
        while layer:
            layer = {end for each in layer for pair in self.merges[each] for end in pair} - found
            found |= layer
        return found

    def _load_sides(self, sides: set[int]) -> None:
        while missing := sides - self.merges.keys():
            self.merges |= {side: [] for side in missing}
            self.beside |= {side: [] for side in missing}
            for pair in Merge.objects.filter(Q(customer__in=missing) | Q(into__in=missing)).values_list(
                "customer_id", "into_id"
            ):
                for end in set(pair) & missing:
                    self.merges[end].append(pair)
            for node in self._keep(Q(origin__in=missing)):
                self.beside[node.origin_id or 0].append(node.pk)
            sides = {end for side in missing for pair in self.merges[side] for end in pair}

    def _load_children(self, pks: set[int]) -> None:
        missing = pks - self.children.keys()
        if not missing:
            return
        found = defaultdict(list)
        for node in self._keep(Q(parent__in=missing)):
            found[node.parent_id].append(node.pk)
        self.children |= {pk: found[pk] for pk in missing}

    def _keep(self, which: Q) -> list[Node]:
        rows = [Node(*row) for row in Identity.objects.filter(which).values_list(*_FIELDS)]
        return [self.nodes.setdefault(row.pk, row) for row in rows]


_TIES = """
SELECT one_id, other_id, proven_at, claimed_at FROM customers_tie WHERE cut_at IS NULL AND one_id = ANY(%s)
UNION SELECT one_id, other_id, proven_at, claimed_at FROM customers_tie WHERE cut_at IS NULL AND other_id = ANY(%s)
"""
