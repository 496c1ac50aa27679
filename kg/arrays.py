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
from collections.abc import Iterable, Iterator
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

    def write(self, path: Path, about: Any) -> None:
        """A new file of all of it; ``about`` is JSON data. StoreError where it cannot be written."""
        places, at = {}, 0
        for name, kind, values in self._arrays:
            size = len(values) * (values.itemsize if isinstance(values, array) else 1)
            places[name] = (kind, at, size)
            at += size
        told = {"version": VERSION, "order": sys.byteorder, "size": at, "arrays": places}
        header = json.dumps(told | {"bases": self._bases, "about": about}).encode()
        try:
            with path.open("xb") as file:
                file.write(MARK + _LENGTH.pack(len(header)) + header)
                for _, _, values in self._arrays:
                    file.write(values)
        except OSError as error:
            raise StoreError(
                f"cannot write {path}: {error.strerror}; free space there and build again"
            ) from error


class Arrays:
    """The arrays of a file."""

    def __init__(self, path: Path) -> None:
        """StoreError where it is no such file, or not a whole one."""
        try:
            with path.open("rb") as file:
                self._whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            start = len(MARK) + _LENGTH.size
            if self._whole[: len(MARK)] != MARK:
                raise ValueError("it has another beginning")
            self._start = start + _LENGTH.unpack(self._whole[len(MARK) : start])[0]
            header = json.loads(bytes(self._whole[start : self._start]))
            if (header["version"], header["order"]) != (VERSION, sys.byteorder):
                raise ValueError("it is of another version, or of a machine with another order of bytes")
            if self._start + header["size"] != len(self._whole):
                raise ValueError("its end is missing")
        except (OSError, ValueError, KeyError, TypeError, struct.error) as error:
            raise StoreError(f"{path} is no read model ({error}); build the release again") from error
        self._header = header
        self.about: Any = header["about"]

    def numbers(self, name: str) -> memoryview:
        kind, at, size = self._header["arrays"][name]
        if not size:
            return memoryview(array(kind))  # what is empty cannot be cast
        return self._whole[self._start + at : self._start + at + size].cast(kind)

    def texts(self, name: str) -> "Texts":
        return Texts(self.numbers(f"{name} ends"), self.numbers(name))

    def table(self, name: str) -> "Table":
        """The table of a name; an empty one where there is none."""
        if name not in self._header["arrays"]:
            return Table(0, memoryview(bytes(1)), memoryview(b""))
        return Table(self._header["bases"][name], self.numbers(f"{name} ends"), self.numbers(name))


class Texts:
    """Texts by their place, from 0."""

    __slots__ = ("_content", "_ends")

    def __init__(self, ends: memoryview, content: memoryview) -> None:
        self._ends, self._content = ends, content

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, place: int) -> str:
        return str(self._content[self._ends[place] : self._ends[place + 1]], "utf-8")

    def place(self, text: str) -> int | None:
        """Where a text stands, among texts in order."""
        wanted = text.encode()  # in the order of their bytes, too: UTF-8 keeps that of code points
        place = bisect_left(range(len(self)), wanted, key=self._bytes)
        return place if place < len(self) and self._bytes(place) == wanted else None

    def _bytes(self, place: int) -> bytes:
        return bytes(self._content[self._ends[place] : self._ends[place + 1]])


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
