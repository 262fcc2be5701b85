from django.utils import timezone

PROFILE = {"name": "Ben", "language": "default", "time_zone": "", "theme": "default"}


def test_the_language_follows_the_member_over_the_browser(sign_in, ben):
    ben.language = "tr"
    ben.save()

    response = sign_in(ben).get("/team/me/", headers={"accept-language": "en"})

    assert response["Content-Language"] == "tr"
    assert '<html lang="tr"' in response.content.decode()


def test_without_a_choice_it_is_the_language_of_the_company(sign_in, company, ben):
    company.language = "tr"
    company.save()

    assert sign_in(ben).get("/team/me/", headers={"accept-language": "en"})["Content-Language"] == "tr"


def test_a_visitor_reads_in_the_language_of_the_browser(client, owner):
    assert client.get("/account/login/", headers={"accept-language": "tr"})["Content-Language"] == "tr"


def test_the_switch_in_the_shell_is_remembered_with_the_member(sign_in, ben):
    sign_in(ben).post("/ui/language/", {"language": "tr"})
    sign_in(ben).post("/ui/theme/", {"theme": "dark"})

    ben.refresh_from_db()
    assert (ben.language, ben.theme) == ("tr", "dark")


def test_times_are_read_in_the_zone_of_the_member_else_of_the_company(sign_in, ben):
    sign_in(ben).get("/team/me/")
    assert timezone.get_current_timezone_name() == "Europe/Istanbul"

    sign_in(ben).post("/team/me/", {**PROFILE, "time_zone": "Asia/Kathmandu"})
    sign_in(ben).get("/team/me/")

    assert timezone.get_current_timezone_name() == "Asia/Kathmandu"


def test_saving_the_profile_replaces_an_older_cookie(sign_in, ben):
    browser = sign_in(ben)
    browser.cookies["django_language"] = "en"

    response = browser.post("/team/me/", {**PROFILE, "language": "tr"})

    assert response.cookies["django_language"].value == "tr"


def test_a_visit_leaves_a_trace_of_the_last_time_seen(sign_in, ben):
    sign_in(ben).get("/team/me/")

    ben.refresh_from_db()
    assert ben.last_seen_at
