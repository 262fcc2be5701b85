"""One value of a mapping as two fields: a column, and what to take where there is none."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from nabiz.imports.mappings.binding import bind, named_columns
from nabiz.imports.mappings.model import REFERENCE, Plain, Plan, Value, references

KEPT = "{}"  # the choice that leaves a value of several columns as it is
NONE = Value(("",))

Headers = Mapping[str, str | None]


@dataclass(frozen=True)
class Slot:
    """`name` is the field's in the form; `kept` says in words what several columns make together."""

    name: str
    label: str | Promise
    column: str = ""
    otherwise: str = ""
    kept: str = ""
    note: str = ""
    is_needed: bool = False
    takes_constant: bool = True

    @property
    def is_used(self) -> bool:
        return bool(self.column or self.otherwise)

    @property
    def in_words(self) -> str:
        return self.kept or self.column or self.otherwise

    @property
    def is_lacking(self) -> bool:
        return self.is_needed and not self.is_used


def headers_of(plan: Plan, names: list[str]) -> Headers:
    """The header that each name of the mapping stands for; None where the table has none."""
    return bind(replace(plan, optional=tuple(named_columns(plan))), names).headers


def slot_of(
    name: str, label: str | Promise, value: Value | None, headers: Headers, *, is_needed: bool = False,
    takes_constant: bool = True,
) -> Slot:  # fmt: skip
    if value is None:
        return Slot(name, label, is_needed=is_needed, takes_constant=takes_constant)
    of = _known(value, headers)
    otherwise = "" if value.default is None else _written(value.default)
    column = kept = ""
    if len(of) == 1 and not references(str(of[0])):
        otherwise = _written(of[0])
    elif len(of) == 1 and (only := _only_name(of[0])):
        column = headers.get(only) or ""
    elif of:
        column, kept = KEPT, _(" or else ").join(in_words(str(each), headers) for each in of)
    return Slot(name, label, column, otherwise, kept, note_of(value, headers), is_needed, takes_constant)


def filled(value: Value | None, plan: Plan, headers: Headers, column: str, otherwise: str) -> tuple[Value | None, Plan]:
    """The value after the form, and the plan, in which a name of a preset may mean another column now."""
    otherwise = otherwise.strip()
    if column == KEPT and value is not None:
        return _with_default(value, otherwise), plan
    if not column:
        return (replace(_bare(value), of=(otherwise,)) if otherwise else None), plan
    name = _only_name(value.of[0]) if value and len(value.of) == 1 else None
    if name and name in plan.columns:
        return _with_default(value or NONE, otherwise), replace(plan, columns={**plan.columns, name: (column,)})
    reference, plan = _reference(plan, column)
    return _with_default(replace(value or NONE, of=(reference,)), otherwise), plan


def in_words(text: str, headers: Headers) -> str:
    return REFERENCE.sub(lambda found: headers.get(found[1].strip()) or found[1], text).strip()


def note_of(value: Value, headers: Headers) -> str:
    """What is done with the cells besides taking them."""
    notes = []
    if value.seconds_until:
        notes.append(_("the time from here to %(column)s") % {"column": in_words(value.seconds_until, headers)})
    if value.map:
        shown = ", ".join(f"{old} → {_written(new)}" for old, new in list(value.map.items())[:4])
        notes.append(shown + (" …" if len(value.map) > 4 else ""))
    signs = ((value.plus, "+"), (value.times, "×"), (value.divide, "÷"))
    notes += [f"{sign} {in_words(str(number), headers)}" for number, sign in signs if number is not None]
    if value.absolute:
        notes.append(_("without its sign"))
    if value.misfit == "blank":
        notes.append(_("what does not fit is left blank"))
    return "; ".join(notes)


def _known(value: Value, headers: Headers) -> tuple[Plain, ...]:
    """The texts of which the table has at least one column, or that need none."""
    return tuple(
        each
        for each in value.of
        if not (names := references(str(each))) or any(headers.get(name) or name == "#" for name in names)
    )


def _only_name(text: Plain) -> str:
    found = REFERENCE.fullmatch(str(text))
    return found[1].strip() if found else ""


def _reference(plan: Plan, header: str) -> tuple[str, Plan]:
    """A header that a preset uses as a name for something else gets a name of its own."""
    if header not in plan.columns:
        return f"{{{header}}}", plan
    name = f"column {header}"
    return f"{{{name}}}", replace(plan, columns={**plan.columns, name: (header,)})


def _with_default(value: Value, otherwise: str) -> Value:
    if otherwise == ("" if value.default is None else _written(value.default)):
        return value
    return replace(value, default=otherwise or None)


def _bare(value: Value | None) -> Value:
    """A constant keeps its type, nothing else."""
    return Value(("",), type=value.type if value else None)


def _written(plain: Plain) -> str:
    return str(plain).lower() if isinstance(plain, bool) else str(plain)
