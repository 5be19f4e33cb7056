"""Why a status stands: beside the page, and where somebody points at it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visitor, open_account


def test_a_because_opens_at_the_side_and_gives_the_focus_back(visitor: Visitor) -> None:
    page = visitor("Nora")
    opens_at_the_side(page, page.locator("#desk a.why").first)
    open_account(page, "Initech")
    opens_at_the_side(page, page.locator(".headline a.why").first)


def opens_at_the_side(page: Page, why: Locator) -> None:
    why.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#side")).to_contain_text("Because")
    page.keyboard.press("Escape")
    expect(page.locator("#side")).to_be_empty()
    expect(why).to_be_focused()


def test_a_list_says_why_where_somebody_points_or_comes_by_keyboard(visitor: Visitor) -> None:
    page = visitor("Nora")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/portfolio?health=red")
    first, second = page.locator("table.list a.why").all()[:2]
    tip = page.get_by_role("tooltip")
    for come_there in (first.hover, second.focus, first.hover):
        page.mouse.move(0, 0)
        come_there()
        expect(tip).to_contain_text("Because")
        page.keyboard.press("Escape")
        expect(tip).to_be_hidden()
    assert len([address for address in asked if "/why/" in address]) == 2
