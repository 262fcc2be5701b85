"""Whatever anyone sends to /api/, nothing breaks: requests generated from its own OpenAPI description."""

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings

EACH = 60


@pytest.fixture
def schema(transactional_db, owner, client, mirror_folder):
    client.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    application, session = get_wsgi_application(), client.cookies["sessionid"].value

    def signed_in(environ, start_response):
        return application(environ | {"HTTP_COOKIE": f"sessionid={session}"}, start_response)

    return schemathesis.openapi.from_wsgi("/api/openapi.json", signed_in)


def test_no_request_breaks_the_api(schema):
    operations = [found.ok() for found in schema.get_all_operations()]
    broken = []
    for operation in operations:

        @settings(max_examples=EACH, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def ask(case):
            response = case.call()
            if response.status_code >= 500:
                broken.append((case.formatted_path, response.status_code, case.query))

        ask()

    assert len(operations) >= 2
    assert broken == []
