"""How a fact must be written to count as its type. The mirror and the event table are read by the same rules.

A number may come as a number or as text, a text as a number too; everything else is missing, and never an error.
"""

from datetime import date, datetime
from decimal import Decimal

_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?(Z|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)?"

# Python, Arrow and PostgreSQL understand these, the same way, and match the whole text. PostgreSQL counts a repetition
# no further than 255.
PATTERNS: dict[type, str] = {
    int: r"-?[0-9]{1,19}(\.0+)?",
    float: r"-?[0-9]{1,255}(\.[0-9]+)?",
    Decimal: r"-?[0-9]{1,14}(\.[0-9]+)?",
    datetime: f"{_DAY}([T ]{_TIME})?",
    date: _DAY,
}
LARGEST_INT = 2**63 - 1
TOO_MUCH_MONEY = Decimal(10) ** 14
