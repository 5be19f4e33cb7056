"""What axe finds on a page: all that would make somebody with a screen reader, or with weak eyes,
stumble."""

from __future__ import annotations

from collections.abc import Iterator

from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import DEFAULT_OPTIONS
from playwright.sync_api import Page

SERIOUS = ("serious", "critical")
#: All that another theme can change.
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
#: The shadow that says that there is more to the right: over a gradient axe tells no contrast.
WITHOUT_SHADOWS = "document.querySelectorAll('.scroll').forEach(e => e.style.background = 'none')"
#: Contrast is nine tenths of axe's work, and the same wherever letters of one colour and size stand
#: on one ground. So axe works it out twice for each such kind: twice, in case one lies behind
#: something and cannot be told.
TWO_OF_EACH_KIND = """() => {
    const grounds = new Map(), seen = new Map();
    for (const each of document.querySelectorAll('*')) {
        const style = getComputedStyle(each), above = each.parentElement;
        const paint = [style.backgroundColor, style.backgroundImage, style.opacity].join();
        const clear = paint === 'rgba(0, 0, 0, 0),none,1';
        grounds.set(each, clear ? grounds.get(above) : `${grounds.get(above)};${paint}`);
        const says = each.matches('input, select, textarea')
            || [...each.childNodes].some((one) => one.data?.trim().length > 1);
        if (!says || !each.checkVisibility()) continue;
        const kind = [each.tagName, each.className, above?.className, grounds.get(each),
            style.color, style.fontSize, style.fontWeight, style.textShadow].join('|');
        seen.set(kind, [...seen.get(kind) ?? [], each]);
    }
    document.querySelectorAll('[data-look]').forEach((each) => each.removeAttribute('data-look'));
    for (const alike of seen.values())
        alike.slice(0, 2).forEach((each) => each.setAttribute('data-look', ''));
    axe.configure({rules: [{id: 'color-contrast', selector: '[data-look]'}]});
}"""


def violations(page: Page) -> Iterator[str]:
    """All that is serious, of a page that was just opened."""
    page.evaluate(AXE_SCRIPT)
    page.evaluate(WITHOUT_SHADOWS)
    yield from _found(page, {})


def violations_of_contrast(page: Page) -> Iterator[str]:
    """What is serious about its colours, after the theme has changed."""
    yield from _found(page, {"runOnly": CONTRAST})


def _found(page: Page, options: dict[str, object]) -> Iterator[str]:
    page.evaluate(TWO_OF_EACH_KIND)
    found = page.evaluate("options => axe.run(options)", {**DEFAULT_OPTIONS, **options})
    for violation in found["violations"]:
        if violation["impact"] in SERIOUS:
            where = [node["html"][:160] for node in violation["nodes"][:2]]
            yield f"{violation['id']}: {where}"
