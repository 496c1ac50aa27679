"""An export as one page that opens from disk: picture, table and proofs, nothing from elsewhere."""

from html import escape
from typing import IO

from oncotrace.server.export.material import Material, Row, left_out
from oncotrace.server.export.picture import svg

_STYLE = """body{font:16px/1.5 sans-serif;color:#1d2733;margin:0 auto;max-width:75rem;padding:1rem}
table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #c8d3dc;padding:.4rem;text-align:left;
vertical-align:top}svg{width:100%;height:auto}small,code{color:#4c5a67}div{overflow-x:auto}"""


def write(material: Material, out: IO[bytes]) -> None:
    title = escape(material.title)
    out.write(
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>\n'
        f"<h1>{title}</h1>\n<p>Oncotrace release {escape(material.release.name)}:"
        f" {len(material.subgraph.statements):,} statements. Information, not medical advice.</p>\n".encode()
    )
    for sentence in left_out(material.release):
        out.write(f"<p><strong>{escape(sentence)}</strong></p>\n".encode())
    out.write(f"<div>{svg(material.rows(), material.title)}</div>\n".encode())
    out.write(
        b"<div><table><thead><tr><th>What is claimed</th><th>Says</th><th>Proof</th></tr></thead><tbody>\n"
    )
    for row in material.rows():
        out.write(_line(row).encode())
    out.write(b"</tbody></table></div></body></html>\n")


def _line(row: Row) -> str:
    said = row.statement
    where = f", {escape(said.locator)}" if said.locator else ""
    documents = "<br>".join(_document(d.title or d.id, d.url, d.published) for d in row.documents)
    doubts = "".join(f"<br>Doubt: {escape(doubt)}" for doubt in said.doubts)
    level = f"<br>{escape(row.level)}" if row.level else ""
    source = escape(row.source.title if row.source else said.source)
    return (
        f'<tr id="{escape(said.id)}"><td>{escape(row.words)}{doubts}</td>'
        f"<td>{escape(row.kind)}<br>{escape(row.says)}{level}</td>"
        f"<td>{documents}<br><small>{source}{where}; {escape(row.licence)}</small>"
        f"<br><code>{escape(said.id)}</code></td></tr>\n"
    )


def _document(title: str, url: str, published: str) -> str:
    safe = url.startswith(("https://", "http://"))
    name = f'<a href="{escape(url)}">{escape(title)}</a>' if safe else escape(title)
    return f"{name} {escape(published)}".strip()
