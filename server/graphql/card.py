"""The schema on a card: what an agent must know to ask, in few words."""

from graphql import GraphQLField

from oncotrace.server.graphql.schema import schema

_INTRODUCTION = """\
# Oncotrace GraphQL

POST `/graphql` with `{"query": …, "variables": …}`; read only. Biomarkers, cancers, drugs, approvals,
figures. Every statement has `source`, `documents` and `proposition`: cite them. It informs; it never advises.

- Look-ups (`gene`, `biomarker`, `cancer`, `drug`) take `ref`: a global id, a CURIE (`HGNC:10261`,
  `ONCOTREE:PAAD`, `DOID:4074`, `NCIT:C8294`) or a name. They give a union:
  `... on Cancer {…} ... on NotFound { message nearest { curie label } }`.
- Lists take `(first: 1-200, after: endCursor, filter)` and give
  `{ totalCount pageInfo { hasNextPage endCursor } nodes {…} edges { node match {…} } }`.
- `StatementFilter`: `kinds: [EVIDENCE APPROVAL PREVALENCE_OBSERVATION FINDING CIRCULATING_FIGURE]`,
  `axes`, `biomarker: {ref, mode}`, `cancer: {ref, mode}`, `drug`, `agencies`, `inForce`, `significances`,
  `directions`, `origins`, `levels`, `assayClasses`, `source`. `mode`: EXACT (default), DESCENDANTS,
  ANCESTORS, LINEAGE. `edges.match` says which node matched and by which rule it is carried.
- `TreatmentFilter`: `groups: [HERE_THIS HERE_ANY SOLID_THIS ELSEWHERE HERE_OTHER SOLID_OTHER]`,
  `agencies`, `inForce`.
- Every root field takes `asOf: "2020-01-31"` (what was true then) and `knownOn` (the release of then).
- Statements need fragments: `... on Approval { agency inForce line events { nodes { kind date } } }`,
  `... on PrevalenceObservation { n total printed share interval { low high } }`,
  `... on Evidence { significance levels { scheme code } }`, `... on Finding { topic summary }`.
- `therapy` is a union: `... on Drug { label } ... on Regimen { label interaction }`.
- `export` gives the `url` of a file; `format`: XLSX, CSV, HTML, SVG, TRIG, TTL, JSONLD, NT, NQ, GRAPHML, KGX.
- No record is not the same as none: look at `coverage` for what was searched.
- Limits are told in the error, with a code: TOO_LARGE, TOO_COMPLEX, TOO_SLOW, BAD_VALUE, NOT_FOUND.

## Roots

"""

_TYPES = (
    "Gene",
    "Cancer",
    "Drug",
    "Treatment",
    "LandscapeRow",
    "ComparedCancer",
    "Answer",
    "Section",
    "Sentence",
)

_EVERYWHERE = {"asOf", "knownOn", "first", "after"}


def card() -> str:
    """The card, in Markdown."""
    query = schema().query_type
    assert query is not None
    roots = "\n".join(f"- `{_signature(name, field)}`" for name, field in query.fields.items())
    types = "\n".join(f"- `{name}`: {_members(name)}" for name in _TYPES)
    return f"{_INTRODUCTION}{roots}\n\n## Fields of some types\n\n{types}\n"


def _signature(name: str, field: GraphQLField) -> str:
    own = [f"{key}: {arg.type}" for key, arg in field.args.items() if key not in _EVERYWHERE]
    arguments = f"({', '.join(own)})" if own else ""
    gives = str(field.type).replace("!", "")
    return f"{name}{arguments}: {gives}"


def _members(name: str) -> str:
    return " ".join(getattr(schema().type_map[name], "fields", ()))
