"""Pages as people see and use them: in headless Chromium, over a real socket.

Needs Debian's ``chromium`` and, for htmx and axe-core, ``make assets``.
"""

import re

import pytest
from page_kinds import ERRORS, KINDS, RICH
from seen import FITS, Axe, Opened, follow, on_a_telephone

from tests.conftest import ROOT, absent

ASKED = "What does ROS1 fusoin mean for pancratic cancer patients?"
PAIR = KINDS["pair"]
HTMX = ROOT / "server" / "static" / "vendor" / "htmx.min.js"
SAME_MARKUP = ("typo", "several")
"""Kinds whose elements are all on "answer" and "ambiguous"; axe takes seconds for each."""
MORE = ("answer", "biomarker", "cancer", "drug", *(kind for kind in RICH if kind not in KINDS))
"""Kinds that studies and trials change or add: axe looks at these with them."""
NO_SHIFT = 0.001
"""Rounding; https://web.dev/articles/cls calls a shift below 0.1 good."""


# --- a person's way -----------------------------------------------------------------------------


def test_a_person_asks_opens_proofs_and_prints(opened: Opened) -> None:
    """The question with two typing errors, three proofs, and the printed page with just these."""
    page = opened()
    page.get_by_label("Your question").fill(ASKED)
    follow(page.get_by_role("button", name="Ask"))
    assert page.locator("h1").inner_text() == "ROS1 fusion in pancreatic cancer"
    assert "We read “fusoin” as “fusion”." in page.locator(".reading").inner_text()
    proofs = page.locator("#short .proof, #here .proof")
    for at in range(3):
        proofs.nth(at).locator("summary").click()
        assert "Record oid:" in proofs.nth(at).inner_text()
    page.emulate_media(media="print")
    assert page.locator(".proof:visible").count() == 3
    assert page.locator("form:visible, nav:visible, button:visible").count() == 0
    assert page.locator("#questions").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_a_printed_answer_is_short_and_names_all_its_sources(opened: Opened) -> None:
    """No more than ten pages (sixteen before print had a style of its own), every source on them with its
    public number or its address, and behind each sentence the numbers of all its sources."""
    page = opened(PAIR)
    page.emulate_media(media="print")
    assert len(re.findall(rb"/Type /Page\b(?!s)", page.pdf(format="A4"))) <= 10
    assert page.locator(".way .box:visible").count() == page.locator(".way .box").count() > 3
    rest = page.locator(".rest").first
    shown = rest.evaluate("e => getComputedStyle(e, '::before').content")
    assert shown.strip('"') == rest.get_attribute("data-all")
    address = "e => getComputedStyle(e, '::after').content"
    for source in page.locator("#sources li:has(a)").all()[::7]:
        numbered = source.locator(".number").count() > 0
        assert ("http" in source.locator("a").first.evaluate(address)) is not numbered


def test_a_wide_map_does_not_shrink_what_is_printed(opened: Opened) -> None:
    """A browser prints a page that is too wide in smaller letters."""
    page = opened(KINDS["cancer"], viewport={"width": 680, "height": 900})
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= 680


def test_questions_print_on_one_page(opened: Opened) -> None:
    page = opened(PAIR)
    follow(page.get_by_role("link", name="Print the questions on one page"))
    assert page.locator(".ticks li").count() >= 8
    assert len(re.findall(rb"/Type /Page\b(?!s)", page.pdf(format="A4"))) == 1


def test_suggestions_forgive_typing_errors(opened: Opened) -> None:
    if not HTMX.is_file():
        absent("htmx is not there: make assets")
    page = opened()
    page.get_by_label("Your question").press_sequentially("ros1 fusoin in pancreatc canc")
    page.locator("#suggestions").get_by_role("link", name="ROS1 fusion in pancreatic cancer").click()
    page.wait_for_url(f"**{PAIR}")
    assert page.locator("#short").is_visible()


def test_keyboard_alone_is_enough(opened: Opened) -> None:
    """Skip the menu, ask, reach a proof and open it, never with a mouse; what has the focus is seen."""
    page = opened()
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Go to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("id") == "q"
    page.keyboard.type("ROS1 fusion in pancreatic cancer")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask?q=*")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator(":focus").evaluate("e => e.matches('.proof summary')"):
            break
    outline = page.locator(":focus").evaluate("e => getComputedStyle(e).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    assert page.locator("#short .proof[open]").count() == 1


def test_without_scripts_the_same(opened: Opened, site: str) -> None:
    """JavaScript off: the same answer, and proofs open."""
    page = opened("/", java_script_enabled=False)
    page.get_by_label("Your question").fill(ASKED)
    follow(page.get_by_role("button", name="Ask"))
    page.locator("#short .proof summary").first.click()
    assert page.locator("#short .proof[open]").count() == 1
    shown = page.locator("article").inner_html().replace(' open=""', "")
    with_script = opened(page.url.removeprefix(site))
    assert shown == with_script.locator("article").inner_html()


def test_another_day_can_be_chosen(opened: Opened) -> None:
    page = opened(PAIR)
    page.get_by_text("Show another day or another agency").click()
    page.get_by_label("What was known and approved on").fill("2020-01-01")
    page.get_by_label("Approvals of").select_option("EMA")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**as_of=2020-01-01*")
    assert "1 January 2020" in page.locator(".past").inner_text()


# --- how it looks -------------------------------------------------------------------------------


def test_dark_is_dark(opened: Opened) -> None:
    colours = {}
    for scheme in ("light", "dark"):
        page = opened(PAIR, color_scheme=scheme)
        colours[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
    light, dark = (sum(map(int, re.findall(r"\d+", colours[s])[:3])) for s in ("light", "dark"))
    assert light > 700
    assert dark < 100


def test_nothing_shifts_while_a_page_loads(opened: Opened) -> None:
    page = opened(PAIR)
    shift = page.evaluate("""() => new Promise(done => {
        let sum = 0
        new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value })
            .observe({type: 'layout-shift', buffered: true})
        setTimeout(() => done(sum), 300)
    })""")
    assert shift < NO_SHIFT


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_looks_right(kind: str, opened: Opened, axe: Axe) -> None:
    page = opened(KINDS[kind], color_scheme="light")
    if kind == "pair":
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert kind in (*SAME_MARKUP, *MORE) or axe.violations(page) == []
    assert kind not in ERRORS or page.get_by_label("Your question").is_visible()
    assert on_a_telephone(page) == FITS


@pytest.mark.parametrize("kind", RICH)
def test_studies_and_trials_look_right(kind: str, opened_rich: Opened, axe: Axe) -> None:
    page = opened_rich(RICH[kind], color_scheme="light")
    assert kind not in MORE or axe.violations(page) == []
    assert on_a_telephone(page) == FITS
