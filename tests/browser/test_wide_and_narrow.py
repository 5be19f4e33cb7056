"""Lists that are wider than the window, and what stands on every page of a telephone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import WIDE, Visitor

TELEPHONE = {"width": 390, "height": 800}


def left_and_width(page: Page) -> tuple[float, float]:
    """Of the first account of a list."""
    box = page.locator("table.list tbody th").first.bounding_box()
    assert box
    return box["x"], box["width"]


@pytest.mark.parametrize("window", [WIDE, TELEPHONE], ids=["laptop", "telephone"])
def test_a_list_keeps_its_first_column_in_sight_and_says_that_there_is_more(
    visitor: Visitor, window: dict[str, int]
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
