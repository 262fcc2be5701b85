from nabiz.team.commands import set_up
from nabiz.team.models import Company, Member
from nabiz.team.queries import setup_code, setup_url

OWNER = {"name": "Olcay", "email": "olcay@acme.test", "password": "correct horse battery"}
COMPANY = {"name": "Acme", "language": "tr", "time_zone": "Europe/Istanbul", "currency": "TRY"}


def open_with_the_code(client):
    client.get(setup_url())


def test_the_first_start_ends_signed_in_on_the_pulse_page(client, db):
    open_with_the_code(client)
    response = client.post("/team/setup/owner/", OWNER)
    assert response["Location"] == "/team/setup/"

    response = client.post("/team/setup/company/", COMPANY)

    assert response["Location"] == "/"
    assert client.get("/team/me/").status_code == 200
    assert Company.objects.get().currency == "TRY"


def test_without_the_code_nobody_becomes_owner(client, db):
    client.post("/team/setup/owner/", OWNER)

    assert not Member.objects.exists()


def test_a_wrong_code_says_so(client, db):
    response = client.post("/team/setup/code/", {"code": "AAAA-BBBB"}, follow=True)

    assert response.status_code == 403
    assert b"not the code of this installation" in response.content


def test_the_code_may_be_typed_without_care(client, db):
    client.post("/team/setup/code/", {"code": setup_code().lower().replace("-", " ")})

    assert b"Who owns this installation" in client.get("/team/setup/").content


def test_with_an_owner_the_first_start_is_closed(client, owner):
    assert setup_url() is None
    assert client.get("/team/setup/")["Location"] == "/account/login/"

    client.post("/team/setup/owner/", OWNER)

    assert Member.objects.count() == 1


def test_an_owner_who_left_halfway_signs_in_and_goes_on(client, db, enter):
    open_with_the_code(client)
    client.post("/team/setup/owner/", OWNER)
    client.logout()

    assert client.get("/team/setup/")["Location"] == "/account/login/"
    enter(OWNER["email"])
    assert b"Which company is it for" in client.get("/team/setup/").content


def test_a_weak_password_is_refused_with_the_reason(client, db):
    open_with_the_code(client)

    response = client.post("/team/setup/owner/", {**OWNER, "password": "password"})

    assert response.status_code == 422
    assert b"too common" in response.content


def test_a_zone_that_does_not_exist_is_refused(client, sign_in, owner):
    response = sign_in(owner).post("/team/company/", {**COMPANY, "time_zone": "Europe/Atlantis"})

    assert response.status_code == 422


def test_setting_up_again_changes_nothing(db, trail_kinds):
    set_up(owner=OWNER, company=COMPANY)
    member = set_up(owner={**OWNER, "email": "other@acme.test"}, company={**COMPANY, "name": "Other"})

    assert member.email == OWNER["email"]
    assert Company.objects.get().name == "Acme"
    assert trail_kinds() == ["member.joined", "company.founded"]
