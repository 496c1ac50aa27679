"""What lies beside a question: coverage, guidelines and services."""

from oncotrace.kg.reader import Reader
from oncotrace.kg.records import Coverage, Resource
from oncotrace.ontology.terms import CANCER
from oncotrace.queries.scope import Scope


def coverage(reader: Reader, biomarker: Scope, cancer: Scope) -> list[Coverage]:
    """The searches that bear on this biomarker in this cancer; one without a list covers all.

    Where no cancer was asked about, only a search in any cancer bears on it.
    """
    cancers = cancer.all or {CANCER}
    found = reader.get(reader.graph.ids("Coverage"), Coverage)
    return [
        c
        for c in found
        if (not c.biomarkers or biomarker.all & set(c.biomarkers))
        and (not c.cancers or cancers & set(c.cancers))
    ]


def resources(reader: Reader, biomarker: Scope, cancer: Scope) -> list[Resource]:
    """Guidelines and services for this question; those that name neither serve everyone."""
    found = reader.get(reader.graph.ids("Resource"), Resource)
    fitting = [
        r
        for r in found
        if (not r.cancers or cancer.all & set(r.cancers))
        and (not r.biomarkers or biomarker.all & set(r.biomarkers))
    ]
    return sorted(fitting, key=lambda r: (r.kind, r.label, r.id))
