"""Imports point down only, and only under the name of the package."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

BELOW = {
    "ontology": set(),
    "kg": {"ontology"},
    "loaders": {"ontology", "kg"},
    "queries": {"ontology", "kg"},
    "answers": {"ontology", "kg", "queries"},
    "server": {"ontology", "kg", "loaders", "queries", "answers", ""},
    "oncotrace": {"ontology", "kg", "loaders", "queries", "answers"},
}
"""What each floor may import beside itself; "" is the package's own face, ``import oncotrace``."""


def modules(root: Path, floor: str) -> list[Path]:
    return sorted((root / floor).rglob("*.py"))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of everything imported, at any depth of the file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import; write oncotrace.<floor>"
            if node.module == "oncotrace":
                yield from ((node.lineno, f"oncotrace.{alias.name}") for alias in node.names)
            elif node.module:
                yield node.lineno, node.module


@pytest.mark.parametrize("floor", BELOW)
def test_imports_point_down(root: Path, floor: str) -> None:
    """Siblings (loaders, queries) never import each other, and nothing imports a floor above it."""
    allowed = BELOW[floor] | {floor}
    wrong = [
        f"{path.relative_to(root)}:{line} imports {name}"
        for path in modules(root, floor)
        for line, name in imports(path)
        if name.split(".")[0] == "oncotrace" and (name.split(".")[1] if "." in name else "") not in allowed
    ]
    assert wrong == []


@pytest.mark.parametrize("floor", BELOW)
def test_only_declared_libraries(root: Path, floor: str) -> None:
    """What the package imports is the standard library, itself, or a declared dependency."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {canonicalize_name(Requirement(text).name) for text in project["dependencies"]}
    distributions = packages_distributions()
    wrong = []
    for path in modules(root, floor):
        for line, name in imports(path):
            top = name.split(".")[0]
            if top in sys.stdlib_module_names or top == "oncotrace":
                continue
            named = {canonicalize_name(name) for name in distributions.get(top, ())}
            if not named & (declared | OPTIONAL | BROUGHT):
                wrong.append(f"{path.relative_to(root)}:{line} imports {name}")
    assert wrong == []


OPTIONAL = {"ariadne", "owlready2", "pyrudof"}
"""Checks of the ontology and a peer of the bench, which only development installs; the code says so where
they are missing."""

BROUGHT = {"starlette"}
"""Part of FastAPI's own interface."""


def test_face_imports_nothing_at_once(root: Path) -> None:
    """``import oncotrace`` is free: everything of ours is imported inside functions."""
    tree = ast.parse((root / "oncotrace" / "__init__.py").read_text("utf-8"))
    at_once = [n.module for n in tree.body if isinstance(n, ast.ImportFrom) and n.module]
    assert [name for name in at_once if name.startswith("oncotrace")] == []
