"""Every kind of page: whole, plain, safe, and the same for machines as for people."""

import json
import re
import shutil
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient
from page_kinds import ERRORS, KINDS

from oncotrace.kg.release import Release, current
from oncotrace.loaders.build import build
from oncotrace.server import pages
from oncotrace.server.app import create_app
from oncotrace.server.pages_new import changes
from oncotrace.server.served import Served

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source"}


class Shape(HTMLParser):
    """The outline of a page: what is open, every id, every address, headings and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.names: dict[str, dict[str, str | None]] = {}
        self.headings: list[str] = []
        self.language = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if id := given.get("id"):
            self.ids.append(id)
        if tag == "a":
            self.links.append(given.get("href") or "")
        if tag == "meta":
            self.names[given.get("name") or given.get("property") or "charset"] = given
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)
        if tag == "html":
            self.language = given.get("lang") or ""

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


@pytest.fixture(scope="module")
def shown(client: TestClient) -> dict[str, str]:
    """The pages by kind."""
    return {kind: client.get(path).text for kind, path in KINDS.items()}


def text_of(html: str) -> str:
    """What a person reads, with closed proofs left out."""
    html = re.sub(r"<(script|svg|style|details)\b.*?</\1>", " ", html, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_whole(kind: str, client: TestClient, shown: dict[str, str]) -> None:
    """Status, one heading of the first order, none skipped, no id twice, every link within it answered."""
    assert client.get(KINDS[kind]).status_code == ERRORS.get(kind, 200)
    shape = Shape(shown[kind])
    assert (shape.wrong, shape.open) == ([], [])
    assert shape.language == "en-GB"
    assert shape.headings.count("h1") == 1
    levels = [int(h[1]) for h in shape.headings]
    assert [b for a, b in pairwise(levels) if b > a + 1] == []
    assert len(shape.ids) == len(set(shape.ids))
    within = {link[1:] for link in shape.links if link.startswith("#")}
    assert within - set(shape.ids) == set()


def test_every_address_of_ours_answers(client: TestClient, shown: dict[str, str]) -> None:
    """No page leads to a page of ours that is not there; each address is tried once."""
    paths = {unescape(link) for html in shown.values() for link in Shape(html).links if link.startswith("/")}
    assert len(paths) > 100
    kept = {p for p in paths if not p.startswith("/ask.json")}
    sample = sorted(kept)[::9]
    assert {path: code for path in sample if (code := client.get(path).status_code) != 200} == {}


# --- the answer ---------------------------------------------------------------------------------


def test_what_is_known_and_what_is_not_stands_first(shown: dict[str, str]) -> None:
    page = shown["pair"]
    names = ("short", "gaps", "here", "treatments", "questions", "sources")
    places = [page.index(f'id="{name}"') for name in names]
    assert places == sorted(places)
    gaps = text_of(page[places[1] : page.index("chooser")])
    assert "We hold no measured rate of ROS1 fusion in pancreatic cancer." in gaps
    assert "This release holds no trial register." in gaps
    assert "Not checked: authorisations of the MHRA (United Kingdom); approvals of the NMPA (China);" in gaps


def test_a_question_without_a_cancer_has_gaps_too(shown: dict[str, str]) -> None:
    for kind in ("biomarker", "drug"):
        assert "Not checked: authorisations of the MHRA (United Kingdom); approvals" in text_of(shown[kind])


def test_groups_are_told_apart_by_name_and_shape(shown: dict[str, str]) -> None:
    glance = shown["pair"].split('class="glance"')[1].split("</dl>")[0]
    names = re.findall(r"</svg>([^<]+)</dt>", glance)
    assert names[:3] == [
        "Approved here for this change",
        "Approved here, whatever the change",
        "Approved for this change in another cancer",
    ]
    marks = re.findall(r'<svg class="(mark[^"]*)".*?<path d="([^"]+)"', glance)
    assert len(set(marks)) == len(marks) == len(names), "shape and filling, not colour, tell them apart"
    first, _, rest = glance.partition("</dd>")
    assert text_of(first).endswith("none on record")
    assert "crizotinib" in rest.split("Approved for this change in another cancer")[1].split("</dd>")[0]


def test_every_claim_opens_its_proof(shown: dict[str, str]) -> None:
    """A sentence with sources has a proof, and each proof names a record."""
    body = shown["pair"].split('<section id="sources">')[0]
    cited = re.findall(r'<li>(?:(?!</li>).)*?class="cite".*?</li>', body, re.S)
    proofs = re.findall(r'<details class="proof"><summary>Proof</summary>(.*?)</details>', body, re.S)
    assert len(proofs) >= len(cited) > 50
    assert all("<code>" in proof for proof in proofs)


def test_a_sentence_shows_how_many_sources_it_has(shown: dict[str, str]) -> None:
    """Four marks and the number of the others on screen, the numbers of all of them on paper."""
    short = shown["pair"].split('<section id="short">')[1].split("</section>")[0]
    marks = re.findall(r'<span class="cite">((?:(?!</span>).)*)<span class="rest" data-all="([^"]+)">', short)
    (first, rest), _ = marks
    assert (text_of(first), rest) == ("3 4 5 6", "7–13")
    assert "+7" in text_of(short)


def test_what_is_not_known_is_short_up_front_and_whole_below(shown: dict[str, str]) -> None:
    page = shown["pair"]
    up_front, _, below = page.partition('class="chooser"')
    assert "We hold no measured rate of ROS1 fusion in pancreatic cancer." in text_of(up_front)
    assert "Searched: how often pancreatic cancers carry" not in text_of(up_front)
    assert "in pancreatic cancer. Searched: how often pancreatic cancers carry" in text_of(below)


def test_sources_have_a_link_a_day_and_how_they_were_read(shown: dict[str, str]) -> None:
    sources = shown["pair"].split('<section id="sources">')[1]
    entries = re.findall(r"<li id=\"source-\d+\".*?</li>", sources)
    assert len(entries) > 80
    with_link = [e for e in entries if "href=" in e]
    assert len(with_link) > len(entries) * 0.8
    assert sum("we read" in e for e in entries) > len(entries) * 0.8
    assert 'href="https://pubmed.ncbi.nlm.nih.gov/31838015"' in sources


def test_services_are_links_with_who_pays(shown: dict[str, str]) -> None:
    """Neutral facts: each service with its link, who runs it and who pays, or that this was not stated."""
    for kind in ("pair", "guidelines"):
        page = shown[kind]
        for url in ("https://clinicaltrials.gov", "https://massivebio.com", "https://mytomorrows.com"):
            assert f'href="{url}"' in page
        assert "Paid by the United States government." in page
        assert "Who pays was not stated in what we read." in page


def test_reading_of_the_question(shown: dict[str, str]) -> None:
    assert "We read “fusoin” as “fusion”." in text_of(shown["typo"])
    ambiguous = shown["ambiguous"]
    assert "Which change of MET was found" in ambiguous
    assert 'href="/ask?q=MET%20amplification%20' in ambiguous
    unknown = text_of(shown["unknown"])
    assert "We do not know the word “xyzzyplugh”." in unknown
    assert "What we do not know" not in unknown
    assert "What it is approved for is this: any solid tumour with NTRK1/2/3 fusion." in text_of(
        shown["false premise"]
    )


def test_near_names_are_offered(client: TestClient) -> None:
    page = client.get("/b/ros1-fuson").text
    assert 'href="/b/ros1-fusion"' in page


def test_nothing_known_says_so_and_what_is_near(shown: dict[str, str]) -> None:
    page = shown["nothing known"]
    assert "We hold no record on this pair itself." in page
    near = page.split('class="near"')[1].split("</section>")[0]
    assert 'href="/b/ros1-fusion/c/non-small-cell-lung-cancer"' in near
    assert 'class="near"' not in shown["pair"]


def test_past_and_agency_are_said(shown: dict[str, str]) -> None:
    page = shown["past"]
    assert "You see what was known and approved on 1 January 2020" in page
    assert '<option value="EMA" selected>EMA (the European Union)</option>' in page
    assert 'value="2020-01-01"' in page
    assert "repotrectinib" not in text_of(page).split("Sources")[0].lower()


def test_a_drug_page_names_brands_and_targets(shown: dict[str, str]) -> None:
    drug = text_of(shown["drug"])
    assert "Brand names: Xalkori." in drug
    assert "ROS1 fusion in non-small cell lung cancer" in drug


def test_landscape_has_its_map_its_figures_and_its_options(shown: dict[str, str]) -> None:
    page = shown["cancer"]
    table = page.split('<table class="heat">')[1].split("</table>")[0]
    row = next(r for r in table.split("<tr>") if ">KRAS mutation<" in r)
    assert re.search(r'class="shade5"><a href="/b/kras-mutation/c/pancreatic-[^"]+">98%', row)
    assert 'class="picture"' in page
    assert "olaparib" in text_of(page).lower()
    changes = text_of(page.split("<h2>Changes in pancreatic cancer</h2>")[1].split("</section>")[0])
    assert "NRG1 fusion" in changes


def test_all_cancers_together_leave_kinds_to_their_pages(client: TestClient) -> None:
    """Olaparib is approved for another change in one kind of solid tumour: no option for any of them. Nor is
    everolimus, whatever the change, and what was counted in one kind is no figure for all."""
    page = text_of(client.get("/b/braf-v600e/c/any-solid-tumour").text)
    assert "What is approved in one kind of cancer alone, for another change or whatever the change," in page
    assert "Larotrectinib (Vitrakvi) : FDA" in page
    assert "Olaparib (Lynparza) : FDA" not in page
    assert "Everolimus" not in page
    found = page.split("What else is found in any solid tumour")[-1].split("Treatments that an agency")[0]
    assert "MSI-H: uncommon, 3.72% of 26,237." in found
    assert "KIT" not in found
    assert "One series of people with any solid tumour" not in page


def test_questions_to_print_are_those_of_the_answer(client: TestClient, shown: dict[str, str]) -> None:
    page = shown["questions"]
    wanted = shown["pair"].split('<section id="questions">')[1].split("</section>")[0]
    texts = [text_of(li) for li in re.findall(r"<li>(.*?)<", wanted)]
    assert len(texts) >= 5
    assert all(text in text_of(page) for text in texts)
    assert 'href="/b/ros1-fusion/c/pancreatic-cancer"' in page
    by_words = client.get("/print/questions", params={"q": "ROS1 fusion in pancreatic cancer"}).text
    assert all(text in text_of(by_words) for text in texts)


# --- addresses ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/d/xalkori", "/d/crizotinib"),
        ("/c/pancreas-cancer?as_of=2020-01-01", "/c/pancreatic-cancer?as_of=2020-01-01"),
        ("/b/ros1-rearrangement", "/b/ros1-fusion"),
        ("/b/ros1-fusion/c/cancer", "/b/ros1-fusion"),
    ],
)
def test_other_names_lead_to_the_address(client: TestClient, path: str, leads_to: str) -> None:
    reply = client.get(path, follow_redirects=False)
    assert (reply.status_code, reply.headers["location"]) == (308, leads_to)


@pytest.mark.parametrize("path", ["/ask.json?b=nothing-of-that-name", "/ask.json?b=ros1-fusion&c=nowhere"])
def test_addresses_of_nothing_are_refused(client: TestClient, path: str) -> None:
    reply = client.get(path)
    assert reply.status_code == 400
    assert "does not hold" in reply.json()["error"]


def test_the_same_answer_as_data(client: TestClient, shown: dict[str, str]) -> None:
    (path,) = re.findall(r'href="(/ask\.json[^"]*)"', shown["pair"])
    found = client.get(unescape(path)).json()
    assert found["understood"] == "ROS1 fusion in pancreatic cancer"
    assert all(s["text"] in text_of(shown["pair"]) for s in found["headline"])


def test_every_slug_is_of_one_thing(core_release: Release) -> None:
    from oncotrace.server.addresses import KINDS as LETTERS
    from oncotrace.server.addresses import Addresses

    addresses = Addresses(core_release.names)
    for letter in LETTERS:
        for slug, id in addresses.all(letter).items():
            assert addresses.path(id) == f"/{letter}/{slug}"
            assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)


@pytest.mark.parametrize(
    ("typed", "offers"),
    [
        ("ros1 fusoin in pancreatc canc", "/b/ros1-fusion/c/pancreatic-cancer"),
        ("ros1 fus", "/b/ros1-fusion"),
        ("crizotnib", "/d/crizotinib"),
        ("what does nrg1 fusion mean in cholang", "/b/nrg1-fusion/c/cholangiocarcinoma"),
    ],
)
def test_suggestions_forgive_and_complete(client: TestClient, typed: str, offers: str) -> None:
    assert f'href="{offers}"' in client.get("/suggest", params={"q": typed}).text


@pytest.mark.parametrize("typed", ["", "x", "xyzzyplugh", "\x00", "<script>"])
def test_nothing_is_suggested_for_nothing(client: TestClient, typed: str) -> None:
    reply = client.get("/suggest", params={"q": typed})
    assert (reply.status_code, reply.text.strip()) == (200, "")


# --- what is new --------------------------------------------------------------------------------


def test_changes_are_read_from_the_changelog() -> None:
    text = """# Changes since 2026-08-01-abcdef12

