"""The query editor: GraphiQL from our own files where it was built, else a form that needs no script."""

import json
from functools import cache
from html import escape
from pathlib import Path

from starlette.responses import HTMLResponse, Response

from oncotrace.server.graphql.schema import printed

VENDOR = Path(__file__).parent.parent / "static" / "vendor" / "graphiql"
"""``make assets`` fills it."""

FILES = ("graphiql.js", "graphiql.css")

EXAMPLES = (
    """\
# What is approved here and elsewhere, and by which rule?
query Treatments {
  treatments(biomarker: "ROS1 fusion", cancer: "pancreatic cancer", filter: {inForce: true}) {
    nodes {
      group
      drugs { nodes { label } }
      cancer { label }
      approval { agency }
      inferences { rule { sentence } }
    }
  }
}
""",
    """\
# What is found in a cancer, and what is approved for it?
query Landscape {
  landscape(cancer: "non-small cell lung cancer", first: 10) {
    nodes {
      share
      biomarker { label }
      treatments(filter: {agencies: [FDA]}) { nodes { drugs { nodes { label } } } }
    }
  }
}
""",
    """\
# An answer, every sentence with what stands behind it.
query Answer {
  answer(question: "What does ROS1 fusion mean for pancreatic cancer patients?") {
    headline { text proofs { claim documents { nodes { title url } } } }
    cautions { text }
  }
}
""",
)
"""What the editor opens with, each in a tab of its own."""


def page() -> Response:
    """The editor. Nothing on it comes from another host; its headers hold browsers to that."""
    built = all((VENDOR / name).is_file() for name in FILES)
    return HTMLResponse(_editor() if built else _form(), headers=_HEADERS if built else _PLAIN)


_COMMON = {"Cache-Control": "no-store", "Vary": "Accept"}
_PLAIN = _COMMON | {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
}
_HEADERS = _COMMON | {
    # The editor sets styles of its own, and its language services run in workers.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; worker-src 'self' blob:;"
    " style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}


def _editor() -> str:
    vendor = "/static/vendor/graphiql"
    return _HEAD.format(title="GraphQL") + (
        f'<link rel="stylesheet" href="{vendor}/graphiql.css"></head><body>'
        f'<div id="graphiql" data-examples="{escape(json.dumps(EXAMPLES))}"></div>'
        f'<script type="module" src="{vendor}/graphiql.js"></script></body></html>'
    )


@cache
def _form() -> str:
    return _HEAD.format(title="GraphQL") + (
        '<link rel="stylesheet" href="/static/oncotrace.css"></head><body><main><h1>GraphQL</h1>'
        '<form action="/graphql" method="get"><p><label for="query">Query</label></p>'
        f'<p><textarea id="query" name="query" rows="16" cols="80">{escape(EXAMPLES[0])}</textarea></p>'
        '<p><button type="submit">Run</button></p></form>'
        f"<h2>Schema</h2><pre>{escape(printed())}</pre></main></body></html>"
    )


_HEAD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
)
