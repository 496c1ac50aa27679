"""The public profile: a release under it holds nothing that only a restricted source says."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from oncotrace.kg import names as name_index
from oncotrace.kg import nquads
from oncotrace.kg.errors import ReleaseError
from oncotrace.kg.licensing import PUBLIC, RESEARCH
from oncotrace.kg.permitted import permitted
from oncotrace.kg.publish import build_release
from oncotrace.kg.records import Drug, Evidence, Proposition, Quarantined, Record, Source
from oncotrace.kg.release import NAMES, PUBLIC_MODEL, Release, open_release, verify
from oncotrace.kg.remote import open_remote, publish
from oncotrace.kg.triples import encode_all
from oncotrace.server.bench.servers import Server

OPEN = Source(id="oid:source-civic", title="Open", licence="CC0-1.0")
CLOSED = Source(id="oid:source-secret", title="Closed", licence="GPL-2.0-only", redistributable=False)


def said(name: str, source: Source) -> Evidence:
    return Evidence(
        id=f"oid:st-{name}", proposition="oid:prop-1", source=source.id, significance="sensitivity",
        direction="supports",
    )  # fmt: skip


THEIRS: list[Record] = [
    CLOSED,
    Drug(id="oid:drug-a", label="alpha", synonyms=("their word",)),
    Drug(id="oid:drug-b", label="beta"),
    Proposition(id="oid:prop-1", axis="treatment_response", therapy="oid:drug-a"),
    Proposition(id="oid:prop-2", axis="treatment_response", therapy="oid:drug-b"),
    said("closed", CLOSED),
    Quarantined(id="oid:q-closed", source=CLOSED.id, locator="1", reason="undated", content="their row"),
]
OURS: list[Record] = [
    OPEN,
    Drug(id="oid:drug-a", label="alpha"),
    Proposition(id="oid:prop-1", axis="treatment_response", therapy="oid:drug-a"),
    said("open", OPEN),
    Quarantined(id="oid:q-open", source=OPEN.id, locator="1", reason="flagged", content="our row"),
]


def named(records: list[Record]) -> Callable[[], set[name_index.Name]]:
    return lambda: name_index.all_names(records)


def build(home: Path, sources: Iterable[Source], records: dict[str, list[Record]]) -> Release:
    quads = [q for name, of in records.items() for q in encode_all(of, f"graph:{name}")]
    return build_release(
        home, quads, sources, created="2026-11-24", report={}, files={},
        names=named([r for of in records.values() for r in of]), public=named(records["civic"]),
    )  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Path:
    build(tmp_path, [OPEN, CLOSED], {"civic": OURS, "secret": THEIRS})
    return tmp_path


@pytest.fixture
def public(home: Path) -> Iterator[Release]:
    release = open_release(where=home, profile=PUBLIC)
    yield release
    release.close()


def test_statements_names_and_words_of_a_restricted_source_are_not_there(public: Release) -> None:
    graph = public.graph
    assert graph.ids("Evidence") == ["oid:st-open"]
    assert graph.into(["oid:prop-1"], "ot:proposition") == {"oid:prop-1": ["oid:st-open"]}
    assert graph.ids("Drug") == ["oid:drug-a"]
    assert graph.values(["oid:drug-a"])["oid:drug-a"].get("skos:altLabel") is None
    assert graph.values(["oid:drug-b", CLOSED.id, "oid:prop-2"]) == {}
    assert (public.names.drug("alpha"), public.names.drug("beta")) == ("oid:drug-a", None)
    for file in (PUBLIC_MODEL, NAMES[PUBLIC_MODEL]):
        assert b"their" not in (public.path / file).read_bytes()


def test_research_sees_all(home: Path) -> None:
    release = open_release(where=home)
    assert release.graph.ids("Evidence") == ["oid:st-closed", "oid:st-open"]
    assert release.names.drug("beta") == "oid:drug-b"
    assert release.beyond is None
    release.close()


def test_what_was_left_out_can_be_counted(public: Release) -> None:
    assert [source.title for source in public.restricted] == ["Closed"]
    assert public.beyond is not None
    assert public.beyond.ids("Evidence") == ["oid:st-closed", "oid:st-open"]


def test_without_a_restricted_source_one_file_serves_both(tmp_path: Path) -> None:
    made = build(tmp_path, [OPEN], {"civic": OURS})
    assert not (made.path / PUBLIC_MODEL).exists()
    release = open_release(where=tmp_path, profile=PUBLIC)
    assert (release.restricted, release.beyond) == ([], None)
    assert release.graph.ids("Evidence") == ["oid:st-open"]
    release.close()


@pytest.mark.parametrize("file", [PUBLIC_MODEL, NAMES[PUBLIC_MODEL]])
def test_damage_of_a_public_file_is_found(home: Path, file: str) -> None:
    path = open_release(where=home).path / file
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(ReleaseError, match=f"{file} is not what the manifest says"):
        open_release(where=home, profile=PUBLIC)
    assert verify(open_release(where=home)) != []


def test_the_same_inputs_give_the_same_public_file(home: Path, tmp_path: Path) -> None:
    again = build(tmp_path / "again", [CLOSED, OPEN], {"secret": THEIRS[::-1], "civic": OURS[::-1]})
    assert (again.path / PUBLIC_MODEL).read_bytes() == (
        open_release(where=home).path / PUBLIC_MODEL
    ).read_bytes()


def test_no_such_profile(home: Path) -> None:
    with pytest.raises(ReleaseError, match="'free' is no licence profile: choose one of public, research"):
        open_release(where=home, profile="free")


def test_quads_that_may_be_passed_on() -> None:
    """For exports: graph and quarantined rows of the source are gone, those of others stay."""
    ours, theirs = encode_all(OURS, "graph:civic"), encode_all(THEIRS, "graph:secret")
    lines = nquads.lines([*ours, *theirs])
    assert list(permitted(lines, [CLOSED])) == list(nquads.lines(encode_all(OURS, "graph:civic")))


def test_a_restricted_source_goes_to_an_endpoint_only_where_that_is_said(
    home: Path, oxigraph_server: Server, tmp_path: Path
) -> None:
    """Published as public it is not there; published whole, the profile of who asks decides. Names too."""
    for published in (PUBLIC, RESEARCH):
        release = open_release(where=home, profile=published)
        publish(release, oxigraph_server.query, oxigraph_server.update)
        release.close()
        for place in (home, tmp_path / published):  # with the release's folder, and without
            asked = open_remote(oxigraph_server.query, release.name, place, PUBLIC)
            assert asked.graph.ids("Evidence") == ["oid:st-open"]
            assert (asked.names.drug("alpha"), asked.names.drug("beta")) == ("oid:drug-a", None)
            assert (asked.beyond is None) == (published == PUBLIC)
            asked.close()
    whole = open_remote(oxigraph_server.query, release.name, home, RESEARCH)
    assert whole.graph.ids("Evidence") == ["oid:st-closed", "oid:st-open"]
    assert whole.names.drug("beta") == "oid:drug-b"
    whole.close()
