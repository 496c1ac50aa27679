"""Settings of the server: the environment first, then a file, then the default.

The file is TOML, named by ``ONCOTRACE_SETTINGS``; its keys are the names without the prefix, in lower case.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, get_type_hints

from oncotrace.kg.errors import OncotraceError

PREFIX = "ONCOTRACE_"
FILE = f"{PREFIX}SETTINGS"


def _setting(default: Any, text: str) -> Any:
    return field(default=default, metadata={"text": text})


@dataclass(slots=True, frozen=True, kw_only=True)
class Settings:
    log_requests: bool = _setting(False, "write a line of JSON for each request to standard error")
    graphql_seconds: float = _setting(10.0, "seconds that one GraphQL request may take")
    graphql_body_bytes: int = _setting(131_072, "bytes that the body of one GraphQL request may have")
    graphql_cache_bytes: int = _setting(
        67_108_864, "bytes of finished GraphQL replies that each worker keeps in memory"
    )
    graphql_origins: str = _setting(
        "",
        "origins whose pages may read GraphQL replies, separated by blanks; * for all",
    )
    graphql_per_minute: int = _setting(
        0, "GraphQL requests an address may make of each worker a minute; 0 for any number"
    )
    graphql_documents: str = _setting("", "a JSON file of trusted documents, sha256 to text")
    graphql_trusted_only: bool = _setting(False, "refuse documents that are not among the trusted ones")
    graphql_console: bool = _setting(True, "show a query editor to browsers at /graphql")


def load(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings; OncotraceError names what cannot be read and where it stands."""
    given: dict[str, Any] = {}
    if path := environment.get(FILE):
        given = _from_file(Path(path))
    types = get_type_hints(Settings)
    found = {}
    for one in fields(Settings):
        variable = PREFIX + one.name.upper()
        if variable in environment:
            found[one.name] = _read(environment[variable], types[one.name], variable)
        elif one.name in given:
            found[one.name] = _read(given[one.name], types[one.name], f"{one.name} in {path}")
    return Settings(**found)


def _from_file(path: Path) -> dict[str, Any]:
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise OncotraceError(f"the settings {path} cannot be read: {error}; mend {FILE}") from error
    known = {one.name for one in fields(Settings)}
    if unknown := sorted(given.keys() - known):
        raise OncotraceError(
            f"{path} sets {', '.join(unknown)}, which is no setting; see `oncotrace serve --help`"
        )
    return given


def _read(value: Any, kind: type, where: str) -> Any:
    text = str(value).strip()
    try:
        if kind is bool:
            return {"1": True, "true": True, "0": False, "false": False}[text.lower()]
        return kind(text)
    except (KeyError, ValueError):
        raise OncotraceError(f"{where} is {text[:40]!r}; give a {_KINDS[kind]}") from None


_KINDS = {bool: "truth value, 1 or 0", int: "whole number", float: "number", str: "text"}


def described() -> list[tuple[str, str]]:
    """Every setting as the environment names it, with what it means and its default."""
    rows = [(FILE, "a TOML file of the settings below")]
    for one in fields(Settings):
        default = int(one.default) if isinstance(one.default, bool) else one.default
        shown = "none" if default == "" else default
        rows.append((PREFIX + one.name.upper(), f"{one.metadata['text']} ({shown})"))
    return rows
