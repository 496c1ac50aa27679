"""Arrays of numbers and texts in one file that is mapped into memory.

It is opened without being read, and processes that map it share its pages. The file: a mark, the length
of a header in JSON, the header, which tells where each array lies, the arrays. Numbers are as the machine
has them in memory; the header names their byte order.
"""

import json
import mmap
import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from oncotrace.kg.errors import StoreError

MARK = b"OTARRAYS"
VERSION = 1

_LENGTH = struct.Struct("<Q")


class Writer:
    """Collects arrays by name, then writes them all."""

    def __init__(self) -> None:
        self._arrays: list[tuple[str, str, array[int] | bytearray]] = []
        self._bases: dict[str, int] = {}

    def numbers(self, name: str, values: "array[int]") -> None:
        self._arrays.append((name, values.typecode, values))

    def texts(self, name: str, texts: Iterable[str]) -> None:
        """Texts by their place, from 0."""
        ends, content = array("Q", (0,)), bytearray()
        for text in texts:
            content += text.encode()
            ends.append(len(content))
        self.numbers(f"{name} ends", ends)
        self._arrays.append((name, "B", content))

    def table(self, name: str, keys: "array[int]", values: "array[int]") -> None:
        """The values of each key, from pairs in order. Both are numbers below 2**32; between the first and
        the last key each number takes 4 bytes."""
        expected = self._bases[name] = keys[0] if keys else 0
        ends = array("I")
        for place, key in enumerate(keys):
            if key >= expected:
                ends.extend([place] * (key - expected + 1))
                expected = key + 1
        ends.append(len(keys))
        self.numbers(f"{name} ends", ends)
        self.numbers(name, values)

    def marked(self, name: str, pairs: Iterable[tuple[int, int]]) -> None:
        """Pairs of a mark and a number, both below 2**32; ``Marked`` finds them by mark."""
        both = sorted(mark << _BITS | number for mark, number in pairs)
        shift = _BITS + _unsorted_bits(len(both))
        self.table(name, array("I", (pair >> shift for pair in both)), array("Q", both))

    def write(self, path: Path, about: Any = None) -> None:
        """A new file of all of it; ``about`` is JSON data. StoreError where it cannot be written."""
        try:
            with path.open("xb") as file:
                file.writelines(self._parts(about))
        except OSError as error:
            raise StoreError(
                f"cannot write {path}: {error.strerror}; free space there and build again"
            ) from error

    def arrays(self, about: Any = None) -> "Arrays":
        """All of it, in memory."""
        return Arrays(b"".join(self._parts(about)))

    def _parts(self, about: Any) -> "Iterator[bytes | bytearray | array[int]]":
        places, at = {}, 0
        for name, kind, values in self._arrays:
            size = len(values) * (values.itemsize if isinstance(values, array) else 1)
            places[name] = (kind, at, size)
            at += size
        told = {"version": VERSION, "order": sys.byteorder, "size": at, "arrays": places}
        header = json.dumps(told | {"bases": self._bases, "about": about}).encode()
        yield MARK + _LENGTH.pack(len(header)) + header
        for _, _, values in self._arrays:
            yield values


class Arrays:
    """The arrays of a file."""

    def __init__(self, content: bytes | mmap.mmap) -> None:
        """Of the content of a file. ValueError where it is none, or not whole."""
        whole = memoryview(content)
        start = len(MARK) + _LENGTH.size
        if whole[: len(MARK)] != MARK:
            raise ValueError("it has another beginning")
        self._start = start + _LENGTH.unpack(whole[len(MARK) : start])[0]
        header = json.loads(bytes(whole[start : self._start]))
        if (header["version"], header["order"]) != (VERSION, sys.byteorder):
            raise ValueError("it is of another version, or of a machine with another order of bytes")
        if self._start + header["size"] != len(whole):
            raise ValueError("its end is missing")
        self._content, self._whole, self._header = content, whole, header
        self.about: Any = header["about"]

    @classmethod
    def at(cls, path: Path) -> "Arrays":
        """Those of a file. StoreError where it is no such file, or not a whole one."""
        try:
            with path.open("rb") as file:
                return cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except (OSError, ValueError, KeyError, TypeError, struct.error) as error:
            raise StoreError(f"{path} is no read model ({error}); build the release again") from error

    def copy(self, path: Path) -> None:
        """Write all of them into a file."""
        path.write_bytes(self._content)

    def numbers(self, name: str) -> memoryview:
        kind, at, size = self._header["arrays"][name]
        if not size:
            return memoryview(array(kind))  # what is empty cannot be cast
        return self._whole[self._start + at : self._start + at + size].cast(kind)

    def texts(self, name: str) -> "Texts":
        _, at, _ = self._header["arrays"][name]
        return Texts(self.numbers(f"{name} ends"), self._content, self._start + at)

    def table(self, name: str) -> "Table":
        """The table of a name; an empty one where there is none."""
        if name not in self._header["arrays"]:
            return Table(0, memoryview(bytes(1)), memoryview(b""))
        return Table(self._header["bases"][name], self.numbers(f"{name} ends"), self.numbers(name))

    def marked(self, name: str) -> "Marked":
        return Marked(self._header["bases"][name], self.numbers(f"{name} ends"), self.numbers(name))


