"""Identifiers of documents that cannot be what their prefix says."""

import re
from collections.abc import Iterator

from oncotrace.kg.alarms.alarm import Alarm
from oncotrace.kg.alarms.material import Material
from oncotrace.kg.records import Document

_FORMS = {
    "PMID": (re.compile(r"[1-9]\d{0,7}"), "a PubMed id is a number of one to eight digits"),
    "PMC": (re.compile(r"PMC[1-9]\d{0,8}"), "a PubMed Central id is PMC and a number"),
    "DOI": (re.compile(r"10\.\d{4,9}/\S+"), "a DOI begins with 10., a number and a slash"),
}

LOWEST_SINCE_2000 = 10_000_000
"""Papers published since 2000 have PubMed ids above this: the lowest of the 2,000 in CIViC is 10761708.
Smaller numbers beside such a year are ids of other registers, such as ASCO's for its abstracts."""


def no_pmids(material: Material) -> Iterator[Alarm]:
    """Ids used as PubMed ids, PMC ids or DOIs that are none."""
    documents = {d.id: d for d in material.all(Document)}
    for id, document in documents.items():
        if reason := _wrong(document):
            citing = material.graph.into([id], "dcterms:source").get(id, [])
            yield Alarm(
                severity="error",
                check="document_ids",
                record=id,
                what=f"{id}: {document.title or document.kind} {document.published}".strip(),
                reason=reason,
                mend="find the document by its title; a meeting abstract gets its DOI or an id of our own",
                statements=tuple(citing),
            )


def _wrong(document: Document) -> str:
    """Why the id of a document is none; empty where it is one."""
    prefix, _, number = document.id.partition(":")
    if prefix not in _FORMS:
        return ""
    form, rule = _FORMS[prefix]
    if not form.fullmatch(number):
        return rule
    if prefix == "PMID" and document.published >= "2000" and int(number) < LOWEST_SINCE_2000:
        return "PubMed gave such small numbers before 2000 only; meetings (ASCO) number their abstracts so"
    return ""
