"""Answers that are remembered as long as nothing they rest on has changed."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """The newest results by key, `size` of them, or as many as together weigh so much. One thread works on a key;
    others that ask for it wait for the same result."""

    def __init__(self, size: int, weigh: Callable[[T], int] = lambda _: 1) -> None:
        self._size, self._weigh, self._weight = size, weigh, 0
        self._kept: OrderedDict[Hashable, T] = OrderedDict()
        self._guard = threading.Lock()
        self._working: dict[Hashable, threading.Lock] = {}

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        with self._guard:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            turn = self._working.setdefault(key, threading.Lock())
        with turn:
            with self._guard:
                if key in self._kept:
                    return self._kept[key]
            try:
                made = make()
                self._keep(key, made)
            finally:
                with self._guard:
                    self._working.pop(key, None)
        return made

    def clear(self) -> None:
        with self._guard:
            self._kept.clear()
            self._weight = 0

    def _keep(self, key: Hashable, made: T) -> None:
        with self._guard:
            self._kept[key] = made
            self._weight += self._weigh(made)
            while self._weight > self._size:
                _, dropped = self._kept.popitem(last=False)
                self._weight -= self._weigh(dropped)