class Texts:
    """Texts by their place, from 0."""

    __slots__ = ("_content", "_ends", "_start")

    def __init__(self, ends: memoryview, content: bytes | mmap.mmap, start: int) -> None:
        """Texts that follow each other in a content from a place on, with where they end from there."""
        self._ends, self._content, self._start = ends, content, start

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, place: int) -> str:
        return self._content[self._start + self._ends[place] : self._start + self._ends[place + 1]].decode()

    def at(self, places: Iterable[int]) -> Iterator[str]:
        """Those at some places, in their order."""
        content, ends, start = self._content, self._ends, self._start
        return (content[start + ends[place] : start + ends[place + 1]].decode() for place in places)

    def place(self, text: str) -> int | None:
        """Where a text stands, among texts in order."""
        wanted = text.encode()  # in the order of their bytes, too: UTF-8 keeps that of code points
        place = bisect_left(range(len(self)), wanted, key=self._bytes)
        return place if place < len(self) and self._bytes(place) == wanted else None

    def _bytes(self, place: int) -> bytes:
        return self._content[self._start + self._ends[place] : self._start + self._ends[place + 1]]


class Table:
    """The values of each key."""

    __slots__ = ("_base", "_ends", "values")

    def __init__(self, base: int, ends: memoryview, values: memoryview) -> None:
        self._base, self._ends, self.values = base, ends, values

    def spans(self, keys: Iterable[int]) -> Iterator[tuple[int, int, int]]:
        """The keys that have values, with where those begin and end in ``values``."""
        ends, base, count = self._ends, self._base, len(self._ends) - 1
        for key in keys:
            place = key - base
            if 0 <= place < count:
                start, end = ends[place], ends[place + 1]
                if start != end:
                    yield key, start, end


KINDS = 16
"""So many marks that differ only in their last bits are looked up at once."""

_BITS = 32
_NUMBER = (1 << _BITS) - 1
"""A mark and its number are kept as one: the mark, then in so many bits the number."""


def _unsorted_bits(count: int) -> int:
    """The bits of a mark by which pairs are not looked up: of the others there are as many as give each of so
    many pairs a place of its own, were they spread evenly."""
    return max(KINDS.bit_length() - 1, _BITS - count.bit_length())


class Marked(Table):
    """Numbers by marks, which are spread over all numbers below 2**32, as those that ``crc32`` gives."""

    __slots__ = ()

    def under(self, marks: Mapping[int, int]) -> list[int]:
        """The numbers that have any of these marks, in order. The first of ``KINDS`` marks that differ in
        their last bits stands for all; which of them are meant is told in bits."""
        ends, base, pairs = self._ends, self._base, self.values
        count, shift = len(ends) - 1, _unsorted_bits(len(pairs))
        found: set[int] = set()
        for first, kinds in marks.items():
            place = (first >> shift) - base
            if 0 <= place < count:
                for at in range(ends[place], ends[place + 1]):  # mostly one: a slice takes longer
                    pair = pairs[at]
                    kind = (pair >> _BITS) - first
                    if 0 <= kind < KINDS and kinds >> kind & 1:
                        found.add(pair & _NUMBER)
        return sorted(found)
