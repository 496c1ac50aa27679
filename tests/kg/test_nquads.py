"""Sorted N-Quads: the same lines however many fit into memory, and single subjects found without the rest."""

import random
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from oncotrace.kg import nquads
from oncotrace.kg.errors import StoreError


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    """A thousand quads in disorder, some twice; one subject is the beginning of another's name."""
    chance = random.Random(7)
    subjects = [NamedNode(f"http://a/{n}") for n in (*range(100), "1/2", "")]
    found = [
        Quad(chance.choice(subjects), NamedNode(f"http://p/{n % 3}"), Literal(f"é\n{n}" * (n % 40)), graph)
        for n in range(1000)
        for graph in (NamedNode("http://g/1"),)
    ]
    return [*found, *found[:100]]


def test_parts_on_disk_make_the_same_lines(
    quads: list[Quad], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = sorted({f"{quad} .\n".encode() for quad in quads})
    assert list(nquads.lines(quads)) == wanted
    for many in (1, 7, 1100, 1101):  # 1,100 are exactly all of them
        monkeypatch.setattr(nquads, "AT_ONCE", many)
        nquads.write(quads if many > 1 else quads[:50], tmp_path / "sorted.nq")
        content = (tmp_path / "sorted.nq").read_bytes().splitlines(keepends=True)
        assert content == (wanted if many > 1 else sorted({f"{quad} .\n".encode() for quad in quads[:50]}))
    assert [path.name for path in tmp_path.iterdir()] == ["sorted.nq"]


@pytest.mark.parametrize("block", [10, 150, 4000, 1 << 20])
def test_a_subject_is_found_wherever_blocks_end(
    quads: list[Quad], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    nquads.write(quads, tmp_path / "sorted.nq")
    monkeypatch.setattr(nquads.Sorted, "BLOCK", block)
    file = nquads.Sorted(tmp_path / "sorted.nq")
    subjects = sorted({quad.subject for quad in quads}, key=str)
    random.Random(8).shuffle(subjects)
    for subject in subjects:
        own = nquads.lines(quad for quad in quads if quad.subject == subject)
        assert list(file.of(str(subject).encode())) == list(own)
    for absent in (b"<http://a/0/>", b"<http://a>", b"<http://z>", b"<>"):
        assert list(file.of(absent)) == []
    file.close()


def test_an_empty_file_has_no_subject_and_an_absent_one_is_named(tmp_path: Path) -> None:
    nquads.write([], tmp_path / "empty.nq")
    file = nquads.Sorted(tmp_path / "empty.nq")
    assert list(file.of(b"<http://a/1>")) == []
    file.close()
    with pytest.raises(StoreError, match=r"absent\.nq"):
        nquads.Sorted(tmp_path / "absent.nq")
