"""The records in a delivery: JSON, one object or many, or a form."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _

from nabiz.connectors.paths import at_path
from nabiz.connectors.stripe.messages import Unusable

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 1_000
MOST_RECORDS = 10_000


def records_of(body: bytes, content_type: str, rows_at: str = "") -> list[dict[str, Any]]:
    """One dictionary for each record; `rows_at` is the path of the list that holds them. Raises Unusable."""
    told = _parsed(body, content_type)
    found = at_path(told, rows_at) if rows_at else told
    rows = found if isinstance(found, list) else [found]
    if not rows or not all(isinstance(row, Mapping) for row in rows):
        where = rows_at or "$"
        raise Unusable(_("There is no object, and no list of objects, at “%(path)s”.") % {"path": where})
    if len(rows) > MOST_RECORDS:
        raise Unusable(_("The delivery holds more than 10,000 records."))
    return [dict(row) for row in rows]


def _parsed(body: bytes, content_type: str) -> Any:
    if content_type.partition(";")[0].strip().lower() == FORM:
        try:
            return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS))
        except (UnicodeDecodeError, ValueError):
            raise Unusable(_("The form in the body cannot be read.")) from None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise Unusable(_("The body is no JSON.")) from None
