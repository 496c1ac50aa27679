"""The workbench as curators see and use it: in headless Chromium, over a real socket.

Needs Debian's ``chromium`` and ``make assets`` for the query editor, the picture and axe-core.
"""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from abuse import serving
from playwright.sync_api import Page, Route
from seen import FITS, Axe, Opened, follow, on_a_telephone

from oncotrace.kg import names as name_index
from oncotrace.kg.propositions import propose
from oncotrace.kg.publish import build_release
from oncotrace.kg.records import Biomarker, Cancer, Document, Drug, Evidence, Quarantined, Record, Source
from oncotrace.kg.triples import encode_all
from oncotrace.server.app import create_app
from oncotrace.server.served import Served
from oncotrace.server.workbench.examples import examples
from oncotrace.server.workbench.pages import has_editor, has_picture
from tests.conftest import absent

ROS1 = "/id/oid:bm-ros1-fusion"
FDA, EMA = (f"oid:st-core-crizotinib-ros1-nsclc-{agency}" for agency in ("fda", "ema"))


@pytest.fixture(autouse=True)
def assets() -> None:
    if not (has_editor() and has_picture()):
        absent("the query editor and the picture are not there: make assets")


# --- a release in which sources disagree -------------------------------------------------------

SAID = (
    # drug, source, significance, direction, year
    ("alphanib", "civic", "sensitivity", "supports", "2011"),
    ("alphanib", "civic", "sensitivity", "disputes", "2012"),
    ("betanib", "civic", "sensitivity", "supports", "2001"),
    ("betanib", "other", "resistance", "supports", "2021"),
    ("betanib", "other", "resistance", "supports", "2022"),
)


def disputed() -> dict[str, list[Record]]:
    """Two sources: on alphanib one disagrees with itself, on betanib they disagree with each other."""
    biomarker = Biomarker(id="oid:bm-x", label="X1 mutation", kind="gene_alteration")
    cancer = Cancer(id="oid:cancer-y", label="tumour of Y")
    found: dict[str, list[Record]] = {
        name: [Source(id=f"oid:source-{name}", title=f"The {name}", licence="CC0-1.0", version="1")]
        for name in ("civic", "other")
    }
    for at, (label, name, significance, direction, year) in enumerate(SAID):
        drug = Drug(id=f"oid:drug-{label}", label=label)
        about = propose("treatment_response", biomarker=biomarker.id, therapy=drug.id, cancer=cancer.id)
        paper = Document(id=f"PMID:{at + 1}", kind="article", title=f"Paper {at + 1}", published=year)
        said = Evidence(
            id=f"oid:st-{name}-{at}",
            proposition=about.id,
            source=f"oid:source-{name}",
            documents=(paper.id,),
            significance=significance,
            direction=direction,
            published=year,
            levels=("civic:C",),
        )
        found[name] += [biomarker, cancer, drug, about, paper, said]
    for at, reason in enumerate(("undated", "flagged", "flagged")):
        row = Quarantined(
            id=f"oid:q-{at}", source="oid:source-civic", locator=f"row {at}", reason=reason, content="text"
        )
        found["civic"].append(row)
    return found


