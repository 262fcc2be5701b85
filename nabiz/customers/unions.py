"""Which things belong together, given pairs that do."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Generic, Self, TypeVar

T = TypeVar("T", bound=Hashable)


class Union(Generic[T]):
    """Disjoint sets; finding shortens the way, so long chains cost nothing."""

    def __init__(self, above: dict[T, T] | None = None) -> None:
        self._above: dict[T, T] = above or {}

    def copy(self) -> Self:
        return type(self)(dict(self._above))

    def find(self, one: T) -> T:
        root = one
        while (above := self._above.get(root, root)) != root:
            root = above
        while (above := self._above.get(one, one)) != root:
            self._above[one], one = root, above
        return root

    def join(self, one: T, other: T) -> None:
        self._above[self.find(one)] = self.find(other)

    def sets(self, things: Iterable[T]) -> Iterable[list[T]]:
        found: dict[T, list[T]] = defaultdict(list)
        for thing in things:
            found[self.find(thing)].append(thing)
        return found.values()
