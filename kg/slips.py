"""Slips of spelling: a letter changed, lost or added, or two neighbours swapped.

A key stands under some numbers, its marks, such that any two keys a slip apart share one. Two others may
share one too, so what is found by a mark is still to be compared.
"""

from zlib import crc32

from oncotrace.kg.arrays import KINDS

_SHORT = 10
"""Letters. Up to here a key is marked by all keys that lack one letter of it; beyond, by its halves, which
are then distinctive enough: two marks instead of one a letter."""

_WHOLE = KINDS - 1
_TEXT = -KINDS
"""The last bits of a mark tell which letter is lacking, from 0, or that none is: two keys that become one
without a letter of each are a slip apart only where it stood in one place of both, or beside it."""

_ANY = (1 << KINDS) - 1


def mark(text: str) -> int:
    """The mark of a whole text: a number below 2**32 that equal texts share."""
    return crc32(text.encode()) | _WHOLE


def exactly(text: str) -> dict[int, int]:
    """What finds that mark, as ``marks_near`` has it."""
    return {crc32(text.encode()) & _TEXT: _ANY}


def marks(key: str) -> set[int]:
    """The marks under which a key stands."""
    text = key.encode()
    if len(text) > _SHORT:
        return {first | _WHOLE for first in _halves(text, len(text))}
    return {mark(key), *(first | place for place, first in enumerate(_lacking_one(text)))}


def marks_near(key: str) -> dict[int, int]:
    """The marks under which stand all keys that a slip could have made this one of, as ``Marked`` looks
    them up."""
    text, found = key.encode(), dict[int, int]()
    size = len(text)
    if size <= _SHORT + 1:
        for place, first in enumerate(_lacking_one(text)):
            # Where two are swapped, a letter of this key stood one place further on.
            found[first] = found.get(first, 1 << _WHOLE) | 3 << place
        found[crc32(text) & _TEXT] = _ANY
    if size >= _SHORT:
        for length in range(max(_SHORT + 1, size - 1), size + 2):
            found.update(dict.fromkeys(_halves(text, length), _ANY))
    if size > _SHORT:
        place = size // 2  # where a swap touches both halves
        swapped = text[: place - 1] + text[place : place + 1] + text[place - 1 : place] + text[place + 1 :]
        found[_halves(swapped, size)[0]] = _ANY
    return found


def _lacking_one(text: bytes) -> list[int]:
    return [crc32(text[:place] + text[place + 1 :]) & _TEXT for place in range(len(text))]


def _halves(text: bytes, length: int) -> tuple[int, int]:
    """Of the beginning and the end that this text shares with one of a length, where a slip leaves them
    alone."""
    middle = length // 2
    end = text[len(text) - (length - middle) :]
    return crc32(text[:middle], length) & _TEXT, crc32(end, ~length & 0xFFFFFFFF) & _TEXT