@pytest.fixture(scope="module")
def dispute(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over that release."""
    home = tmp_path_factory.mktemp("disputed")
    graphs = disputed()
    records = list({record.id: record for of in graphs.values() for record in of}.values())
    build_release(
        home,
        [quad for name, of in graphs.items() for quad in encode_all(of, f"graph:{name}")],
        [record for record in records if isinstance(record, Source)],
        created="2026-11-24",
        report={},
        files={},
        names=lambda: name_index.all_names(records),
    )
    with serving(create_app(Served(home=home))) as port:
        yield f"http://127.0.0.1:{port}"


# --- queries --------------------------------------------------------------------------------------


def run(page: Page) -> list[str]:
    """The rows that the editor shows of its query."""
    page.locator(".yasqe_queryButton").click()
    rows = page.locator(".dataTable tbody tr")
    rows.first.wait_for()
    return [" ".join(text.split()) for text in rows.all_inner_texts()]


def test_an_example_is_chosen_and_run(opened: Opened) -> None:
    page = opened("/workbench")
    assert page.locator("#plain").is_hidden()
    follow(page.get_by_role("link", name=examples()["approved-for-a-biomarker"].comment))
    assert 'ot:agency "FDA"' in page.locator(".CodeMirror-code").inner_text()
    rows = run(page)
    assert len(rows) == 5 and any("crizotinib" in row for row in rows)


@pytest.mark.parametrize(
    ("typed", "whole"),
    [("SELECT * { ?s a ot:Indic", "ot:Indication"), ("SELECT * { ?s ot:companionT", "ot:companionTest")],
)
def test_classes_and_properties_are_completed(opened: Opened, typed: str, whole: str) -> None:
    page = opened("/workbench")
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.type(typed)
    page.keyboard.press("Control+Space")
    page.locator(".CodeMirror-hint", has_text=whole).click()
    assert f"{typed.rpartition(' ')[0]} {whole}" in page.locator(".CodeMirror-code").inner_text()


def test_an_address_in_a_result_leads_to_our_page(opened: Opened, site: str) -> None:
    query = "SELECT ?s { ?s a <https://w3id.org/oncotrace/ontology/Gene> } ORDER BY ?s LIMIT 1"
    page = opened(f"/workbench?query={query}")
    run(page)
    with page.expect_popup() as popup:
        page.locator(".dataTable a").first.click()
    assert popup.value.url.startswith(f"{site}/id/HGNC%3A")
    assert popup.value.locator("h1").is_visible()


PREFIXES = (
    "PREFIX ot: <https://w3id.org/oncotrace/ontology/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
)


@pytest.mark.parametrize(
    ("query", "nodes", "name"),
    [
        (
            "CONSTRUCT { ?b ot:genes ?g . ?b rdfs:label ?l . ?g rdfs:label ?s }"
            ' { ?b ot:genes ?g ; rdfs:label ?l . ?g rdfs:label ?s FILTER(?l = "ROS1 fusion") }',
            2,
            "ROS1",
        ),
        ("SELECT ?drug ?label ?gene { ?drug ot:targets ?gene ; rdfs:label ?label } LIMIT 1", 2, ":"),
    ],
)
def test_a_result_is_drawn_and_walked_by_keyboard(
    opened: Opened, site: str, axe: Axe, query: str, nodes: int, name: str
) -> None:
    """Triples by their predicates, rows by the names of their columns; what is no address is a label."""
    page = opened(f"/workbench?query={quote(PREFIXES + query)}")
    page.locator(".yasqe_queryButton").click()
    page.locator(".select_graph").click()
    page.locator(".drawn canvas").first.wait_for()
    said = page.locator(".yasr_results [role=status]")
    assert said.inner_text().startswith(f"{nodes} nodes")
    assert axe.violations(page) == []
    page.locator(".drawn").focus()
    page.keyboard.press("PageDown")
    assert name in said.inner_text()
    with page.expect_popup() as popup:
        page.keyboard.press("Enter")
    assert popup.value.url.startswith(f"{site}/id/")


def test_a_picture_left_before_it_is_drawn_is_not_drawn(opened: Opened) -> None:
    """Its place is gone by then: without colours, each would be a complaint in the console."""
    page = opened(f"/workbench?query={quote(PREFIXES + 'SELECT ?d ?g { ?d ot:targets ?g } LIMIT 1')}")
    held: list[Route] = []
    page.route("**/vendor/drawn.js", lambda route: held.append(route))
    run(page)
    for view in ("graph", "table", "graph"):
        page.locator(f".select_{view}").click()
    with page.expect_response("**/vendor/drawn.js"):
        held[0].continue_()
    page.locator(".drawn canvas").first.wait_for()
    assert page.locator(".drawn").count() == 1


def test_rows_without_two_addresses_are_not_drawn(opened: Opened) -> None:
    page = opened(
        f"/workbench?query={quote(PREFIXES + 'SELECT ?l { ?g a ot:Gene ; rdfs:label ?l } LIMIT 3')}"
    )
    assert len(run(page)) == 3
    assert "disabled" in (page.locator(".select_graph").get_attribute("class") or "")


def test_what_is_refused_is_said(opened: Opened) -> None:
    page = opened("/workbench?query=SELECT * { SERVICE <http://x/> {} }")
    page.locator(".yasqe_queryButton").click()
    page.locator(".yasr_results", has_text="SERVICE is refused").wait_for()


def test_without_scripts_a_form_takes_the_query(opened: Opened) -> None:
    page = opened("/workbench", java_script_enabled=False)
    follow(page.get_by_role("button", name="Run"))
    assert page.get_by_role("region", name="Result").locator("tbody tr").count() >= 1


# --- findings -----------------------------------------------------------------------------------


def test_conflicts_are_filtered_sorted_and_compared(opened: Opened, dispute: str) -> None:
    page = opened(f"{dispute}/workbench/conflicts")
    headings = page.locator("section.conflict h2")
    assert ["alphanib" in text for text in headings.all_inner_texts()] == [True, False]
    page.get_by_label("Order").select_option("most statements")
    follow(page.get_by_role("button", name="Show"))
    assert ["betanib" in text for text in headings.all_inner_texts()] == [True, False]
    page.get_by_label("Kind").select_option("direction")
    follow(page.get_by_role("button", name="Show"))
    assert ["alphanib" in text for text in headings.all_inner_texts()] == [True]
    page.get_by_label("Kind").select_option("")
    page.get_by_label("Source").select_option("oid:source-other")
    follow(page.get_by_role("button", name="Show"))
    assert ["betanib" in text for text in headings.all_inner_texts()] == [True]
    follow(page.get_by_role("link", name="side by side"))
    assert page.locator("table.compare thead th").count() == 3
    assert page.get_by_role("row", name="significance").inner_text().split()[1:] == [
        "resistance",
        "resistance",
        "sensitivity",
    ]


def test_alarms_are_filtered(opened: Opened) -> None:
    page = opened("/workbench/alarms")
    rows = page.get_by_role("region", name="Alarms").locator("tbody tr")
    before = rows.count()
    page.get_by_label("Severity").select_option("warning")
    follow(page.get_by_role("button", name="Show"))
    assert 0 < rows.count() < before
    assert {text.split()[0] for text in rows.all_inner_texts()} == {"warning"}
    page.get_by_label("Words").fill("xyzzyplugh")
    follow(page.get_by_role("button", name="Show"))
    assert rows.count() == 0


def test_quarantine_is_filtered_and_its_query_runs(opened: Opened, dispute: str) -> None:
    page = opened(f"{dispute}/workbench/quarantine")
    page.get_by_label("Reason").select_option("flagged")
    follow(page.get_by_role("button", name="Show"))
    assert page.get_by_role("region", name="Rows in quarantine").locator("tbody tr").count() == 2
    page.get_by_text("The SPARQL that finds this").click()
    follow(page.get_by_role("link", name="Run and change it"))
    assert sorted(row.split()[-1] for row in run(page)) == ['"1"^^xsd:integer', '"2"^^xsd:integer']


# --- the picture --------------------------------------------------------------------------------


def drawn(page: Page) -> Page:
    page.locator("#around[data-ready]").wait_for()
    return page


def test_a_neighbour_is_expanded_by_keyboard(opened: Opened) -> None:
    """From one node to the next by their names, to a drug; Enter draws what stands around it."""
    page = drawn(opened(ROS1))
    assert page.locator("figure.picture").is_hidden()
    said = page.locator("#around .said")
    page.locator(".stage").focus()
    for _ in range(60):
        page.keyboard.press("PageDown")
        if said.inner_text().startswith("crizotinib: drug"):
            break
    page.keyboard.press("Enter")
    page.get_by_text("crizotinib is expanded").wait_for()
    assert int(said.inner_text().split(": ")[1].split()[0]) > 0
    page.keyboard.press("ArrowLeft")
    assert "neighbours drawn" in said.inner_text()
    chosen = said.inner_text().partition(": ")[0]
    with page.expect_navigation():
        page.keyboard.press("o")
    assert page.locator("h1").inner_text() == chosen


def test_a_neighbour_is_expanded_by_mouse(opened: Opened) -> None:
    page = drawn(opened(ROS1, reduced_motion="reduce"))
    stage = page.locator(".stage")
    stage.scroll_into_view_if_needed()
    of_node = "stage => stage._cyreg.cy.getElementById('oid:drug-crizotinib').renderedPosition()"
    stage.click(position=stage.evaluate(of_node))
    page.get_by_text("crizotinib is expanded").wait_for()
    kinds = page.locator("#around .legend").inner_text()
    assert all(kind in kinds for kind in ("gene", "biomarker", "drug", "cancer", "an approval"))


@pytest.mark.parametrize("broken", ["script", "data"])
def test_the_servers_picture_stays_where_the_other_cannot_be(opened: Opened, broken: str) -> None:
    page = opened("/workbench/releases", java_script_enabled=broken != "script")
    page.route("**/workbench/around*", lambda route: route.fulfill(status=404))
    page.goto(page.url.replace("/workbench/releases", ROS1))
    page.wait_for_load_state("networkidle")
    assert page.locator("figure.picture svg").is_visible()
    assert page.locator("#around").is_hidden()


# --- how it looks -------------------------------------------------------------------------------

KINDS = {
    "queries": "/workbench",
    "conflicts": "{dispute}/workbench/conflicts",
    "alarms": "/workbench/alarms",
    "quarantine": "{dispute}/workbench/quarantine",
    "releases": "/workbench/releases",
    "compare": f"/workbench/compare?id={FDA}&id={EMA}",
    "entity": ROS1,
    "statement": f"/id/{FDA}",
}


def shown(kind: str, opened: Opened, dispute: str, **options: object) -> Page:
    page = opened(KINDS[kind].format(dispute=dispute), **options)
    if kind == "queries":
        run(page)
    return drawn(page) if kind in ("entity", "statement") else page


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_looks_right(kind: str, opened: Opened, dispute: str, axe: Axe) -> None:
    page = shown(kind, opened, dispute, color_scheme="light")
    assert axe.violations(page) == []
    assert on_a_telephone(page) == FITS
