"""Whose a row is that names nobody: whoever the thing that it names was told to belong to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext as _

from nabiz.imports.applying.cells import Cells
from nabiz.imports.applying.values import INSTANT, typed
from nabiz.imports.mappings.binding import Bound
from nabiz.imports.mappings.model import references
from nabiz.timeline.things import Owner

Find = Callable[[str, list[str]], Mapping[str, Owner]]


@dataclass(frozen=True)
class Finder:
    """`find` answers for a whole batch. `must_find` refuses a row whose thing nobody knows; else it only counts."""

    find: Find
    must_find: bool = True


@dataclass(frozen=True)
class Owners:
    """`found` has a line for each row whose owner was found, by its place; `lost` marks those that name a thing of
    nobody known."""

    found: pa.Table
    lost: pa.Array


def names_things(bound: Bound) -> bool:
    """Whether rows of this table can name anything whose owner is to be found: most tables have no such column."""
    texts = [text for value in bound.plan.whose.values() for text in value.of if isinstance(text, str)]
    return any(not references(text) or any(bound.headers.get(name) for name in references(text)) for text in texts)


def named_things(cells: Cells, people: pa.Table) -> dict[str, pa.Array]:
    """The number of each thing that a row names, where the row names neither a customer nor an account."""
    whose = cells.bound.plan.whose
    if not whose:
        return {}
    is_nobody = people["account"].is_null()
    for name in ("user_id", "anonymous_id", "email", "phone"):
        is_nobody = pc.and_(is_nobody, people[name].is_null())
    nobody = is_nobody.combine_chunks()
    return {thing: pc.if_else(nobody, typed(cells, value, str), None) for thing, value in whose.items()}


def owners(cells: Cells, things: Mapping[str, pa.Array], finder: Finder | None, wanted: pa.Array) -> Owners | None:
    """Of several things that a row names, the first one whose owner is known counts."""
    if finder is None or not things:
        return None
    nothing = pa.nulls(len(cells), pa.int64())
    customer, account, since = nothing, nothing, pa.nulls(len(cells), INSTANT)
    names_any = pa.repeat(False, len(cells))
    for thing, numbers in things.items():
        open_yet = pc.and_(wanted, pc.and_(customer.is_null(), account.is_null()))
        asked = pc.if_else(open_yet, numbers, None)
        names_any = pc.or_(names_any, asked.is_valid())
        known = finder.find(thing, pc.unique(asked.drop_null()).to_pylist())
        place = pc.index_in(asked, pa.array(list(known), pa.string()))
        its = list(known.values())
        customer = pc.coalesce(customer, pa.array([each.customer_id for each in its], pa.int64()).take(place))
        account = pc.coalesce(account, pa.array([each.account_id for each in its], pa.int64()).take(place))
        since = pc.coalesce(since, pa.array([each.since for each in its], INSTANT).take(place))
    is_found = pc.or_(customer.is_valid(), account.is_valid())
    lost = pc.and_(names_any, pc.invert(is_found))
    if finder.must_find:
        cells.misfits.note(lost, lambda place: _sentence(cells, things, place))
    columns = {"place": pa.array(range(len(cells)), pa.int64()), "customer": customer, "account": account}
    return Owners(pa.table({**columns, "since": since}).filter(is_found), lost)


def _sentence(cells: Cells, things: Mapping[str, pa.Array], place: int) -> str:
    thing, number = next((thing, its[place].as_py()) for thing, its in things.items() if its[place].is_valid)
    column = " / ".join(cells.called(str(each)) for each in cells.bound.plan.whose[thing].of)
    told = _("“%(text)s” (%(column)s) is not known yet, nor whose it is. Bring in first what tells of it.")
    return told % {"text": number[:80], "column": column}
