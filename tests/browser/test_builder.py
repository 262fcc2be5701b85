"""Questions are put in order by hand and by keyboard, and seen while they are written."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def builder(open_page):
    """The page of a new survey with three questions."""
    page = open_page()
    page.goto("/feedback/new/")
    page.locator("button[value=nps]").click()
    page.wait_for_url(re.compile(r"/feedback/\d+/$"))
    return page


def keys(page):
    return page.locator("question-list li").evaluate_all("several => several.map(each => each.dataset.key)")


def test_questions_are_dragged_into_order(builder):
    grips = builder.locator("question-list .question__number--grip")
    with builder.expect_response(re.compile("/order/")):
        grips.nth(2).drag_to(grips.nth(0), target_position={"x": 5, "y": 2})

    expect(builder.locator("question-list li").first).to_have_attribute("data-key", "missing")
    assert keys(builder) == ["missing", "score", "improve"]


def test_questions_are_moved_with_the_keyboard_alone(builder):
    builder.get_by_role("button", name=re.compile("^Up: .*main reason")).focus()
    builder.keyboard.press("Enter")
    builder.wait_for_url(re.compile("moved=missing"))
    expect(builder.get_by_role("button", name=re.compile("^Up: .*main reason"))).to_be_focused()
    builder.keyboard.press("Enter")

    expect(builder.locator("question-list li").first).to_have_attribute("data-key", "missing")
    expect(builder.get_by_role("button", name=re.compile("^Down: .*main reason"))).to_be_focused()


def test_a_question_is_seen_while_it_is_written(builder):
    builder.get_by_role("link", name=re.compile("How likely")).click()
    phone, desk = (builder.frame_locator(f"iframe[title={name}]") for name in ("Phone", "Desktop"))
    builder.get_by_label("Question English").fill("Would you {x|really} tell a friend?")
    expect(phone.get_by_role("heading")).to_have_text("Would you really tell a friend?")
    builder.get_by_text("Türkçe", exact=True).last.click()
    builder.get_by_label("Soru Türkçe").or_(builder.get_by_label("Question Türkçe")).fill("Bizi anlatır mısınız?")

    for frame in (phone, desk):
        expect(frame.get_by_role("heading")).to_have_text("Bizi anlatır mısınız?")
    builder.reload()
    expect(phone.get_by_role("heading")).to_contain_text("How likely")
