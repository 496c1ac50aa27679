"""From a file to text: UTF-8, bounded, without NUL. What is malformed is named with its line."""

from collections.abc import Iterator
from pathlib import Path

MAX_LINE = 8 << 20
MAX_CELL = 1 << 20

FOREIGN = {
    b"\x1f\x8b": "a gzip file: unpack it first",
    b"PK\x03\x04": "a zip file: unpack it first",
    b"BZh": "a bzip2 file: unpack it first",
    b"\xfd7zXZ": "an xz file: unpack it first",
    b"\x28\xb5\x2f\xfd": "a zstd file: unpack it first",
    b"%PDF": "a PDF file",
    b"<": "markup (XML or HTML), which is not read: nothing that it names was followed",
}
"""How files begin that are no text of ours; no source's file begins so."""


class Malformed(Exception):
    """(line, what): ``read`` adds the file."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(line, what)
        self.line, self.what = line, what


def lines(path: Path) -> Iterator[str]:
    """The lines of a UTF-8 file, without a byte order mark."""
    with path.open("rb") as file:
        for number, raw in enumerate(iter(lambda: file.readline(MAX_LINE + 1), b""), 1):
            if len(raw) > MAX_LINE:
                raise Malformed(number, f"longer than {MAX_LINE >> 20} MiB")
            yield decoded(raw, number)


def whole(path: Path) -> str:
    return decoded(path.read_bytes(), 1)


def decoded(raw: bytes, line: int) -> str:
    """The text of these bytes, of which the first stands on this line."""
    if line == 1:
        _refuse_foreign(raw)
    if (nul := raw.find(b"\0")) >= 0:
        raise Malformed(line + raw.count(b"\n", 0, nul), "a NUL byte: this is no text file")
    try:
        return raw.decode("utf-8-sig" if line == 1 else "utf-8")
    except UnicodeDecodeError as error:
        at = line + raw.count(b"\n", 0, error.start)
        raise Malformed(at, f"not UTF-8 (byte 0x{raw[error.start]:02x})") from None


def _refuse_foreign(raw: bytes) -> None:
    start = raw[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    for mark, what in FOREIGN.items():
        if start.startswith(mark):
            raise Malformed(1, what)


def check_text(text: str, line: int) -> None:
    if len(text) > MAX_CELL:
        raise Malformed(line, f"a text longer than {MAX_CELL >> 20} MiB")
    if "\0" in text:
        raise Malformed(line, "a NUL character in a text")
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Malformed(line, "half of a character (an unpaired surrogate)")
