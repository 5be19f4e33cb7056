"""The pictures in the documents: `make screenshots`, or `python -m tests.browser.screenshots`.

They are taken from the demo, which is started for them; an address as first argument names one
that runs already. Further arguments name the pictures to take; without them all are taken.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

from tests.browser.conftest import FLAGS, chromium, served

PICTURES = Path(__file__).parents[2] / "docs" / "screenshots"
HEAVIEST = 150 * 1024
#: One row that is right, and one with a word that nobody knows.
EXPORT = """external_id,name,region,cs_segment
lamp-1,Lamplight Bakeries,EMEA,growth
lamp-2,Lamplight Cafés,EMEA,grwth
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is pictured: whose screen, how to come there, and how much of it."""

    name: str
    person: str
    come_there: Callable[[Page], None]
    height: int = 640
    width: int = 1280
    theme: str = "light"


def main(address: str | None = None, *names: str) -> None:
    """Take the pictures and say how heavy each is."""
    PICTURES.mkdir(exist_ok=True)
    wanted = [each for each in pictures() if not names or each.name in names]
    with demo(address) as at, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for picture in wanted:
            size = take(picture, browser, at)
            print(f"{picture.name}: {size // 1024} KB{' (too heavy)' * (size > HEAVIEST)}")


@contextmanager
def demo(address: str | None) -> Iterator[str]:
    """The address of a demo: the one named, or one of its own."""
    if address:
        yield address
        return
    with TemporaryDirectory(prefix="greenbook-") as folder:
        Path(folder).chmod(0o755)  # as root the database runs as a user of its own
        yield from served(Path(folder))


def take(picture: Picture, browser: Browser, at: str) -> int:
    """Sign in, come there, take it; return its size in bytes."""
    context = browser.new_context(
        base_url=at,
        viewport={"width": picture.width, "height": picture.height},
        color_scheme=picture.theme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto("/welcome")
    page.click(f"button.person:has-text('{picture.person}')")
    page.wait_for_url("**/")
    picture.come_there(page)
    page.wait_for_load_state("networkidle")
    page.mouse.move(0, 0)
    taken = page.screenshot(path=PICTURES / f"{picture.name}.png", clip=filled(page, picture))
    context.close()
    return len(taken)


def filled(page: Page, picture: Picture) -> FloatRect:
    """The part of the window that holds something, so that no picture ends in empty paper."""
    bottom = page.evaluate(
        "Math.max(...[...document.querySelectorAll('main > *, nav.rail > *, #side > *')]"
        ".map((each) => each.getBoundingClientRect().bottom))"
    )
    height = min(picture.height, int(bottom) + 24)
    return {"x": 0, "y": 0, "width": picture.width, "height": height}


def pictures() -> Iterator[Picture]:
    """Every picture of the documents."""
    yield Picture("today", "Nora", at("/"), height=580)
    yield Picture("today-dark", "Nora", at("/"), height=520, theme="dark")
    yield Picture("today-narrow", "Nora", at("/"), width=390, height=800)
    yield Picture("portfolio", "Nora", at("/portfolio"), height=600)
    yield Picture("account", "Nora", account("Turning Tide Energy"))
    yield Picture("why", "Nora", why_first, height=560)
    yield Picture("log", "Nora", turning_red, height=640)
    yield Picture("prepare", "Nora", prepare, height=700)
    yield Picture("onboarding", "Nora", at("/onboarding?of=all"), height=800)
    yield Picture("onboarding-guide", "Nora", guide, height=780)
    yield Picture("plan", "Nora", plan, height=800)
    yield Picture("team", "Omar", at("/team"))
    yield Picture("assign", "Omar", at("/team/assign"))
    yield Picture("numbers", "Omar", at("/numbers"))
    yield Picture("handbook", "Ada", at("/handbook/priority/strategic"), height=700)
    yield Picture("open-questions", "Ada", at("/handbook/open-questions"))
    yield Picture("exceptions", "Ada", at("/handbook/exceptions"))
    yield Picture("operations", "Ada", at("/operations"))
    yield Picture("import", "Ada", preview, height=800)


def at(address: str) -> Callable[[Page], None]:
    return lambda page: page.goto(address) and None


def account(name: str) -> Callable[[Page], None]:
    """Its page, found by searching for it."""

    def come_there(page: Page) -> None:
        page.goto(f"/search?q={name}")
        links = page.locator("main a[href^='/accounts/']").get_by_text(name, exact=True)
        page.goto(links.first.get_attribute("href") or "")

    return come_there


def why_first(page: Page) -> None:
    """Why Globex has the highest priority."""
    account("Globex")(page)
    page.locator(".headline a.why", has_text="P1").click()
    page.locator("#side h2").first.wait_for()


def turning_red(page: Page) -> None:
    account("Acme")(page)
    page.keyboard.press("t")
    page.wait_for_url("**/log?**")
    page.get_by_label("Health update").check()
    page.get_by_label("Notes", exact=False).first.fill("Their champion leaves in January.")
    page.get_by_label("Red", exact=True).check()
    page.get_by_label("Risk reason").select_option("lack_of_engagement_sponsor")
    page.get_by_label("Customer churn").check()
    page.locator(".effects strong").wait_for()
    page.locator(".effects").evaluate("(each) => each.scrollIntoView({block: 'end'})")


def prepare(page: Page) -> None:
    """The page of the first call of the day."""
    page.goto("/")
    page.locator("main").get_by_role("link", name="Prepare").first.click()
    page.wait_for_url("**/prepare")


def guide(page: Page) -> None:
    page.goto("/onboarding")
    page.get_by_role("link", name="Nobody Home Furniture").click()
    page.wait_for_url("**/onboarding/*")


def plan(page: Page) -> None:
    page.goto("/plans")
    page.locator("table.list tbody a[href^='/plans/']").first.click()
    page.wait_for_url("**/plans/*")


def preview(page: Page) -> None:
    page.goto("/operations/imports")
    file = {"name": "account.csv", "mimeType": "text/csv", "buffer": EXPORT.encode()}
    page.get_by_label("Files of one export").set_input_files([file])  # type: ignore[list-item]
    page.get_by_role("button", name="Preview").click()
    page.wait_for_url("**/imports/*")


if __name__ == "__main__":
    main(*sys.argv[1:])
