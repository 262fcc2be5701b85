"""The cells of a batch as the texts of a mapping ask for them: columns by name, joined texts, conditions."""

from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext as _

from nabiz.imports.applying.misfits import Misfits
from nabiz.imports.mappings.binding import Bound
from nabiz.imports.mappings.conditions import NUMERIC, Condition, parse_condition
from nabiz.imports.mappings.model import REFERENCE, ROW
from nabiz.imports.reading.tables import Settings
from nabiz.imports.reading.values import as_decimal

UTC = ZoneInfo("UTC")


@dataclass
class Cells:
    """`rows` are columns of text, `numbers` the number of each row in the file."""

    bound: Bound
    rows: pa.Table
    numbers: pa.Array
    settings: Settings
    zone: ZoneInfo = UTC
    misfits: Misfits = field(default_factory=Misfits)
    _columns: dict[str, pa.Array] = field(default_factory=dict)

    def __len__(self) -> int:
        return int(self.rows.num_rows)

    @cached_property
    def nothing(self) -> pa.Array:
        return pa.nulls(len(self), pa.string())

    def column(self, name: str) -> pa.Array:
        """The cells under a name, without blanks around them; null where there is nothing."""
        if name not in self._columns:
            self._columns[name] = self._read(name)
        return self._columns[name]

    def text(self, template: str) -> pa.Array:
        """The template with its columns filled in; null where none of them has anything."""
        parts = REFERENCE.split(template)  # constant, name, constant, name, …, constant
        if len(parts) == 1:
            return pa.repeat(pa.scalar(template or None, pa.string()), len(self))
        columns = [self.column(name.strip()) for name in parts[1::2]]
        if len(columns) == 1 and parts[0] == parts[2] == "":
            return columns[0]
        pieces = [self.column(part.strip()) if n % 2 else pa.scalar(part) for n, part in enumerate(parts)]
        joined = pc.utf8_trim_whitespace(
            pc.binary_join_element_wise(*pieces, "", null_handling="replace", null_replacement="")
        )
        anything = columns[0].is_valid()
        for column in columns[1:]:
            anything = pc.or_(anything, column.is_valid())
        return pc.if_else(anything, joined, None)

    def settings_of(self, template: str) -> Settings:
        """How the one column of a template is written; the table's own way where it joins several."""
        header = self._header_of(template)
        return self.settings.of(header) if header else self.settings

    def zone_of(self, template: str) -> ZoneInfo:
        """Where the clock of its one column stands: a header such as `Created (UTC)` says so itself."""
        header = self._header_of(template) or ""
        return UTC if header.rstrip().upper().endswith("(UTC)") else self.zone

    def called(self, template: str) -> str:
        """A text of the mapping in the words of the file: with the headers that its names stand for."""
        return REFERENCE.sub(lambda found: self.bound.headers.get(found[1].strip()) or found[1].strip(), template)

    def holds(self, conditions: tuple[str, ...]) -> pa.Array:
        mask = pa.repeat(True, len(self))
        for text in conditions:
            mask = pc.and_(mask, self._holds(parse_condition(text)))
        return mask

    def _header_of(self, template: str) -> str | None:
        parts = REFERENCE.split(template)
        return self.bound.headers.get(parts[1].strip()) if len(parts) == 3 else None

    def _read(self, name: str) -> pa.Array:
        if name == ROW:
            return self.numbers.cast(pa.string())
        header = self.bound.headers.get(name)
        if header is None or header not in self.rows.column_names:
            return self.nothing
        column = self.rows[header]
        whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        trimmed = pc.utf8_trim_whitespace(whole)
        nothing = pa.array(["", *(self.settings.of(header).blank or ())], pa.string())
        return pc.if_else(pc.is_in(trimmed, nothing), None, trimmed)

    def _holds(self, condition: Condition) -> pa.Array:
        subject = self.text(condition.subject)
        if condition.word in ("is empty", "is not empty"):
            return subject.is_null() if condition.word == "is empty" else subject.is_valid()
        if condition.word in NUMERIC:
            return self._compared(subject, condition)
        found = self._found(pc.utf8_lower(subject), condition)
        is_denied = "not" in condition.word.split()
        return pc.invert(found) if is_denied else found

    def _found(self, subject: pa.Array, condition: Condition) -> pa.Array:
        operand = condition.operand.lower()
        match condition.word:
            case "is" | "is not":
                found = pc.equal(subject, self._operand(condition.operand))
            case "is one of" | "is not one of":
                choices = [each.strip() for each in operand.split(",")]
                found = pc.is_in(subject, pa.array(choices, pa.string()))
            case "contains":
                found = pc.match_substring(subject, operand)
            case _:
                found = pc.starts_with(subject, operand)
        return pc.fill_null(found, False)

    def _operand(self, operand: str) -> pa.Array | pa.Scalar:
        return pc.utf8_lower(self.text(operand)) if REFERENCE.search(operand) else pa.scalar(operand.lower())

    def _compared(self, subject: pa.Array, condition: Condition) -> pa.Array:
        number = self._number(subject, condition.subject)
        other = self._number(self.text(condition.operand), condition.operand)
        ways = {"<": pc.less, "<=": pc.less_equal, ">": pc.greater, ">=": pc.greater_equal}
        return pc.fill_null(ways[condition.word](number, other), False)

    def _number(self, text: pa.Array, template: str) -> pa.Array:
        number, misfits = as_decimal(text, self.settings_of(template))
        self.misfits.note(
            misfits,
            lambda place: (
                _("“%(text)s” is no number (%(column)s).")
                % {"text": str(text[place])[:80], "column": self.called(template)}
            ),
        )
        return number
