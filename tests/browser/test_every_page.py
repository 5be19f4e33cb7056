"""Every page, in both themes and on a narrow screen: nothing a screen reader stumbles over."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import violations, violations_of_contrast
from tests.browser.conftest import WIDE, Sessions, visiting

#: Who looks at what. Addresses with `{account}` are those of the first account on the list.
PAGES = {
    "Nora": (
        "/", "/portfolio", "/portfolio?of=all&group=health",
        "/portfolio?of=all&field=health", "/portfolio?of=all&open=columns",
        "/ctas", "/ctas/tasks", "/log",
        "/changes", "/search?q=acme", "/onboarding", "/plans", "/handbook",
        "/handbook/priority/strategic", "/handbook/open-questions", "/handbook/exceptions",
        "/parts", "/accounts/2fa/", "{account}", "{account}?section=scorecard",
        "{account}?section=timeline", "{account}?section=contacts", "{account}?section=ctas",
        "{account}?section=support", "{account}?section=events", "{account}?section=risk",
        "{account}?section=command_plan", "{account}/escalations", "/ctas/new",
        "/ctas/new?account={number}&playbook=playbooks/business_review", "{why}",
    ),
    "Omar": ("/", "/portfolio?of=all&open=filter", "/team", "/numbers"),
    "Ada": ("/operations", "/operations/imports", "/operations/runs", "/operations/jobs",
            "/operations/people", "/operations/people/new", "/operations/history"),
    "Pia": ("/", "/portfolio"),
    "Ingrid": ("/", "/portfolio", "/numbers"),
}  # fmt: skip
HEAVIEST = 150 * 1024


@dataclass(frozen=True, slots=True)
class Looked:
    """What is wrong with the pages of a person, each with its address."""

    light: list[str]
    dark: list[str]
    wide: list[str]
    heavy: list[str]


@pytest.fixture(scope="module", params=PAGES)
def looked(
    request: pytest.FixtureRequest, demo: str, browser: Browser, sessions: Sessions
) -> Looked:
    """Somebody opens their pages, turns each to dark and makes it narrow."""
    wrong = Looked([], [], [], [])
    with visiting(demo, browser, sessions) as visit:
        page = visit(request.param)
        for address in addresses(page, PAGES[request.param]):
            _look(page, address, wrong)
    return wrong


def addresses(page: Page, of: tuple[str, ...]) -> list[str]:
    """With the account and the trace filled in."""
    if not any("{" in each for each in of):
        return list(of)
    page.goto("/portfolio")
    account = page.locator("table.list tbody th a").first.get_attribute("href") or ""
    number = account.rsplit("/", 1)[1]
    words = {"{account}": account, "{number}": number, "{why}": f"/why/account/{number}/health"}
    return [_filled(each, words) for each in of]


def _filled(address: str, words: dict[str, str]) -> str:
    for word, text in words.items():
        address = address.replace(word, text)
    return address


def _look(page: Page, address: str, wrong: Looked) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.ok, f"{address}: {answer.status}"
    if (size := len(answer.body())) > HEAVIEST:
        wrong.heavy.append(f"{address}: {size // 1024} KB")
    wrong.light.extend(f"{address}: {each}" for each in violations(page))
    page.emulate_media(color_scheme="dark")
    wrong.dark.extend(f"{address}: {each}" for each in violations_of_contrast(page))
    page.set_viewport_size({"width": 390, "height": 900})
    if (width := page.evaluate("document.documentElement.scrollWidth")) > 391:
        wrong.wide.append(f"{address}: {width} px")
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")


def test_axe_finds_nothing_serious(looked: Looked) -> None:
    assert looked.light == []


def test_axe_finds_nothing_serious_in_the_dark(looked: Looked) -> None:
    assert looked.dark == []


def test_no_page_is_wider_than_a_narrow_screen(looked: Looked) -> None:
    assert looked.wide == []


def test_no_page_is_heavy(looked: Looked) -> None:
    assert looked.heavy == []
