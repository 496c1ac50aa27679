"""Labels are text, whatever stands in them: a release whose names are markup and whose links are scripts."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from edited_graph import EditableGraph
from fastapi.testclient import TestClient

from oncotrace.kg.names import Names
from oncotrace.kg.release import Release
from oncotrace.kg.remembering import Remembering
from oncotrace.server.addresses import Addresses
from oncotrace.server.app import create_app
from oncotrace.server.shelf import Shelf

HOSTILE = "</title></script><script>alert(1)</script>\" onload='alert(2)' & {{ 7 * 7 }} <!--"
NAMED = {
    "MONDO:0009831": ("label", "plain"),
    "oid:drug-crizotinib": ("label", "brands"),
    "oid:bm-ros1-fusion": ("label",),
}
SCRIPT = "javascript:alert(3)"


class Dangers(HTMLParser):
    """What a browser would run of a page, but for our own script."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        ours = (given.get("src") or "").startswith("/static/") or given.get("type") == "application/ld+json"
        if tag == "script" and not ours:
            self.found.append(tag)
        self.found += [name for name in given if name.startswith("on")]
        self.found += [value for value in given.values() if (value or "").lstrip().startswith("javascript:")]

    def handle_comment(self, data: str) -> None:
        self.found.append(data)

    def handle_data(self, data: str) -> None:
        if "& 49" in data:
            self.found.append(data)


def _names(release: Release) -> Names:
    """The names of the release with hostile labels."""
    return Names.exact(
        name._replace(text=HOSTILE) if name.id in NAMED and name.field in ("label", "brand") else name
        for name in release.names
    )


@pytest.fixture(scope="module")
def hostile(core_release: Release) -> Iterator[tuple[TestClient, Addresses]]:
    """A client of such a release, and its addresses."""
    graph = EditableGraph.of(core_release.graph)
    for id, fields in NAMED.items():
        for field in fields:
            graph = graph.having(id, field, HOSTILE)
    for id in graph.ids("Document"):
        graph = graph.having(id, "title", HOSTILE).having(id, "url", SCRIPT)
    for id in graph.ids("Resource"):
        for field in ("label", "run_by", "payer", "summary"):
            graph = graph.having(id, field, HOSTILE)
        graph = graph.having(id, "url", SCRIPT)
    names = _names(core_release)
    sources = [{"title": HOSTILE, "home": SCRIPT, "version": HOSTILE, "licence": HOSTILE}]
    release = SimpleNamespace(
        name=core_release.name,
        path=core_release.path,
        graph=graph,
        remembering=Remembering(graph),
        names=names,
        manifest={"created": "2026-11-24", "sources": sources},
        beyond=core_release.beyond,
    )
    shelf = Shelf(release)  # type: ignore[arg-type]
    served = SimpleNamespace(release=lambda: release, shelf=lambda: shelf, close=lambda: None)
    with TestClient(create_app(served)) as client:  # type: ignore[arg-type]
        yield client, Addresses(names)


def test_no_page_takes_a_label_for_markup(hostile: tuple[TestClient, Addresses]) -> None:
    client, addresses = hostile
    biomarker, cancer, drug = (addresses.slug(id) for id in ("oid:bm-ros1-fusion", *list(NAMED)[:2]))
    paths = (
        "/",
        f"/b/{biomarker}",
        f"/c/{cancer}",
        f"/d/{drug}",
        f"/b/{biomarker}/c/{cancer}",
        f"/print/questions?b={biomarker}&c={cancer}",
        "/browse",
        "/browse/cancers",
        "/guidelines",
        "/sources",
        "/new",
        "/suggest?q=crizotin",
        "/sitemap.xml",
    )
    for path in paths:
        reply = client.get(path)
        assert reply.status_code == 200, path
        page = reply.text
        assert "alert(1)" in page or "script-alert-1" in page, f"{path} shows no hostile label"
        assert Dangers(page).found == [], path


def test_data_within_a_page_ends_where_it_should(hostile: tuple[TestClient, Addresses]) -> None:
    client, addresses = hostile
    page = client.get(addresses.pair("oid:bm-ros1-fusion", "MONDO:0009831")).text
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert HOSTILE in json.loads(data)["about"][0]["name"]
    assert page.count("<script") == page.count("</script>")
