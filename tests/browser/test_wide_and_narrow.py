"""Lists that are wider than the window, and what stands on every page of a telephone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import WIDE, Visitor

#: More would be a third row, in pixels.
TWO_ROWS = 100
TELEPHONE: ViewportSize = {"width": 390, "height": 800}


def left_and_width(page: Page) -> tuple[float, float]:
    """Of the first account of a list."""
    box = page.locator("table.list tbody th").first.bounding_box()
    assert box
    return box["x"], box["width"]


@pytest.mark.parametrize("window", [WIDE, TELEPHONE], ids=["laptop", "telephone"])
def test_a_list_keeps_its_first_column_in_sight_and_says_that_there_is_more(
    visitor: Visitor, window: ViewportSize
) -> None:
    page = visitor("Nora")
    page.set_viewport_size(window)
    page.goto("/portfolio")
    list_ = page.locator(".scroll:has(table.list)")
    more = list_.evaluate("each => each.scrollWidth - each.clientWidth")
    assert more > 100
    before, width = left_and_width(page)
    assert width < window["width"] / 2
    list_.evaluate("each => each.scrollTo(each.scrollWidth, 0)")
    assert left_and_width(page) == (before, width)
    # What covers the shadow moves with the table, the shadow does not.
    moves = list_.evaluate("each => getComputedStyle(each).backgroundAttachment")
    assert moves == "local, scroll"


def test_the_header_takes_two_rows_of_a_telephone_also_without_javascript(
    visitor: Visitor, browser: Browser, demo: str
) -> None:
    kept = visitor("Omar").context.storage_state()
    for javascript in (True, False):
        context = browser.new_context(
            viewport=TELEPHONE, storage_state=kept, java_script_enabled=javascript
        )
        page = context.new_page()
        page.goto(demo)
        header = page.locator(".top").bounding_box()
        assert header
        assert header["height"] < TWO_ROWS
        expect(page.get_by_role("link", name="Log a touchpoint")).to_be_visible()
        page.get_by_text("Omar Haddad").click()
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        context.close()


#: Puts another page into a window that has the styles already, and says how wide it is.
SHOWN_INSTEAD = """html => {
    document.body.replaceWith(new DOMParser().parseFromString(html, 'text/html').body);
    return document.documentElement.scrollWidth;
}"""


def test_no_page_of_the_handbook_is_wider_than_a_telephone(visitor: Visitor) -> None:
    """There are nearly two hundred, so none is loaded: each is put into the first."""
    page = visitor("Ada")
    page.set_viewport_size(TELEPHONE)
    page.goto("/handbook")
    links = page.locator("table.contents td a").all()
    addresses = [each.get_attribute("href") or "" for each in links]
    assert len(addresses) > 150
    addresses.append("/handbook/cadence/calls/since/2022-02-01")
    wide = {
        address: width
        for address in addresses
        if (width := page.evaluate(SHOWN_INSTEAD, page.request.get(address).text()))
        > TELEPHONE["width"] + 1
    }
    assert wide == {}
