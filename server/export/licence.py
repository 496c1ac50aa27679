"""What may leave the house: the licence profile of an export. The one place that decides it."""

from collections import Counter
from dataclasses import replace

from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Source
from oncotrace.queries.subgraph import complete
from oncotrace.server.export.material import Material

PROFILES = {
    "public": "only what may be passed on to anybody",
    "research": "everything that the release holds, for use within its licences",
}


def kept(material: Material, profile: str) -> Material:
    """The material under a profile; what is left out is told in ``left_out``.

    ``public`` leaves out the statements of sources that may not be passed on (``Source.redistributable``).
    """
    graph = material.release.graph
    closed = {s.id: s for s in Reader(graph).get(graph.ids("Source"), Source) if not s.redistributable}
    if profile == "research" or not closed:
        return material
    of = graph.out(material.subgraph.ids, "ot:source")
    left = Counter(source for ids in of.values() for source in ids if source in closed)
    if not left:
        return material
    stays = [id for id in material.subgraph.statements if not closed.keys() & set(of.get(id, ()))]
    told = [
        f"{count:,} records of {closed[id].title} are left out: its licence does not let them be passed on"
        " (--licence-profile research keeps them)"
        for id, count in sorted(left.items())
    ]
    return replace(material, subgraph=complete(graph, stays, material.subjects), left_out=told)
