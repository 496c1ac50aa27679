"""Review sheets: one row a statement in plain words, with columns for a verdict. CSV and Excel.

The id of a statement is its row's id and stays the same from release to release. A cell that a
spreadsheet could take for a formula is made text (https://owasp.org/www-community/attacks/CSV_Injection).
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.sax.saxutils import escape

from oncotrace.server.export.material import Material, Row

COLUMNS = {
    "row": 26,
    "kind": 14,
    "what is claimed": 60,
    "biomarker": 24,
    "therapy": 24,
    "cancer": 24,
    "says": 20,
    "level": 12,
    "evidence": 50,
    "link": 36,
    "where": 16,
    "published": 12,
    "source": 18,
    "licence": 16,
    "confidence": 16,
    "doubts": 40,
    "verdict": 14,
    "comment": 40,
    "reviewer": 16,
}
"""Column and its width in letters. The last three are the reviewer's and come empty."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MOST_LETTERS = 32_767
"""Of an Excel cell (its specification's limit)."""


def cells(row: Row) -> list[str]:
    """A statement as the cells of its row, in the order of ``COLUMNS``."""
    said = row.statement
    return [
        said.id,
        row.kind,
        row.words,
        row.biomarker,
        row.therapy,
        row.cancer,
        row.says,
        row.level,
        "; ".join(f"{d.title or d.id} ({d.id})" for d in row.documents),
        next((d.url for d in row.documents if d.url), ""),
        said.locator,
        said.published,
        row.source.title if row.source else said.source,
        row.licence,
        said.confidence,
        " ".join(said.doubts),
        "",
        "",
        "",
    ]


def write_csv(material: Material, out: IO[bytes]) -> None:
    """UTF-8 with a byte order mark, which spreadsheets need to read it as such."""
    text = io.TextIOWrapper(out, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in material.rows():
        writer.writerow([_text(cell) for cell in cells(row)])
    text.detach()


def _text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


# --- Excel ------------------------------------------------------------------------------------
# A workbook of one sheet with strings in their cells: small enough to write by hand, row by row
# (ECMA-376, part 1, SpreadsheetML). A string in a cell is never a formula.

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Review" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2">'
    '<xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf fontId="1" applyFont="1"/>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>",
}


def write_xlsx(material: Material, out: IO[bytes]) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in _PARTS.items():
            book.writestr(_fixed(name), _HEAD + text)
        with book.open(_fixed("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as sheet:
            for part in _sheet(material):
                sheet.write(part.encode())


def _fixed(name: str) -> zipfile.ZipInfo:
    """An entry without the time of writing: the same export is the same file."""
    found = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    found.compress_type = zipfile.ZIP_DEFLATED
    return found


def _sheet(material: Material) -> Iterator[str]:
    yield f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    yield '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    yield "</sheetView></sheetViews>"
    widths = enumerate(COLUMNS.values(), 1)
    yield "<cols>"
    yield from (f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in widths)
    yield "</cols><sheetData>"
    yield _line(1, list(COLUMNS), style=1)
    for number, row in enumerate(material.rows(), 2):
        yield _line(number, cells(row), style=0)
    yield "</sheetData></worksheet>"


def _line(number: int, values: list[str], style: int) -> str:
    found = "".join(
        f'<c r="{_letter(at)}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        f"{escape(_NOT_XML.sub('', value)[:MOST_LETTERS])}</t></is></c>"
        for at, value in enumerate(values)
        if value
    )
    return f'<row r="{number}">{found}</row>'


def _letter(column: int) -> str:
    return chr(ord("A") + column)
