import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse

from nabiz.team.access import can
from nabiz.team.middleware import MemberMiddleware


def ask(member, capability, **headers):
    """What a view that needs the capability answers to this member."""
    request = HttpRequest()
    request.path, request.user = "/customers/", member or AnonymousUser()
    request.META = {"SERVER_NAME": "nabiz.test", "SERVER_PORT": "80", **headers}
    view = can(capability)(lambda request: HttpResponse(request.member.name))
    return MemberMiddleware(view)(request)


def test_a_member_with_the_capability_comes_in(ben):
    with pytest.raises(Http404):
        ask(ben, "answer")

    assert ask(ben, "see").content == b"Ben"


def test_a_visitor_is_led_to_the_sign_in_page_and_back(owner):
    response = ask(None, "see")

    assert response.status_code == 302
    assert response["Location"] == "/account/login/?next=/customers/"


def test_before_there_is_a_company_everything_leads_to_the_first_start(db):
    assert ask(None, "see")["Location"] == "/team/setup/"


def test_before_there_is_an_owner_everything_leads_to_the_first_start(company):
    assert ask(None, "see")["Location"] == "/team/setup/"


def test_a_fragment_sends_the_whole_page_to_the_sign_in(owner):
    response = ask(None, "see", HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL="http://nabiz.test/customers/?q=a")

    assert response.status_code == 200
    assert response["HX-Redirect"] == "/account/login/?next=/customers/%3Fq%3Da"


def test_a_deactivated_member_is_a_visitor(owner, ben):
    ben.is_active = False

    assert ask(ben, "see").status_code == 302
