from nabiz.demo.models import DemoRun
from nabiz.demo.queries import is_moving


def test_bringing_it_in_is_handed_to_the_worker_once_however_often_it_is_clicked(sign_in, owner):
    browser = sign_in(owner)

    for _ in range(3):
        assert browser.post("/demo/filling/").status_code == 302

    assert is_moving()


def test_a_demo_that_is_here_can_be_taken_out(sign_in, owner):
    DemoRun.objects.create(customers=20, months=3, seed=1, ends_at="2026-01-01T00:00Z", finished_at="2026-01-01T00:00Z")

    page = sign_in(owner).get("/demo/").content.decode()

    assert "/demo/removal/" in page
    assert "/demo/filling/" not in page


def test_only_those_who_manage_find_the_page(sign_in, owner, ben):
    assert sign_in(ben).get("/demo/").status_code == 404