| source | version before | version now |
|---|---|---|
| civic | 2026-07 | 2026-08 |

| source | record | added | removed | changed |
|---|---|---:|---:|---:|
| civic | Evidence | 1,204 | 0 | 3 |
| core | Indication | 2 | – | 0 |
"""
    read = changes(text)
    assert read.since == "2026-08-01-abcdef12"
    assert read.tables == [
        [["source", "version before", "version now"], ["civic", "2026-07", "2026-08"]],
        [
            ["source", "record", "added", "removed", "changed"],
            ["civic", "Evidence", "1,204", "0", "3"],
            ["core", "Indication", "2", "–", "0"],
        ],
    ]


def test_what_is_new_compares_with_the_release_before(core_home: Path, tmp_path: Path) -> None:
    """The first release says that there is none to compare with; the second names the first."""
    home = tmp_path / "home"
    shutil.copytree(core_home, home, symlinks=True)
    before = current(home)
    build(home, [], "2026-11-25")
    with TestClient(create_app(Served(home=home))) as client:
        page = text_of(client.get("/new").text)
    assert f"What changed in the data since release {before}" in page
    assert "No record differs." in page
    assert "22 July 2026 zidesamtinib ROS1 fusion in non-small cell lung cancer FDA Approval" in page


def test_the_first_release_says_so(shown: dict[str, str]) -> None:
    assert "No release before this one is at hand." in text_of(shown["new"])


# --- machines -----------------------------------------------------------------------------------


def test_machines_read_what_the_page_is(shown: dict[str, str]) -> None:
    page = shown["pair"]
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    told = json.loads(found)
    assert told["@type"] == "MedicalWebPage"
    assert told["lastReviewed"] == "2026-11-24"
    assert {"@type": "MedicalCondition", "name": "pancreatic cancer"} in told["about"]
    names = Shape(page).names
    assert names["og:title"]["content"] == told["name"] == "ROS1 fusion in pancreatic cancer"
    assert "3,426" in (names["og:description"]["content"] or "")
    assert 'rel="canonical" href="/b/ros1-fusion/c/pancreatic-cancer"' in page


def test_pages_of_questions_are_not_for_search_engines(client: TestClient, shown: dict[str, str]) -> None:
    for kind in ("answer", "typo", "unknown", "questions"):
        assert 'name="robots" content="noindex"' in shown[kind]
    for kind in ("pair", "biomarker", "cancer", "drug"):
        assert "noindex" not in shown[kind]
    assert client.get(KINDS["answer"]).headers["cache-control"] == "no-store"
    assert "Disallow: /ask" in client.get("/robots.txt").text


def test_the_site_has_a_public_address(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONCOTRACE_URL", "https://example.org/")
    page = client.get("/b/ros1-fusion/c/lung-cancer?as_of=2026-01-02").text
    assert 'rel="canonical" href="https://example.org/b/ros1-fusion/c/lung-cancer"' in page
    assert "<loc>https://example.org/b/ros1-fusion</loc>" in client.get("/sitemap.xml").text


def test_sitemap_lists_the_pairs_that_have_facts(client: TestClient) -> None:
    root = ElementTree.fromstring(client.get("/sitemap.xml").text)
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    paths = {(loc.text or "").removeprefix("http://testserver") for loc in root.iter(f"{space}loc")}
    assert {"/", "/c/pancreatic-cancer", "/d/crizotinib", "/b/kras-mutation"} <= paths
    assert "/b/ros1-fusion/c/pancreatic-ductal-adenocarcinoma" in paths
    assert "/b/ros1-fusion/c/gastric-cancer" not in paths
    sample = sorted(paths)[::60]
    assert {p: code for p in sample if (code := client.get(p).status_code) != 200} == {}


# --- budgets ------------------------------------------------------------------------------------


def test_first_page_is_light(client: TestClient, shown: dict[str, str]) -> None:
    """Under 100 kB with its style, icon and script (htmx where it was fetched)."""
    loads = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', shown["first"]))
    assert len(loads) >= 2
    total = len(shown["first"].encode()) + sum(len(client.get(path).content) for path in loads)
    assert total < 100_000


def test_kept_pages_are_the_same(client: TestClient, shown: dict[str, str]) -> None:
    plain = client.get(KINDS["pair"], headers={"accept-encoding": "identity"})
    packed = client.get(KINDS["pair"], headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert plain.text == packed.text == shown["pair"]


def test_without_the_script_pages_ask_for_none(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody fetched htmx, no page names it, and the examples are offered by the browser itself."""
    monkeypatch.setattr(pages, "has_htmx", lambda: False)
    page = client.get("/?again").text
    assert "<script" not in page
    assert "hx-" not in page
    assert 'list="q-examples"' in page
    assert "script-src" not in pages.headers()["Content-Security-Policy"]


def test_a_proof_leads_to_the_page_of_its_record(client: TestClient, shown: dict[str, str]) -> None:
    led = set(re.findall(r'Record <a href="(/id/[^"]+)"><code>([^<]+)</code>', shown["pair"]))
    assert len(led) > 10
    assert [id for path, id in led if path != f"/id/{id}"] == []
    path, id = min(led)
    page = client.get(path, headers={"Accept": "text/html"})
    assert page.status_code == 200 and id in page.text
