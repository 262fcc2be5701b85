"""Every address, asked by nobody in particular and by each role: closed unless it is meant to be open."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from nabiz.team.roles import CAPABILITIES
from tests.people import make_member

SAMPLES = {"int": "1", "str": "x", "slug": "x", "uuid": "00000000-0000-4000-8000-000000000000", "path": "x"}
# Meant for people who are not signed in: signing in and up by invitation, set-up, style sheets, preferences, the API's own gate,
# what a customer chooses by the link that was sent to them, the surveys that they answer, the script that shows one on a page, what became of what they said,
# and the door where other systems deliver, which asks for their signature.
OPEN = (
    "/account/",
    "/team/join/",
    "/team/setup/",
    "/ui/",
    "/team/language/",
    "/team/theme/",
    "/static/",
    "/c/",
    "/s/",
    "/heard/",
    "/widget",
    "/in/",
)
GATED_BY_THE_API = "/api/"


def walk(patterns, prefix="/"):
    for each in patterns:
        route = prefix + str(each.pattern).lstrip("^").rstrip("$")
        if isinstance(each, URLResolver):
            yield from walk(each.url_patterns, route)
        elif isinstance(each, URLPattern):
            yield filled(route, each.pattern), each.callback


def filled(route, pattern):
    for name, converter in pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        for written in (f"<{kind}:{name}>", f"<{name}>"):
            route = route.replace(written, SAMPLES[kind])
    return route


ADDRESSES = sorted(
    {route: view for route, view in walk(get_resolver().url_patterns) if "(?P" not in route}.items(),
    key=lambda pair: pair[0],
)
STAFF = [(route, view) for route, view in ADDRESSES if not route.startswith((*OPEN, GATED_BY_THE_API))]


def test_there_is_something_to_sweep():
    assert len(STAFF) > 25


@pytest.mark.parametrize(("route", "view"), STAFF, ids=[route for route, _ in STAFF])
def test_every_staff_view_names_the_capability_it_needs(route, view):
    assert getattr(view, "capability", None) in CAPABILITIES["owner"]


@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_a_stranger_is_led_to_the_sign_in_page_or_finds_nothing(client, owner, method):
    open_doors = []
    for route, _ in STAFF:
        response = getattr(client, method)(route)
        led = response.status_code == 302 and "/account/login/" in response["Location"]
        if not (led or response.status_code in (404, 405)):
            open_doors.append((route, response.status_code))

    assert open_doors == []


def test_the_api_refuses_a_stranger(client, owner):
    routes = [
        route
        for route, _ in ADDRESSES
        if route.startswith(GATED_BY_THE_API) and "docs" not in route and "openapi" not in route
    ]

    assert {client.get(route).status_code for route in routes} <= {401, 404, 405}


@pytest.mark.parametrize("role", CAPABILITIES)
def test_a_role_finds_nothing_where_it_may_not_be(sign_in, owner, role):
    browser = sign_in(make_member(role, email=f"{role}-2@acme.test"))
    forbidden = [route for route, view in STAFF if view.capability not in CAPABILITIES[role]]

    assert {route: status for route in forbidden if (status := browser.get(route).status_code) != 404} == {}


@pytest.mark.parametrize("role", CAPABILITIES)
def test_no_address_breaks_for_a_role(sign_in, owner, deniz, role):
    browser = sign_in(make_member(role, email=f"{role}-2@acme.test"))
    browser.raise_request_exception = False

    assert {route: status for route, _ in ADDRESSES if (status := browser.get(route).status_code) >= 500} == {}
