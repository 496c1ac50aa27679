"""What goes wrong in a query, with a code that a program can read."""

from graphql import GraphQLError


class Refused(GraphQLError):
    """A query that we do not run, or a value in it that we cannot use. The message names the limit or the
    value, and what was asked."""

    def __init__(self, code: str, message: str, *, status: int = 400, **more: object) -> None:
        super().__init__(message, extensions={"code": code, **more})
        self.code = code
        self.status = status
        """Of the reply, where nothing was run."""


NOT_FOUND = "NOT_FOUND"
BAD_VALUE = "BAD_VALUE"
TOO_LARGE = "TOO_LARGE"
TOO_COMPLEX = "TOO_COMPLEX"
TOO_SLOW = "TOO_SLOW"
TOO_MANY = "TOO_MANY"
NOT_TRUSTED = "NOT_TRUSTED"
INTERNAL = "INTERNAL"
