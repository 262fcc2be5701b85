import pytest

from nabiz.team.commands import change_company, change_role, invite_member
from nabiz.team.trail import traces
from nabiz.team.views.audit import _safe
from nabiz.timeline.trail import trail

DETAILS = {"name": "Acme", "language": "en", "time_zone": "Asia/Kathmandu", "currency": "EUR"}


def test_the_trail_says_who_did_what(owner, ben):
    change_role(ben, "agent", by=owner)

    trace = traces(trail())[0]
    assert trace.who == "Olcay"
    assert trace.sentence == "viewer@acme.test is Agent now, before: Viewer"


def test_a_changed_company_names_the_fields(company, owner):
    change_company(company, DETAILS, by=owner)
    change_company(company, DETAILS, by=owner)

    assert [trace.sentence for trace in traces(trail())] == ["Changed the company: time zone, currency"]


def test_the_filter_by_member_shows_also_what_was_done_to_them(sign_in, owner, ana, ben):
    change_role(ben, "agent", by=owner)
    change_role(ana, "viewer", by=owner)

    page = sign_in(owner).get(f"/team/audit/?member={ben.pk}").content.decode()

    assert "viewer@acme.test is Agent" in page
    assert "agent@acme.test is Viewer" not in page


def test_long_trails_go_on_when_they_come_into_view(sign_in, owner):
    for number in range(55):
        invite_member(f"kisi{number}@acme.test", "viewer", by=owner)
    browser = sign_in(owner)
    first = browser.get("/team/audit/")

    rest = browser.get(first.context["next_url"], headers={"hx-request": "true"}).content.decode()

    assert "kisi54@" in first.content.decode()
    assert "kisi0@" in rest
    assert "<html" not in rest


def test_the_trail_leaves_as_csv_under_the_same_filter(sign_in, owner, ben):
    change_role(ben, "agent", by=owner)
    invite_member("yeni@acme.test", "viewer", by=owner)

    response = sign_in(owner).get("/team/audit.csv?kind=member.invited")

    lines = b"".join(response.streaming_content).decode().splitlines()
    assert len(lines) == 2
    assert "Invited yeni@acme.test as Viewer" in lines[1]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_a_spreadsheet_never_runs_a_cell(cell):
    assert _safe(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "query",
    [
        "member=abc",
        "member=99999999999999999999",
        "after=x",
        "after=99999999999999999999",
        "member=" + "9" * 5000,
        "after=" + "9" * 5000,
    ],
)
def test_a_bent_address_shows_a_page_all_the_same(sign_in, owner, query):
    assert sign_in(owner).get(f"/team/audit/?{query}").status_code == 200
