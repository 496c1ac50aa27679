"""What the documents show is true: it runs, it exists, it is complete."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from oncotrace.server.cli import app

SHOWN = ("README.md", "docs/command-line.md")
"""Documents whose code blocks are run."""


def blocks(root: Path, language: str) -> Iterator[str]:
    for name in SHOWN:
        yield from re.findall(rf"^```{language}\n(.*?)^```", (root / name).read_text("utf-8"), re.M | re.S)


def shown_commands(root: Path) -> list[list[str]]:
    """The lines of shell blocks, split as the shell does, without comments."""
    lines = (line for block in blocks(root, "sh") for line in block.splitlines())
    return [words for line in lines if (words := shlex.split(line, comments=True))]


def test_python_examples_run(root: Path, tmp_path: Path) -> None:
    examples = list(blocks(root, "python"))
    assert examples
    for example in examples:
        command = [sys.executable, "-c", example]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        assert "3,426" in done.stdout


def test_shown_make_targets_exist(root: Path) -> None:
    text = "".join((root / name).read_text("utf-8") for name in (*SHOWN, "CONTRIBUTING.md"))
    makefile = (root / "Makefile").read_text("utf-8")
    shown = {words[1] for words in shown_commands(root) if words[0] == "make"}
    shown |= set(re.findall(r"`make ([a-z]+)", text))
    assert shown >= {"run", "test", "ask", "help"}
    assert [target for target in shown if not re.search(rf"^{target}:", makefile, re.M)] == []


def test_make_help_lists_every_target(root: Path) -> None:
    makefile = (root / "Makefile").read_text("utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.M)
    said = subprocess.run(["make"], cwd=root, capture_output=True, text=True, timeout=60, check=True).stdout
    assert re.findall(r"^  make ([a-z]+) +\S", said, re.M) == phony.split()


def test_shown_commands_run(root: Path, core_home: Path, tmp_path: Path, sources_dir: Path) -> None:
    """Every `oncotrace` line of the documents, but for the server, which does not end."""
    commands = [words for words in shown_commands(root) if words[0] == "oncotrace"]
    assert len(commands) >= 5
    some = tmp_path / "path" / "to" / "sources"
    some.mkdir(parents=True)
    for name in ("oncotree", "fda"):  # two of all: other tests build with every source
        (some / name).symlink_to(sources_dir / name)
    for words in commands:
        home = tmp_path / "home" if words[1] == "build" else core_home
        code = "from oncotrace.server.cli import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", code, *words[1:]],
            cwd=tmp_path,
            env=os.environ | {"ONCOTRACE_HOME": str(home)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{words}: {done.stderr}"
        assert done.stdout.strip()


def test_every_command_and_option_is_described(root: Path) -> None:
    text = (root / "docs" / "command-line.md").read_text("utf-8")
    parts = dict(re.findall(r"^## oncotrace ([a-z]+)\n(.*?)(?=^## |\Z)", text, re.M | re.S))
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert parts.keys() == commands.keys()
    for name, command in commands.items():
        taken = {option for p in command.params for option in p.opts if option.startswith("--")}
        described = set(re.findall(r"--[a-z][a-z-]*", parts[name]))
        assert described - {"--help"} == taken - {"--help"}, name


def test_links_lead_somewhere(root: Path, committed: list[str]) -> None:
    wrong = []
    for name in (name for name in committed if name.endswith(".md")):
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", (root / name).read_text("utf-8")):
            if not re.match(r"[a-z]+:", target) and not ((root / name).parent / target).exists():
                wrong.append(f"{name}: {target}")
    assert wrong == []


@pytest.mark.parametrize(
    ("index", "folder"), [("docs/decisions/README.md", "docs/decisions"), ("README.md", "docs/howto")]
)
def test_every_page_is_linked(root: Path, index: str, folder: str) -> None:
    linked = {
        ((root / index).parent / target).resolve()
        for target in re.findall(r"\]\(([^)#\s:]+)\)", (root / index).read_text("utf-8"))
    }
    pages = {page.resolve() for page in (root / folder).glob("*.md") if page.name != "README.md"}
    assert pages - linked == set()


def test_files_that_documents_name_exist(root: Path, committed: list[str]) -> None:
    """`kg/triples.py` in a page is a file; a folder ends with a slash."""
    wrong = []
    for name in (name for name in committed if name.endswith(".md")):
        for path in re.findall(
            r"`([a-z_]+/[a-z_/]+(?:\.py|\.yaml|\.json|\.md|\.ttl))`", (root / name).read_text("utf-8")
        ):
            if not (root / path).exists():
                wrong.append(f"{name}: {path}")
    assert wrong == []


def test_citation_has_this_version(root: Path) -> None:
    import yaml

    import oncotrace

    cited = yaml.safe_load((root / "CITATION.cff").read_text("utf-8"))
    assert cited["version"] == oncotrace.__version__
    assert cited["license"] == "Apache-2.0"


def test_every_page_is_on_the_map(root: Path) -> None:
    from oncotrace.server.app import NOT_KEPT, PAGES

    text = (root / "docs" / "pages.md").read_text("utf-8")
    mapped = dict(re.findall(r"^\| `(/[^`]*)` \|.*\| `([^`]+)` \|$", text, re.M))
    made_in = {path: make.__module__.removeprefix("oncotrace.") for path, make in PAGES}
    assert mapped == {path: f"{module.replace('.', '/')}.py" for path, module in made_in.items()}
    assert [path for path, _ in NOT_KEPT if f"`{path}`" not in text] == []
