from nabiz.team.models import Mail


def test_a_member_signs_in_with_address_and_password(ben, enter, client, trail_kinds):
    response = enter("BEN@acme.test".replace("BEN", "viewer"))

    assert response["Location"] == "/"
    assert client.get("/team/me/").status_code == 200
    assert trail_kinds() == ["member.signed_in"]


def test_a_wrong_password_stands_in_the_trail_and_says_nothing_about_the_account(owner, ben, enter, trail_kinds):
    known = enter(ben.email, "wrong password")
    unknown = enter("nobody@acme.test", "wrong password")

    sentence = b"E-mail address and password do not belong together."
    assert sentence in known.content
    assert sentence in unknown.content
    assert trail_kinds() == ["member.sign_in_failed"]


def test_guessing_ends_with_429_and_a_clear_sentence(owner, enter):
    for _ in range(5):
        enter(owner.email, "wrong password")

    response = enter(owner.email)

    assert response.status_code == 429
    assert b"Too many tries in a short time" in response.content


def test_guessing_at_many_accounts_from_one_address_ends_too(owner, enter):
    statuses = [enter(f"guess{n}@acme.test", "wrong password").status_code for n in range(12)]

    assert statuses[9:] == [200, 429, 429]


def test_a_closed_account_is_told_so(owner, ben, enter, client):
    ben.is_active = False
    ben.save()

    assert enter(ben.email)["Location"] == "/account/inactive/"
    assert client.get("/team/me/").status_code == 302


def test_a_forgotten_password_is_set_anew_by_mail_once(owner, ben, client, link_in, enter):
    client.post("/account/password/reset/", {"email": ben.email})
    page = client.get(link_in(ben.email), follow=True)
    new = {"password1": "yepyeni uzun parola", "password2": "yepyeni uzun parola"}
    client.post(page.redirect_chain[-1][0], new)

    assert enter(ben.email, "yepyeni uzun parola").status_code == 302
    assert b"no longer works" in client.get(page.redirect_chain[0][0].replace("set-password", "abc-123")).content


def test_the_link_for_a_new_password_never_follows_a_forged_host(owner, ben, client):
    client.post("/account/password/reset/", {"email": ben.email}, headers={"host": "evil.test"})

    assert "evil.test" not in Mail.objects.get().text


def test_an_unknown_address_gets_no_mail_and_the_same_answer(owner, client):
    response = client.post("/account/password/reset/", {"email": "nobody@acme.test"})

    assert response["Location"] == "/account/password/reset/done/"
    assert not Mail.objects.exists()


def test_there_is_no_open_sign_up(owner, client):
    assert client.get("/account/signup/").status_code == 404


def test_a_changed_password_is_told_by_mail(sign_in, ben, trail_kinds):
    old, new = "correct horse battery", "yepyeni uzun parola"
    sign_in(ben).post("/account/password/change/", {"oldpassword": old, "password1": new, "password2": new})

    assert Mail.objects.get().to == ben.email
    assert trail_kinds() == ["member.password_changed"]
