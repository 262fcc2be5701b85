import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value


def code_of(secret, step=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


@pytest.fixture
def secured(enter, client, ben, owner, django_capture_on_commit_callbacks):
    """Ben with an authenticator app; returns its secret."""
    enter(ben.email)
    client.post("/account/reauthenticate/", {"password": "correct horse battery"})
    secret = client.get("/account/2fa/totp/activate/").context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    client.post("/account/logout/")
    return secret


def test_setting_up_an_app_brings_recovery_codes_and_stands_in_the_trail(secured, ben, trail_kinds):
    kinds = {authenticator.type for authenticator in Authenticator.objects.filter(user=ben)}

    assert kinds == {"totp", "recovery_codes"}
    assert "member.second_factor_added" in trail_kinds()


def test_the_password_alone_no_longer_opens_the_account(secured, enter, client, ben):
    assert enter(ben.email)["Location"] == "/account/2fa/authenticate/"
    assert client.get("/team/me/").status_code == 302


def test_the_code_of_the_app_opens_it(secured, enter, client, ben):
    enter(ben.email)
    client.post("/account/2fa/authenticate/", {"code": code_of(secured, step=1)})

    assert client.get("/team/me/").status_code == 200


def test_a_code_works_once(secured, enter, client, ben):
    code = code_of(secured, step=1)
    enter(ben.email)
    client.post("/account/2fa/authenticate/", {"code": code})
    client.post("/account/logout/")
    enter(ben.email)

    assert b"This code is not right" in client.post("/account/2fa/authenticate/", {"code": code}).content


def test_a_recovery_code_opens_it_once(secured, enter, client, ben):
    code = Authenticator.objects.get(user=ben, type="recovery_codes").wrap().get_unused_codes()[0]
    enter(ben.email)
    client.post("/account/2fa/authenticate/", {"code": code})

    assert client.get("/team/me/").status_code == 200
    client.post("/account/logout/")
    enter(ben.email)
    assert client.post("/account/2fa/authenticate/", {"code": code}).status_code == 200


def test_the_secret_of_the_app_is_stored_encrypted(secured, ben):
    assert secured not in str(Authenticator.objects.get(user=ben, type="totp").data)


def test_setting_up_an_app_asks_who_is_there_first(enter, client, ben, owner):
    enter(ben.email)

    assert "/account/reauthenticate/" in client.get("/account/2fa/totp/activate/")["Location"]


def test_removing_the_app_asks_who_is_there_first(secured, sign_in, ben):
    response = sign_in(ben).get("/account/2fa/totp/deactivate/")

    assert "/reauthenticate/" in response["Location"]


@pytest.mark.parametrize("page", ["/account/2fa/", "/account/2fa/recovery-codes/", "/account/2fa/webauthn/"])
def test_the_pages_of_second_factors_open(secured, enter, client, ben, page):
    enter(ben.email)
    client.post("/account/2fa/authenticate/", {"code": code_of(secured, step=1)})
    client.post("/account/reauthenticate/", {"password": "correct horse battery"})

    assert client.get(page).status_code == 200
