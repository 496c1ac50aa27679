"""What tests that look at pages in a browser share."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, ViewportSize

from tests.conftest import ROOT

CONTRAST = ROOT / "tests" / "server" / "contrast.js"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STRICT = """axe.configure({rules: [{id: 'link-in-text-block', any: ['link-in-text-block-style']}]})"""
LINKS = """[...document.links].map(link => {
    const {textDecorationLine, borderBottom, fontWeight, fontStyle} = getComputedStyle(link)
    return [textDecorationLine, fontWeight, fontStyle, borderBottom.split(' rgb')[0]].join(' ')
})"""
TELEPHONE: ViewportSize = {"width": 320, "height": 640}
"""The narrowest width at which pages must reflow (WCAG 2.2, 1.4.10)."""

FITS = (TELEPHONE["width"], 0)
"""What is told there of a page that fits."""
MEETING = """() => {
    const letters = [...document.querySelectorAll('svg.picture text')]
    const boxes = letters.map(e => e.getBoundingClientRect())
    const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
        && a.top < b.bottom - 3 && b.top < a.bottom - 3
    return boxes.flatMap((a, i) => boxes.slice(i + 1).filter(b => meet(a, b))).length
}"""

Opened = Callable[..., Page]
"""Opens a page by its path at ``site``, or by its whole address."""


def follow(place: Locator) -> None:
    """Click what leads to a page, and wait for that: else the old one is asked what the new one holds."""
    with place.page.expect_navigation():
        place.click()


def on_a_telephone(page: Page) -> tuple[int, int]:
    """How wide a page is there, and how many pairs of letters in its pictures cross."""
    page.set_viewport_size(TELEPHONE)
    return page.evaluate("document.documentElement.scrollWidth"), page.evaluate(MEETING)


@dataclass(slots=True)
class Axe:
    """axe-core, and what it need not measure again."""

    script: str
    sound: set[str] = field(default_factory=set)
    """Looks of texts whose contrast is enough, as ``contrast.js`` tells them apart."""

    def violations(self, page: Page) -> list[str]:
        """Those of WCAG 2.2 AA and of axe's best practices; those on contrast in dark too.

        Links in a text must differ in more than their colour, so that none is lost in dark.
        """
        page.evaluate(self.script)
        page.evaluate(STRICT)
        run = """rules => axe.run(document, {
            runOnly: rules, rules: {'color-contrast': {enabled: false}}, resultTypes: ['violations'] })"""
        told = page.evaluate(run, {"type": "tag", "values": WCAG})["violations"]
        found = [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in told] + self._contrast(page)
        light = page.evaluate(LINKS)
        page.emulate_media(color_scheme="dark")
        if page.evaluate(LINKS) != light:
            found.append("links: they look otherwise in dark than by their colour")
        return found + self._contrast(page)

    def _contrast(self, page: Page) -> list[str]:
        told = page.evaluate(CONTRAST.read_text("utf-8"), [*self.sound])
        self.sound.update(told["sound"])
        found: list[str] = told["found"]
        return found
