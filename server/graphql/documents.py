"""Documents, parsed and checked once: the text of a query ready to be run with any variables."""

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    get_operation_ast,
    parse,
    validate,
)

from oncotrace.kg.errors import OncotraceError
from oncotrace.server.graphql.cost import affordable, bounded
from oncotrace.server.graphql.errors import BAD_VALUE, NOT_TRUSTED, Refused

MOST_KEPT = 1_000
"""Documents kept parsed."""

MOST_PROBLEMS = 10
"""Errors of one document that a reply lists."""


@dataclass(slots=True)
class Document:
    """A document that may be run."""

    text: str
    ast: DocumentNode
    plans: dict[str | None, Any]
    """Plans by the name of the operation, of those that depend on no variable."""

    def operation(self, name: str | None) -> OperationDefinitionNode:
        found = get_operation_ast(self.ast, name)
        if found is None:
            raise Refused(BAD_VALUE, _no_operation(self.ast, name))
        return found


class Invalid(Exception):
    """A document that the schema does not allow."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        self.errors = errors


class Documents:
    """The documents that were run last, parsed."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._kept: OrderedDict[str, Document] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, text: str, name: str | None, variables: Mapping[str, Any]) -> Document:
        """The document of a text, affordable with these variables.

        Raises Refused where it is beyond a limit, Invalid where it is no valid document.
        """
        with self._lock:
            found = self._kept.get(text)
            if found is not None:
                self._kept.move_to_end(text)
        if found is not None:
            affordable(self._schema, found.ast, found.operation(name), variables)
            return found
        made = self._made(text, name, variables)
        with self._lock:
            self._kept[text] = made
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return made

    def _made(self, text: str, name: str | None, variables: Mapping[str, Any]) -> Document:
        bounded(text)
        try:
            ast = parse(text, no_location=False)
        except GraphQLError as error:
            raise Invalid([error]) from None
        made = Document(text, ast, {})
        operations = [d for d in ast.definitions if isinstance(d, OperationDefinitionNode)]
        # Before it is validated: the rules that compare fields take long for what this refuses.
        for operation in operations:
            affordable(self._schema, ast, operation, variables)
        if errors := validate(self._schema, ast, max_errors=MOST_PROBLEMS):
            raise Invalid(errors)
        if made.operation(name).operation is not OperationType.QUERY:
            raise Refused(BAD_VALUE, "only queries are run here")
        return made


def _no_operation(ast: DocumentNode, name: str | None) -> str:
    names = [d.name.value for d in ast.definitions if isinstance(d, OperationDefinitionNode) and d.name]
    if name is not None:
        return (
            f"the document has no operation {name[:80]!r}; it has: {', '.join(names) or 'none with a name'}"
        )
    return f"the document has several operations: name one of {', '.join(names)} in operationName"


# --- trusted documents ------------------------------------------------------------------------


class Trusted:
    """Documents that clients may name by their hash, and may have to."""

    def __init__(self, path: str, only: bool) -> None:
        self._texts = _read(Path(path)) if path else {}
        self._only = only
        if only and not self._texts:
            raise OncotraceError(
                "ONCOTRACE_GRAPHQL_TRUSTED_ONLY is set, but ONCOTRACE_GRAPHQL_DOCUMENTS names no documents"
            )
        self._known = frozenset(self._texts.values())

    def text(self, sha256: str) -> str:
        """The document of a hash."""
        try:
            return self._texts[sha256.removeprefix("sha256:").lower()]
        except KeyError:
            raise Refused(NOT_TRUSTED, f"no document with the hash {sha256[:80]!r} is trusted here") from None

    def allow(self, text: str) -> None:
        if self._only and text not in self._known:
            raise Refused(NOT_TRUSTED, "only trusted documents are run: name one by its hash, as documentId")


def _read(path: Path) -> dict[str, str]:
    try:
        given = json.loads(path.read_text("utf-8"))
        texts = {str(key).lower(): str(text) for key, text in given.items()}
    except (OSError, ValueError, AttributeError) as error:
        raise OncotraceError(f"the trusted documents {path} cannot be read: {error}") from error
    for key, text in texts.items():
        if hashlib.sha256(text.encode()).hexdigest() != key:
            raise OncotraceError(f"{path}: {key} is not the sha256 of its document")
    return texts
