"""A query run: from its text to the body of the reply."""

import json
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from graphql import ExecutionResult, GraphQLError, OperationDefinitionNode, execute_sync
from graphql.execution.values import get_variable_values

from oncotrace.kg.errors import OncotraceError
from oncotrace.server.graphql.documents import Document, Documents, Invalid
from oncotrace.server.graphql.errors import INTERNAL, Refused
from oncotrace.server.graphql.plan import Otherwise, Plan
from oncotrace.server.graphql.schema import schema
from oncotrace.server.graphql.view import Open, Request, too_slow

log = logging.getLogger("oncotrace.graphql")


@dataclass(slots=True, kw_only=True)
class Asked:
    """What a client asks."""

    text: str
    operation: str | None = None
    variables: Mapping[str, Any]


@dataclass
class Reply:
    """The body of a reply, and what its status says."""

    body: bytes
    status: int
    """Under ``application/graphql-response+json``."""
    whole: bool = False
    """Whether all went well, so that the reply can be kept."""

    @cached_property
    def digest(self) -> str:
        return sha256(self.body).hexdigest()[:32]


class Runner:
    """Runs queries over releases; keeps their documents parsed."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._documents = Documents(schema())

    def run(self, asked: Asked, open: Open, today: str, request_id: str) -> Reply:
        """Never raises: what goes wrong is in the reply, ours without a detail."""
        try:
            return self._run(asked, open, today, request_id)
        except Invalid as error:
            return _reply({"errors": [e.formatted for e in error.errors]}, 400)
        except Refused as error:
            return _reply({"errors": [error.formatted]}, error.status)
        except Exception:
            log.exception("request %s failed", request_id)
            return _reply({"errors": [_ours(request_id)]}, 500)

    def _run(self, asked: Asked, open: Open, today: str, request_id: str) -> Reply:
        document = self._documents.get(asked.text, asked.operation, asked.variables)
        operation = document.operation(asked.operation)
        values = get_variable_values(
            schema(), operation.variable_definitions or (), dict(asked.variables), max_errors=10
        )
        if isinstance(values, list):
            raise Invalid(values)
        deadline = time.monotonic() + self._seconds
        request = Request(open, today, deadline)
        if (data := _planned(document, operation, values, request, asked.operation)) is not None:
            return _reply({"data": data}, 200, whole=True)
        result = execute_sync(
            schema(),
            document.ast,
            variable_values=dict(asked.variables),
            operation_name=asked.operation,
            context_value=Request(open, today, deadline),
        )
        return _replied(result, request_id)


def _planned(
    document: Document, operation: OperationDefinitionNode, values: Any, request: Request, name: str | None
) -> dict[str, Any] | None:
    """The data of a query that goes well; None where graphql-core must run it and word what went wrong."""
    try:
        plan = document.plans.get(name)
        if plan is None:
            plan = Plan(schema(), document.ast, operation, values)
            if not operation.variable_definitions:
                document.plans[name] = plan
        data: dict[str, Any] = plan.run(request)
        return data
    except (Otherwise, GraphQLError, OncotraceError) as error:
        if too_slow(error):
            raise
        return None


def _replied(result: ExecutionResult, request_id: str) -> Reply:
    if not result.errors:
        return _reply({"data": result.data}, 200, whole=True)
    for error in result.errors:
        if error.original_error and too_slow(error.original_error):
            raise error.original_error
    errors = [_shown(error, request_id) for error in result.errors]
    return _reply({"errors": errors, "data": result.data}, 200)


def _shown(error: GraphQLError, request_id: str) -> dict[str, Any]:
    """An error as a client may read it: ours without what it says."""
    shown: dict[str, Any] = dict(error.formatted)
    cause = error.original_error
    if isinstance(cause, Refused | None):
        return shown
    log.error("request %s failed", request_id, exc_info=cause)
    return shown | _ours(request_id)


def _ours(request_id: str) -> dict[str, Any]:
    return {
        "message": "Something broke on our side. It was not your query. Please report the request id.",
        "extensions": {"code": INTERNAL, "requestId": request_id},
    }


def _reply(content: dict[str, Any], status: int, whole: bool = False) -> Reply:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Reply(body, status, whole)


def refusal(error: Refused, status: int) -> Reply:
    """The reply to a request of which nothing was run."""
    return _reply({"errors": [error.formatted]}, status)


class Replies:
    """Finished replies by what was asked, the least recently used dropped first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[tuple[str, ...], Reply] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, ...]) -> Reply | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: tuple[str, ...], reply: Reply) -> None:
        with self._lock:
            if (old := self._kept.pop(key, None)) is not None:
                self._size -= len(old.body)
            self._kept[key] = reply
            self._size += len(reply.body)
            while self._size > self._most and self._kept:
                self._size -= len(self._kept.popitem(last=False)[1].body)
