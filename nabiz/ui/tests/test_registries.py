from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from nabiz.ui.jump import JumpItem, jump_items, register_provider
from nabiz.ui.navigation import Entry, place_under, places, register
from nabiz.ui.slots import panels_for, register_panel
from nabiz.ui.toasts import toast, undo_url_of

PULSE = Entry("places", "Nabız Işığı", "places:pulse", "activity", order=1)


class Only:
    def __init__(self, *capabilities):
        self.capabilities = capabilities

    def can(self, capability):
        return capability in self.capabilities


def request_by(member, path="/pulse/"):
    request = RequestFactory().get(path)
    request.member, request.resolver_match = member, None
    return request


def test_only_registered_places_are_shown_in_their_order():
    register(Entry("later", "Later", "places:pulse", "inbox", order=2))
    register(PULSE)

    assert [place.entry.key for place in places(request_by(None))] == ["places", "later"]


def test_a_place_that_a_member_may_not_see_is_not_shown():
    register(Entry("secret", "Secret", "places:pulse", "lock", needs="manage"))

    assert places(request_by(Only("see"))) == places(request_by(None)) == []
    assert len(places(request_by(Only("manage")))) == 1


def test_four_places_have_room_on_the_bar_of_a_phone():
    for number in range(6):
        register(Entry(f"place{number}", "Place", "places:pulse", "inbox", order=number))

    assert [place.on_the_bar for place in places(request_by(None))] == [True] * 4 + [False] * 2


def test_panels_come_in_order_and_only_for_those_who_may():
    register_panel("customer.side", "health", "places:panel", order=2)
    register_panel("customer.side", "tickets", "places:panel", order=1)
    register_panel("customer.side", "secret", "places:panel", needs="manage")

    panels = panels_for(Only("see"), "customer.side")

    assert [panel.name for panel in panels] == ["tickets", "health"]
    assert panels[0].url(7) == "/panel/7/"


@pytest.mark.parametrize("typed", ["ışığı", "ISIGI", "nabiz"])
def test_jump_finds_places_whatever_keyboard_typed_them(typed):
    register(PULSE)

    assert [item.url for item in jump_items(request_by(Only()), typed)] == ["/pulse/"]


def test_jump_asks_the_providers_once_something_is_typed():
    register_provider(lambda reader, query: [JumpItem(query.title(), "customer", "/customers/7/")])

    assert [item.label for item in jump_items(request_by(Only()), "deniz")] == ["Deniz"]
    assert jump_items(request_by(Only()), "") == []


def test_the_way_back_travels_with_the_message(rf):
    assert undo_url_of("undo:/customers/7/archive/") == "/customers/7/archive/"
    assert undo_url_of("success") == undo_url_of(None) == ""
    assert callable(toast)


def test_a_place_is_lit_on_the_pages_that_are_placed_under_it():
    register(PULSE)
    place_under("places", "elsewhere")
    request = request_by(None)
    request.resolver_match = SimpleNamespace(namespaces=["elsewhere"], view_name="elsewhere:list")

    assert [place.is_here for place in places(request)] == [True]
