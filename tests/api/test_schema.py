"""Whatever anyone sends to /api/, nothing breaks: requests generated from its own OpenAPI description."""

import pytest
import schemathesis
from hypothesis import HealthCheck, settings


@pytest.fixture
def api_schema(transactional_db, owner, client, mirror_folder):
    client.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    return schemathesis.openapi.from_wsgi("/api/openapi.json", _wsgi(client.cookies["sessionid"].value))


def _wsgi(session):
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()

    def signed_in(environ, start_response):
        return application(environ | {"HTTP_COOKIE": f"sessionid={session}"}, start_response)

    return signed_in


schema = schemathesis.pytest.from_fixture("api_schema")


@schema.parametrize()
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_request_breaks_the_api(case):
    response = case.call()

    assert response.status_code < 500
