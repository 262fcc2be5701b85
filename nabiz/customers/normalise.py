"""One way to write each identity, so that the same person is not known twice."""

import re
from typing import Any

import phonenumbers

REGION = "TR"  # of numbers that come without their country
LONGEST = 255
ADDRESS = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]+\.[^@\s\x00-\x1f.]{2,}")

# What code sends when it does not know who is there. All who share such an id would become one person.
NOBODY = frozenset({
    "", "0", "-1", "null", "(null)", "none", "nil", "nan", "undefined", "true", "false", "id", "email", "anonymous",
    "guest", "unknown", "user_id", "userid", "anonymous_id", "anonymousid", "distinct_id", "not_authenticated",
    "[object object]", "00000000-0000-0000-0000-000000000000",
})  # fmt: skip


def id_of(value: Any) -> str:
    """A user or anonymous id as text; empty where it names nobody. Raises ValueError where it is no id at all."""
    if isinstance(value, str):
        text = value.strip()
    elif value is None:
        return ""
    elif isinstance(value, int) and not isinstance(value, bool):
        text = str(value)
    else:
        raise ValueError
    if len(text) > LONGEST:
        raise ValueError
    return "" if text.lower() in NOBODY else text


def email_of(value: Any) -> str:
    """In lower case: no mail provider tells letters apart by their case, and phones capitalise the first one."""
    text = value.strip() if isinstance(value, str) else ""
    return text.lower() if len(text) <= LONGEST - 1 and ADDRESS.fullmatch(text) else ""


def phone_of(value: Any) -> str:
    """As E.164; empty where it is no possible telephone number."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not 5 <= len(text) <= 40:
        return ""
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
