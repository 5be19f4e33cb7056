"""Every page, in both themes and on a narrow screen: nothing a screen reader stumbles over."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Visitor

#: Who looks at what. Addresses with `{account}` are those of the first account on the list.
PAGES = {
    "Nora": (
        "/", "/portfolio", "/portfolio?of=all&group=health", "/ctas", "/ctas/tasks", "/log",
        "/changes", "/search?q=acme", "/onboarding", "/plans", "/handbook",
        "/handbook/priority/strategic", "/handbook/open-questions", "/handbook/exceptions",
        "/parts", "/accounts/2fa/", "{account}", "{account}?section=scorecard",
        "{account}?section=timeline", "{account}?section=contacts", "{account}?section=ctas",
        "{why}",
    ),
    "Omar": ("/", "/team", "/numbers"),
    "Ada": ("/operations", "/operations/imports", "/operations/runs", "/operations/jobs",
            "/operations/people", "/operations/people/new", "/operations/history"),
    "Pia": ("/", "/portfolio"),
    "Ingrid": ("/", "/portfolio", "/numbers"),
}  # fmt: skip
SERIOUS = ("serious", "critical")


def addresses(page: Page, of: tuple[str, ...]) -> list[str]:
    """With the account and the trace filled in."""
    if not any("{" in each for each in of):
        return list(of)
    page.goto("/portfolio")
    account = page.locator("table.list tbody th a").first.get_attribute("href") or ""
    why = f"/why/account/{account.rsplit('/', 1)[1]}/health"
    return [each.replace("{account}", account).replace("{why}", why) for each in of]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(visitor: Visitor, name: str, theme: str) -> None:
    page, found = visitor(name, theme=theme), []
    for address in addresses(page, PAGES[name]):
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, f"{address}: {answer.status}"
        for violation in Axe().run(page).response["violations"]:
            if violation["impact"] in SERIOUS:
                where = [node["html"][:160] for node in violation["nodes"][:2]]
                found.append(f"{address}: {violation['id']}: {where}")
    assert found == []


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_a_narrow_screen(visitor: Visitor, name: str) -> None:
    page, wide = visitor(name, width=390), []
    for address in addresses(page, PAGES[name]):
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 391:
            wide.append(f"{address}: {width} px")
    assert wide == []


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_heavy(visitor: Visitor, name: str) -> None:
    page, heavy = visitor(name), []
    for address in addresses(page, PAGES[name]):
        answer = page.goto(address)
        assert answer is not None
        size = len(answer.body())
        if size > 150 * 1024:
            heavy.append(f"{address}: {size // 1024} KB")
    assert heavy == []
