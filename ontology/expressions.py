"""Regular expressions that are compiled when they are first used.

A question uses few of those that read questions, and compiling all of them was a fifth of a cold start.
"""

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from re import compile as expression
else:

    class expression:
        """As ``re.compile``, whose result it stands for."""

        def __init__(self, pattern: str, flags: int = 0) -> None:
            self._given = pattern, flags

        def __getattr__(self, name: str) -> Any:
            compiled = re.compile(*self._given)
            # The methods themselves: from now on nothing stands between.
            self.__dict__.update((each, getattr(compiled, each)) for each in dir(compiled) if each[0] != "_")
            return getattr(compiled, name)


__all__ = ["expression"]
