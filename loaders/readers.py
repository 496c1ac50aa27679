"""From a file to rows. Every reader is strict: what is malformed is named with its line, never mended."""

import json
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from oncotrace.loaders import obo, studies, tables
from oncotrace.loaders.declare import Row, fault
from oncotrace.loaders.tables import Numbered
from oncotrace.loaders.text import Malformed, check_text, lines, whole

MAX_DEPTH = 64
_SPACE = re.compile(r"[ \t\n\r]*")


def read(reader: str, path: Path, columns: tuple[str, ...] = (), name: str = "") -> Iterator[Row]:
    """The rows of a file, each with at least these columns.

    ``name`` is how messages call the file. SourceError: malformed, not UTF-8, or without a column.
    """
    name, needed = name or path.name, set(columns)
    try:
        for line, cells in READERS[reader](path):
            if not needed <= cells.keys():
                missing = ", ".join(sorted(needed - cells.keys()))
                raise Malformed(line, f"no {missing} (found: {', '.join(map(str, cells))[:300]})")
            yield Row(cells, name, line)
    except Malformed as error:
        raise fault(f"{name}, line {error.line}", error.what) from None
    except OSError as error:
        raise fault(name, f"cannot be read ({error.strerror})", "Check the path and its rights") from None


# --- JSON -------------------------------------------------------------------------------------


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {next(k for k in keys if keys.count(k) > 1)!r} stands there twice")
    return values


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no number of JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_number)


def _value(text: str, start: int, line: int) -> tuple[Any, int]:
    """The JSON value at ``start`` (which is on ``line``) and the offset behind it."""
    try:
        value, end = _DECODER.raw_decode(text, start)
    except json.JSONDecodeError as error:
        raise Malformed(line + text.count("\n", start, error.pos), error.msg) from None
    except ValueError as error:
        raise Malformed(line, str(error)) from None
    except RecursionError:
        raise Malformed(line, f"nested deeper than {MAX_DEPTH}") from None
    _check(value, line)
    return value, end


def _check(value: Any, line: int) -> None:
    """Refuse what no later floor can hold: depth, NUL, broken characters, infinity, huge cells."""
    todo = [(value, 1)]
    while todo:
        item, depth = todo.pop()
        if depth > MAX_DEPTH:
            raise Malformed(line, f"nested deeper than {MAX_DEPTH}")
        if isinstance(item, dict):
            todo += [(part, depth + 1) for pair in item.items() for part in pair]
        elif isinstance(item, list):
            todo += [(part, depth + 1) for part in item]
        elif isinstance(item, str):
            check_text(item, line)
        elif isinstance(item, float) and not math.isfinite(item):
            raise Malformed(line, "a number beyond all bounds")


def _object(value: Any, line: int) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Malformed(line, f"an object is expected, found {str(value)[:40]!r}")
    if "@context" in value:
        raise Malformed(line, "JSON-LD, which is not read: its @context may lead to another host")
    return value


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    assert match
    return match.end()


def _json(path: Path) -> Numbered:
    """The objects of an array, or one object."""
    text = whole(path)
    at = _skip(text, 0)
    if text[at : at + 1] != "[":
        yield 1, _document(text, at)
        return
    seen, line, mark = 0, 1, "["
    while mark != "]":
        at = _skip(text, at + 1)
        if mark == "[" and text[at : at + 1] == "]":
            break
        line, seen = line + text.count("\n", seen, at), at
        value, end = _value(text, at, line)
        yield line, _object(value, line)
        at = _skip(text, end)
        mark = text[at : at + 1]
        if mark not in (",", "]") or not mark:
            raise Malformed(line + text.count("\n", seen, at), "',' or ']' is expected")
    _end(text, at + 1)


def _json_records(path: Path) -> Numbered:
    """The objects of the list ``records`` of an object, in order."""
    text = whole(path)
    found = _document(text, _skip(text, 0)).get("records")
    if not isinstance(found, list):
        raise Malformed(1, "no list of records")
    for order, record in enumerate(found, 1):
        yield order, _object(record, order)


def _document(text: str, at: int) -> dict[str, Any]:
    value, end = _value(text, at, 1)
    _end(text, end)
    return _object(value, 1)


