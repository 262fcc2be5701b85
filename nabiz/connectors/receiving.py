"""The way of a delivery from the wire into the table: limited, proven, written down once."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.utils import timezone

from nabiz.connectors.boxes import opened
from nabiz.connectors.models import Connector
from nabiz.connectors.paths import at_path
from nabiz.connectors.signatures import check_basic, check_hmac, check_path, check_standard, check_stripe

LONGEST_ID = 255


def secrets_of(connector: Connector) -> list[dict[str, Any]]:
    """The secret in force, and the one before it while that still holds."""
    found = [opened(connector.secrets)]
    if connector.old_secrets and connector.old_until and connector.old_until > timezone.now():
        found.append(opened(connector.old_secrets))
    return found


def check_sender(connector: Connector, headers: Mapping[str, str], body: bytes, in_path: str) -> None:
    """Raises NotSigned. Headers are looked up whatever their case."""
    known = secrets_of(connector)
    plain = [str(each.get("secret") or "") for each in known]
    scheme = "stripe" if connector.kind == Connector.Kind.STRIPE else connector.options.get("scheme")
    if scheme == "stripe":
        check_stripe(plain, headers.get("stripe-signature", ""), body)
    elif scheme == "standard":
        check_standard(plain, {name.lower(): value for name, value in headers.items()}, body)
    elif scheme == "hmac":
        check_hmac(plain, headers.get(str(connector.options.get("header") or ""), ""), body, connector.options)
    elif scheme == "basic":
        check_basic(known, headers.get("authorization", ""))
    else:
        check_path(plain, in_path)


def write_down(connector: Connector, headers: Mapping[str, str], body: bytes) -> bool:
    """One row for each delivery, however often and however concurrently it is sent; says whether it is new."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO connectors_delivery (connector_id, external_id, content_type, body) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (connector_id, external_id) DO UPDATE SET repeats = connectors_delivery.repeats + 1 "
            "RETURNING repeats = 0",
            [connector.pk, external_id(connector, headers, body), headers.get("content-type", "")[:200], body],
        )
        return bool(cursor.fetchone()[0])


def external_id(connector: Connector, headers: Mapping[str, str], body: bytes) -> str:
    """What the sender calls this delivery; where it says nothing, the same body is the same delivery."""
    named = ""
    if connector.kind == Connector.Kind.STRIPE:
        named = _in_body(body, "id")
    elif connector.options.get("scheme") == "standard":
        named = headers.get("webhook-id", "")
    elif where := str(connector.options.get("id_from") or ""):
        named = headers.get(where.removeprefix("header:"), "") if where.startswith("header:") else _in_body(body, where)
    if not named or len(named) > LONGEST_ID or "\0" in named:
        return "sha256:" + hashlib.sha256(body).hexdigest()
    return named


def _in_body(body: bytes, path: str) -> str:
    try:
        found = at_path(json.loads(body), path)
    except (ValueError, RecursionError):
        return ""
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""
