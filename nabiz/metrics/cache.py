"""Answers that are remembered as long as nothing they rest on has changed."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """The newest `size` results by key. One thread works on a key; others that ask for it wait for the same result."""

    def __init__(self, size: int) -> None:
        self._size = size
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

    def _keep(self, key: Hashable, made: T) -> None:
        with self._guard:
            self._kept[key] = made
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
