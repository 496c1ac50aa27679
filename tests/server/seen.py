"""What tests that look at pages in a browser share."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page

from tests.conftest import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TELEPHONE = {"width": 320, "height": 640}
"""The narrowest width at which pages must reflow (WCAG 2.2, 1.4.10)."""

Opened = Callable[..., Page]
"""Opens a page by its path at ``site``, or by its whole address."""


def follow(place: Locator) -> None:
    """Click what leads to a page, and wait for that: else the old one is asked what the new one holds."""
    with place.page.expect_navigation():
        place.click()


def violations(page: Page, axe: str) -> list[str]:
    """Those of WCAG 2.2 AA and of axe's best practices in light; in dark those that colours can break."""
    page.evaluate(axe)
    found = _violations(page, {"type": "tag", "values": WCAG})
    page.emulate_media(color_scheme="dark")
    return found + _violations(page, {"type": "rule", "values": ["color-contrast", "link-in-text-block"]})


def _violations(page: Page, rules: dict[str, object]) -> list[str]:
    """Those of some rules, each with the first element that it is on."""
    run = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"
    found = page.evaluate(run, rules)["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found]
