"""What is guessed of one column."""

from dataclasses import dataclass, field

from nabiz.imports.reading.problems import Problem
from nabiz.imports.reading.tables import ColumnType, Format

ENOUGH = 0.9  # of the cells that are not blank


@dataclass(frozen=True)
class Guess:
    type: ColumnType
    format: Format = field(default_factory=Format)
    problems: tuple[Problem, ...] = ()
