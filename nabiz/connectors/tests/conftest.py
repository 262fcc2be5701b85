import json

import pytest


@pytest.fixture
def billing(company):
    from nabiz.connectors.commands import create_connector
    from nabiz.connectors.tests.stripe_messages import SECRET

    return create_connector("billing", "stripe", options={}, secrets={"secret": SECRET})


@pytest.fixture
def deliver(db):
    """Write deliveries down as if they had come, and work them off."""
    from nabiz.connectors.receiving import write_down
    from nabiz.connectors.working import work_off

    def delivered(connector, *contents, content_type="application/json", **headers):
        for content in contents:
            body = content if isinstance(content, bytes) else json.dumps(content).encode()
            write_down(connector, {"content-type": content_type, **headers}, body)
        return work_off(connector)

    return delivered


@pytest.fixture
def told(db):
    """(kind, value, facts) of what came from outside, as it happened."""
    from nabiz.timeline.models import Event

    def rows(source="billing"):
        found = Event.objects.filter(source=source).order_by("happened_at", "message_id")
        return [(event.kind, event.value, event.facts) for event in found]

    return rows
