"""What an answer is: sentences in sections, each with its proof.

A sentence rests on *statements* (it names them, and where something was inferred the rules and
premises too), on the *question* alone (how it was read), or on nothing: *fixed* wording, which holds no
gene, drug, cancer, number or date.
"""

from collections.abc import Iterable, Mapping

from oncotrace.ontology.plain import dataclass, field

MOST_MARKS = 4
"""Citations shown behind a sentence; its proof gives all."""


@dataclass(slots=True, kw_only=True)
class Sentence:
    """A sentence of an answer, with its proofs."""

    text: str
    statements: tuple[str, ...] = ()
    """Ids of the statements, coverage and entity records that the sentence rests on."""
    rules: tuple[str, ...] = ()
    premises: tuple[str, ...] = ()
    basis: str = "statements"
    """``statements``, ``question`` or ``fixed``."""
    # Filled in by compose from the records behind ``statements`` and, for licences, ``premises``:
    citations: tuple[int, ...] = ()
    licences: tuple[str, ...] = ()
    licence: str = ""
    """The strictest of ``licences``, which the sentence inherits."""
    licence_asks: str = ""
    """A key of ``ontology.licences.strictness()``."""
    access: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Section:
    """A part of an answer under a title."""

    name: str
    title: str
    sentences: list[Sentence] = field(default_factory=list)
    subsections: list["Section"] = field(default_factory=list)

    def walk(self) -> Iterable[Sentence]:
        yield from self.sentences
        for part in self.subsections:
            yield from part.walk()


@dataclass(slots=True, kw_only=True)
class Citation:
    """A document that sentences rest on, by its number."""

    number: int
    document: str
    title: str
    url: str
    published: str
    kind: str


class Proof(dict[str, object]):
    """What stands behind a cited id, ready to show: kind, claim, source, documents, level, access.

    Answers from one graph share proofs, and with them what was made of them once: do not change them.
    """

    __slots__ = ("access", "documents", "html", "terms")

    def __init__(
        self,
        shown: Mapping[str, object],
        documents: tuple[str, ...] = (),
        access: str = "",
        terms: tuple[str, bool] | None = None,
    ) -> None:
        super().__init__(shown)
        self.documents = documents
        """Ids of the documents that a sentence cites with it."""
        self.access = access
        """How far they were read, where it is a statement."""
        self.terms = terms
        """The licence of what a source says, and whether it may be passed on."""
        self.html: dict[str, str] = {}
        """The same as HTML, by where the page of a record is."""


@dataclass(slots=True, kw_only=True)
class Answer:
    """An answer in parts; ``answers.render`` writes it down."""

    question: str
    understood: str
    as_of: str
    today: str
    release: str
    agency: str
    headline: list[Sentence]
    sections: list[Section]
    gaps: list[Sentence]
    cautions: list[Sentence]
    citations: list[Citation]
    proofs: dict[str, Proof]
    """By cited id."""

    def sentences(self) -> Iterable[Sentence]:
        """Every sentence of the answer, in reading order."""
        yield from self.headline
        for section in self.sections:
            yield from section.walk()
        yield from self.gaps
        yield from self.cautions


def fixed(text: str) -> Sentence:
    """Fixed wording: must hold no gene, drug, cancer, number or date."""
    return Sentence(text=text, basis="fixed")


def about_question(text: str) -> Sentence:
    """How the question was read; repeats its words, claims nothing else."""
    return Sentence(text=text, basis="question")


def claim(
    text: str, *ids: str, rules: Iterable[str] = (), premises: Iterable[str] = ()
) -> Sentence:
    """A sentence that stands on these statements; ValueError without any."""
    if not ids:
        raise ValueError(f"a claim needs a statement: {text!r}")
    return Sentence(
        text=text,
        statements=tuple(dict.fromkeys(ids)),
        rules=tuple(dict.fromkeys(rules)),
        premises=tuple(dict.fromkeys(premises)),
    )
