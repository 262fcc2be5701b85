"""What the page of one connector shows."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from nabiz.connectors.models import Connector
from nabiz.connectors.queries import SHOWN, connector_lines, files_of, runs_of, visible_deliveries

if TYPE_CHECKING:
    from nabiz.team.models import Member


def page_of(member: "Member", connector: Connector) -> dict[str, Any]:
    line = connector_lines(member, [connector])[0]
    facts: dict[str, Any] = {"line": line, "connector": connector}
    if connector.receives:
        facts["address"] = settings.PUBLIC_URL.rstrip("/") + reverse("in:delivery", args=[connector.key])
        facts["deliveries"] = visible_deliveries(member, connector).defer("body")[:SHOWN]
    else:
        facts |= {"runs": runs_of(connector)[:SHOWN], "files": files_of(connector)[:SHOWN]}
    return facts
