"""The next rows are read and mapped while the database takes those before them: two cores where there are two."""

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

Item = TypeVar("Item")


def ahead(items: Iterator[Item]) -> Generator[Item, None, None]:
    """The same items, each made by another thread while the one before is in use. Making them asks no database.

    What goes wrong with an item is raised in its place, after those before it were given.
    """
    with ThreadPoolExecutor(1, "ahead") as other:
        language = copy_context()

        def another() -> Item | None:
            return language.run(lambda: next(items, None))

        waiting = other.submit(another)
        while (item := waiting.result()) is not None:
            waiting = other.submit(another)
            yield item
