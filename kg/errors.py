"""The error tree, drawn once. Each message says what, where and what to do next.

::

    OncotraceError
        SourceError      a source file is missing, malformed, hostile or smaller than its floor
        CoreFactError    a curated fact breaks its schema
        ReleaseError     a release is absent, damaged or being built by another process
        StoreError       a store cannot be opened, read or written
        Unreadable       a text that is no biomarker, cancer, drug or question that we can read
"""


class OncotraceError(Exception):
    """Anything that a user should read as a sentence, never as a stack trace."""


class SourceError(OncotraceError):
    pass


class CoreFactError(OncotraceError):
    pass


class ReleaseError(OncotraceError):
    pass


class StoreError(OncotraceError):
    pass


class Unreadable(OncotraceError):
    pass
