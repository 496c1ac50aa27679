"""What the release holds on an entity, as links, and what the entity is called."""

from oncotrace.answers.facts import Facts
from oncotrace.answers.wording import label_words
from oncotrace.kg.records import Biomarker, Cancer, Drug
from oncotrace.server.shelf import Shelf
from oncotrace.server.texts import T

Links = list[tuple[str, str, int]]
"""Name, address and number of facts."""

MOST_NAMES = 12
MOST_LINKS = 60


def of_biomarker(shelf: Shelf, facts: Facts) -> dict[str, Links]:
    """The cancers in which something is held on a biomarker or a kind of it."""
    (biomarker,) = facts.biomarkers
    links: Links = []
    for near in (biomarker.id, *sorted(facts.biomarker_scope.narrower)):
        change = "" if near == biomarker.id else f"{label_words(shelf.release.names.label(near))}: "
        for cancer, count in shelf.holdings.cancers_of([near]).most_common():
            if path := shelf.addresses.pair(near, cancer):
                links.append((f"{change}{shelf.release.names.label(cancer)}", path, count))
    title = T.held_cancers.format(biomarker=label_words(biomarker.label))
    return {title: links[:MOST_LINKS]} if links else {}


def of_cancer(shelf: Shelf, facts: Facts) -> dict[str, Links]:
    """The changes on which something is held in a cancer, and the kinds of it that have pages."""
    if facts.cancer is None:
        return {}
    label, lists = facts.cancer.label, {}
    changes = [
        (label_words(shelf.release.names.label(b)), shelf.addresses.pair(b, facts.cancer.id), count)
        for b, count in shelf.holdings.biomarkers_of([facts.cancer.id]).most_common()
    ]
    held = shelf.holdings.cancers
    kinds = [
        (shelf.release.names.label(c), shelf.addresses.path(c), held[c])
        for c in sorted(facts.cancer_scope.narrower, key=lambda c: (-held[c], c))
        if held[c]
    ]
    if changes:
        lists[T.held_biomarkers.format(cancer=label)] = [one for one in changes if one[1]][:MOST_LINKS]
    if kinds:
        lists[T.held_kinds.format(cancer=label)] = [one for one in kinds if one[1]][:MOST_LINKS]
    return lists


def of_drug(shelf: Shelf, facts: Facts) -> dict[str, Links]:
    """The changes and cancers that a drug is stated on."""
    if facts.drug is None:
        return {}
    names, addresses = shelf.release.names, shelf.addresses
    links: Links = []
    for (biomarker, cancer), count in shelf.holdings.of_drug[facts.drug.id].most_common():
        if biomarker and cancer:
            path = addresses.pair(biomarker, cancer)
            name = T.in_words.format(change=label_words(names.label(biomarker)), cancer=names.label(cancer))
        else:
            path = addresses.path(biomarker or cancer)
            name = label_words(names.label(biomarker or cancer))
        if path:
            links.append((name, path, count))
    return {T.held_drug.format(drug=facts.drug.label): links[:MOST_LINKS]} if links else {}


def entity(shelf: Shelf, facts: Facts) -> list[str]:
    """What the things of a page are also called, a sentence each."""
    told: list[str] = []
    for record in (*facts.biomarkers, facts.cancer, facts.drug):
        if isinstance(record, Drug):
            told += _drug(shelf, record)
        elif isinstance(record, Cancer | Biomarker):
            # With a comma they are headings of catalogues: "lung cancer, susceptibility to, somatic".
            names = [name for name in record.synonyms if "," not in name]
            told += [T.also_called.format(names=", ".join(names[:MOST_NAMES]))] if names else []
    return told


def _drug(shelf: Shelf, drug: Drug) -> list[str]:
    told = []
    if drug.brands:
        told.append(T.brands.format(names=", ".join(drug.brands[:MOST_NAMES])))
    others = [name for name in drug.synonyms if name not in drug.brands]
    if others:
        told.append(T.also_called.format(names=", ".join(others[:MOST_NAMES])))
    if drug.drug_class:
        told.append(T.drug_class.format(name=drug.drug_class))
    if drug.targets:
        told.append(T.targets.format(names=", ".join(map(shelf.release.names.label, drug.targets))))
    return told
