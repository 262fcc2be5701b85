"""The rules by which an identity belongs to a person. They depend on what was said and when, never on when we heard it.

1. Users are one where a trusted source gives an alias, or where a member merged them. Nothing else joins two users.
2. An address (e-mail, phone) belongs to whoever a trusted source says has it, as long as all who have it are one
   person. An address that several people have, or that a role has (info@), joins nobody.
3. A device belongs to the user whom a trusted source saw on it first; else to the address that it gave to a trusted
   source first; else to the user who claimed first to be on it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from nabiz.customers.graph import Edge, Graph, Node
from nabiz.customers.normalise import is_role_address
from nabiz.customers.sayings import ANONYMOUS_ID, EMAIL, PHONE, USER_ID
from nabiz.customers.unions import Union

HOPS = 3  # a device tells of an e-mail, which tells of a phone, which tells of another device
ADDRESSES = (EMAIL, PHONE)


@dataclass(frozen=True)
class Circles:
    """Who is one before anybody is recognised, and which of these are users."""

    union: Union[tuple[str, int]]
    users: set[tuple[str, int]]

    @classmethod
    def of(cls, graph: Graph) -> "Circles":
        union = graph.circles()
        return cls(union, {union.find(("identity", pk)) for pk, node in graph.nodes.items() if node.kind == USER_ID})

    def around(self, pk: int) -> tuple[str, int]:
        return self.union.find(("identity", pk))

    def has_user(self, pk: int) -> bool:
        return self.around(pk) in self.users


def recognise(graph: Graph, pks: Iterable[int]) -> set[int]:
    """Decide anew, for these identities and those that depend on them, through whom each is recognised.

    Writes `parent_id` and `is_contested` of the nodes and returns those that differ now.
    """
    graph.load_circles(pks)
    within = graph.circles()
    started = {within.find(("identity", pk)) for pk in pks}
    circle = {pk for pk in graph.nodes if within.find(("identity", pk)) in started}
    reached = _reached(graph, {*pks, *circle})
    deciding = [graph.nodes[pk] for pk in sorted(reached) if graph.nodes[pk].kind != USER_ID]
    _load_holders(graph, deciding)
    circles = Circles.of(graph)
    changed = set()
    for kind in (EMAIL, PHONE, ANONYMOUS_ID):
        for node in deciding:
            if node.kind == kind:
                decided = _device(graph, node, circles) if kind == ANONYMOUS_ID else _address(graph, node, circles)
                if decided != (node.parent_id, node.is_contested):
                    node.parent_id, node.is_contested = decided
                    changed.add(node.pk)
    return changed


def may_join(node: Node) -> bool:
    """Whether an identity is anybody's own. A member's word goes before the rule of thumb."""
    if node.is_shared is not None:
        return not node.is_shared
    return not (node.kind == EMAIL and is_role_address(node.value))


def _reached(graph: Graph, pks: set[int]) -> set[int]:
    reached, layer = set(pks), pks
    for _ in range(HOPS):
        through = [pk for pk in layer if may_join(graph.nodes[pk])]
        graph.load_edges(through)
        ends = {edge.far_end(pk) for pk in through for edge in graph.edges[pk]} - reached
        layer = {pk for pk in ends if graph.nodes[pk].kind != USER_ID}
        reached |= layer
    return reached


def _load_holders(graph: Graph, deciding: list[Node]) -> None:
    """What the decisions look at: who has the addresses, who was seen on their devices, and who those people are."""
    graph.load_edges(node.pk for node in deciding)
    holders = {edge.far_end(node.pk) for node in deciding for edge in graph.edges[node.pk]}
    graph.load_edges(pk for pk in holders if graph.nodes[pk].kind == ANONYMOUS_ID)
    users = {pk for pk, node in graph.nodes.items() if node.kind == USER_ID}
    addresses = {pk for pk in holders if graph.nodes[pk].kind in ADDRESSES}
    known = {*users, *addresses, *(node.pk for node in deciding)}
    graph.load_circles({*known, *(parent for pk in known if (parent := graph.nodes[pk].parent_id))})


def _address(graph: Graph, node: Node, circles: Circles) -> tuple[int | None, bool]:
    if not may_join(node):
        return None, False
    holders = sorted(_holders(graph, node), key=lambda each: (each[0], graph.nodes[each[1]].value))
    people = {circles.around(pk) for _, pk in holders}
    own = circles.around(node.pk)
    if people and circles.has_user(node.pk):
        people.add(own)
    parent = holders[0][1] if len(people) == 1 and own not in people else None
    return parent, len(people) > 1


def _holders(graph: Graph, node: Node) -> Iterator[tuple[datetime, int]]:
    """Who is known to have the address, and since when: users, users seen on a device that gave it, and e-mails."""
    for edge in graph.edges[node.pk]:
        holder = graph.nodes[edge.one]
        if edge.proven_at is None or holder is node:
            continue
        if holder.kind == USER_ID:
            yield edge.proven_at, holder.pk
        elif holder.kind == ANONYMOUS_ID:
            if user := _first(graph, holder, (USER_ID,)):
                yield edge.proven_at, user.pk
        elif may_join(holder):
            yield edge.proven_at, holder.parent_id or holder.pk


def _device(graph: Graph, node: Node, circles: Circles) -> tuple[int | None, bool]:
    if circles.has_user(node.pk):
        return None, False
    parent = (
        _first(graph, node, (USER_ID,))
        or _first(graph, node, ADDRESSES)
        or _first(graph, node, (USER_ID,), is_claimed=True)
    )
    return parent.pk if parent else None, False


def _first(graph: Graph, device: Node, kinds: tuple[str, ...], *, is_claimed: bool = False) -> Node | None:
    """The earliest that a device was named with; of two at one moment the one that sorts first."""
    found = [
        (moment, end.kind, end.value, end)
        for edge, end in _ends(graph, device)
        if end.kind in kinds
        and (moment := edge.claimed_at if is_claimed else edge.proven_at)
        and (end.kind == USER_ID or (may_join(end) and not end.is_contested))
    ]
    return min(found, key=lambda each: each[:3])[3] if found else None


def _ends(graph: Graph, node: Node) -> Iterator[tuple[Edge, Node]]:
    return ((edge, graph.nodes[edge.far_end(node.pk)]) for edge in graph.edges[node.pk])