def _end(text: str, at: int) -> None:
    at = _skip(text, at)
    if at < len(text):
        raise Malformed(1 + text.count("\n", 0, at), "text behind the end of the JSON")


def _json_tree(path: Path) -> Numbered:
    """The nodes of a tree ``{"A": {..., "children": {"B": ...}}}``, parents first, in order."""
    text = whole(path)
    todo = [*reversed(_document(text, _skip(text, 0)).values())]
    order = 0
    while todo:
        order += 1
        node = _object(todo.pop(), order)
        yield order, {key: value for key, value in node.items() if key != "children"}
        todo += reversed(_object(node.get("children", {}), order).values())


def _ndjson(path: Path) -> Numbered:
    for line, text in enumerate(lines(path), 1):
        if text := text.strip():
            value, end = _value(text, 0, line)
            if end < len(text):
                raise Malformed(line, "more than one value in a line")
            yield line, _object(value, line)


def _studies(path: Path) -> Numbered:
    """Studies of ClinicalTrials.gov, slimmed: one a line, an array, one object, or a page of the API."""
    for line, item in _ndjson(path) if path.suffix == ".ndjson" else _json(path):
        page = item.get("studies")
        if isinstance(page, list):
            yield from ((order, studies.slim(_object(study, order))) for order, study in enumerate(page, 1))
        else:
            yield line, studies.slim(item)


# --- YAML -------------------------------------------------------------------------------------

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _yaml(path: Path) -> Numbered:
    """The mappings of a list, or one mapping. No aliases, no tags; a date stays as it is written."""
    text = whole(path)
    try:
        _shallow(text)
        root = _LOADER(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Malformed(line, error.problem or "no YAML") from None
    except yaml.YAMLError as error:
        raise Malformed(1, str(error).splitlines()[0]) from None
    items = root.value if isinstance(root, yaml.SequenceNode) else [root] if root else []
    for node in items:
        line = node.start_mark.line + 1
        yield line, _object(_plain(node), line)


def _shallow(text: str) -> None:
    """Refuse aliases and depth event by event: the parser that builds nodes overruns its stack on depth."""
    depth = 0
    for event in yaml.parse(text, _LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise Malformed(line, "an alias: write the value out")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise Malformed(line, f"nested deeper than {MAX_DEPTH}")


def _plain(node: yaml.Node) -> Any:
    """The value of a node, by the JSON schema of YAML 1.2: ``yes`` and ``no`` are words."""
    line = node.start_mark.line + 1
    tag = node.tag.removeprefix("tag:yaml.org,2002:")
    if isinstance(node, yaml.ScalarNode):
        return _scalar(tag, node.value, line)
    if tag == "seq":
        return [_plain(item) for item in node.value]
    if tag != "map":
        raise Malformed(line, f"the tag {tag[:40]!r}: plain values only")
    pairs = [(_plain(k), _plain(v)) for k, v in node.value]
    if odd := [key for key, _ in pairs if not isinstance(key, str)]:
        raise Malformed(line, f"the key {str(odd[0])[:40]!r} is no text: put quotes around it")
    try:
        return _unique(pairs)
    except ValueError as error:
        raise Malformed(line, str(error)) from None


def _scalar(tag: str, text: str, line: int) -> Any:
    match tag:
        case "null":
            return None
        case "bool":
            return {"true": True, "false": False}.get(text.lower(), text)
        case "int" if re.fullmatch(r"-?[0-9]{1,18}", text):
            return int(text)
        case "float" if re.fullmatch(r"-?[0-9]{1,18}\.[0-9]{1,18}", text):
            return float(text)
        case "str" | "timestamp":
            check_text(text, line)
            return text
    raise Malformed(line, f"{text[:40]!r} can be read in two ways: put quotes around it")


READERS: dict[str, Callable[[Path], Numbered]] = {
    "tsv": tables.tsv,
    "csv": tables.comma,
    "sssom": tables.sssom,
    "oncoref": tables.oncoref,
    "json": _json,
    "json_records": _json_records,
    "json_tree": _json_tree,
    "ndjson": _ndjson,
    "studies": _studies,
    "yaml": _yaml,
    "obo": obo.stanzas,
}
