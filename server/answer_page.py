"""The page of an answer: what the template needs, made from the facts and the answer."""

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import Any
from urllib.parse import urlencode

import oncotrace
from oncotrace.answers import html, picture, way
from oncotrace.answers.facts import Facts
from oncotrace.answers.model import Answer, Section, Sentence
from oncotrace.answers.wording import AGENCY_PLACE, date_words, label_words
from oncotrace.queries.question import Question
from oncotrace.queries.therapies import Option
from oncotrace.server.addresses import ask_path
from oncotrace.server.asked import Asked, View, path_of
from oncotrace.server.shelf import Shelf
from oncotrace.server.texts import T

GLANCE = ("here_this", "here_any", "solid_this", "elsewhere", "here_other", "solid_other", "other_agencies")
MOST_DRUGS = 8
MOST_NEAR = 12

RECORDS = "/id/"
"""Where the page of a record is, without its id."""

ABSENT = "We hold no "
"""How the answers' sentences on what is missing begin."""

SEARCHED = " Searched: "
"""Where they go on with the search: that stands further down, in the section and in the proof."""


def values(shelf: Shelf, asked: Asked, view: View, path: str) -> dict[str, Any]:
    """What ``answer.html`` shows. ``path`` is the address of the page without its query."""
    answer, facts, question = asked.answer, asked.facts, asked.question
    extras = _extras(shelf, asked, view)
    in_words = path == "/ask"
    return {
        "answer": answer,
        "title": html.title(answer) or T.not_understood,
        "understood": question.understood,
        "q": question.text,
        "made": _made(shelf, answer),
        "past": T.past.format(day=date_words(answer.as_of)) if answer.as_of < answer.today else "",
        "stable": _stable(shelf, question, view) if in_words else "",
        "canonical": _canonical(shelf, question) or path,
        "parts": _parts(shelf, question),
        "reading": reading(shelf, question),
        "known": "".join(html.sentences(answer, _headline(answer), RECORDS)),
        "gaps": "".join(html.sentences(answer, _not_known(answer, facts), RECORDS)),
        "near": near(shelf, facts),
        "sections": [(s.name, s.title) for s in _sections(answer) if any(True for _ in s.walk())],
        "body": "".join(html.article(answer, iter(_sections(answer)), extras, RECORDS)),
        "chooser": {
            "action": path,
            "hidden": {"q": question.text} if in_words else {},
            "as_of": answer.as_of,
            "agency": answer.agency,
        },
        "agencies": [(name, _agency(name)) for name in oncotrace.AGENCIES],
        "json": f"/ask.json?{urlencode(asked.address | view.query)}",
        "description": " ".join(s.text for s in _headline(answer)[:2])[:300],
    }


def _headline(answer: Answer) -> list[Sentence]:
    """Without how the question was read: that has a place of its own."""
    return [s for s in answer.headline if s.basis != "question"]


def _made(shelf: Shelf, answer: Answer) -> str:
    """The day, the agency and the release that the answer is made from."""
    agency = _agency(answer.agency)
    return str(T.made.format(as_of=date_words(answer.as_of), agency=agency, built=shelf.built))


def _agency(name: str) -> str:
    return str(T.agency.format(name=name, place=AGENCY_PLACE[name]))


def _not_known(answer: Answer, facts: Facts) -> list[Sentence]:
    """What is missing, said before the sections: figures and studies, trials, then what was not looked at."""
    absent = [
        replace(sentence, text=sentence.text.partition(SEARCHED)[0])
        for section in answer.sections
        if section.name in ("here", "studies")
        for sentence in section.sentences
        if sentence.text.startswith(ABSENT)
    ]
    trials = [s for s in answer.sections if s.name == "trials" and not facts.trials_loaded]
    return [*absent, *(sentence for section in trials for sentence in section.walk()), *answer.gaps]


def _sections(answer: Answer) -> list[Section]:
    return [*answer.sections, Section(name="cautions", title=T.cautions, sentences=answer.cautions)]


# --- how the question was read ------------------------------------------------------------------


def reading(shelf: Shelf, question: Question) -> dict[str, Any]:
    """Corrections as sentences; readings to choose from and near names as links that ask again."""
    notes = [
        T.read_word.format(written=note.written, read_as=label_words(note.read_as))
        for note in question.notes
        if note.kind in ("typo", "assumed", "order")
    ]
    asks = dict.fromkeys(r.ask for r in question.readings)
    choices = [
        {
            "ask": ask,
            "links": [
                (label_words(r.label), ask_path(again(question.text, r.text, r.label)), r.chosen)
                for r in question.readings
                if r.ask == ask
            ],
        }
        for ask in asks
    ]
    unknown = [
        {
            "word": (T.unknown_beside if question.understood else T.unknown).format(word=word.text),
            "links": [(n, ask_path(again(question.text, word.text, n)), False) for n in word.nearest],
        }
        for word in question.unknown
    ]
    return {"notes": notes, "choices": choices, "unknown": unknown}


def again(text: str, word: str, instead: str) -> str:
    """The question with a word replaced; the word's replacement alone where it does not stand as such."""
    at = text.casefold().find(word.casefold())
    return instead if at < 0 else text[:at] + instead + text[at + len(word) :]


def _stable(shelf: Shelf, question: Question, view: View) -> str:
    path = _canonical(shelf, question)
    return f"{path}?{urlencode(view.query)}" if path and view.query else path


def _canonical(shelf: Shelf, question: Question) -> str:
    """The one address of what was asked, where it is one thing or one pair."""
    plain = len(question.biomarkers) <= 1 and len(question.drugs) <= 1 and not question.other_cancers
    if not plain or question.absent:
        return ""
    biomarker = question.biomarkers[0] if question.biomarkers else None
    return path_of(shelf, biomarker, question.cancer or "", question.drug or "")


def _parts(shelf: Shelf, question: Question) -> list[tuple[str, str]]:
    """The pages of each thing that a question names, where it names more than one."""
    cancers = [question.cancer, *question.other_cancers] if question.cancer else []
    names = shelf.release.names
    found = [(label_words(b.label), path_of(shelf, b)) for b in question.biomarkers]
    found += [(names.label(id), shelf.addresses.path(id)) for id in (*question.drugs, *cancers)]
    if len(question.biomarkers) > 1 and question.cancer:
        found += [
            (T.in_words.format(change=label_words(b.label), cancer=names.label(question.cancer)), path)
            for b in question.biomarkers
            if (path := path_of(shelf, b, question.cancer))
        ]
    return [(label, path) for label, path in found if path] if len(found) > 1 else []


# --- nearby -------------------------------------------------------------------------------------


def near(shelf: Shelf, facts: Facts) -> dict[str, list[tuple[str, str]]]:
    """Where nothing is held on a biomarker in a cancer: what is held near it. Empty where something is."""
    if not facts.cancer or len(facts.biomarkers) != 1 or _anything(facts):
        return {}
    (biomarker,) = facts.biomarkers
    held, addresses, names = shelf.holdings, shelf.addresses, shelf.release.names
    scope = facts.biomarker_scope
    found: dict[str, list[tuple[str, str]]] = {}
    mine = held.cancers_of(scope.exact)
    if mine:
        found[T.near_biomarker] = [
            (names.label(c), addresses.pair(biomarker.id, c)) for c, _ in mine.most_common(MOST_NEAR)
        ]
    around = [b for b in (*sorted(scope.broader), *sorted(scope.narrower)) if held.biomarkers[b]]
    if around:
        found[T.near_broader] = [(label_words(names.label(b)), addresses.path(b)) for b in around[:MOST_NEAR]]
    if facts.cancer:
        found[T.near_cancer] = [(facts.cancer.label, addresses.path(facts.cancer.id))]
    return {title: [(n, p) for n, p in links if p] for title, links in found.items()}


def _anything(facts: Facts) -> bool:
    """Whether anything is held on the biomarker in the cancer itself."""
    told = any(
        p.biomarker in facts.biomarker_scope.near and p.cancer in facts.cancer_scope.near
        for _, p in facts.evidence.findings
    )
    approved = any(o.group == "here_this" for o in facts.options)
    return bool(facts.prevalence.here or facts.evidence.here or approved or told)


# --- what stands in sections beside sentences ---------------------------------------------------


def _extras(shelf: Shelf, asked: Asked, view: View) -> dict[str, str]:
    answer, facts = asked.answer, asked.facts
    names = {section.name for section in answer.sections}
    extras: dict[str, str] = {}
    if shown := _figure(asked):
        place = next((name for name in ("here", "found_elsewhere", "others") if name in names), "")
        extras[place] = shown
    if "treatments" in names:
        extras["treatments"] = _glance(shelf, facts) + _way(facts)
    if "questions" in names:
        query = urlencode(asked.address | view.query)
        extras["questions"] = (
            f'<p class="do"><a class="button" href="/print/questions?{escape(query)}">'
            f"{escape(T.print_questions)}</a></p>"
        )
    return extras


def _figure(asked: Asked) -> str:
    """The prevalence picture with its legend and its table."""
    found = picture.rows(asked.facts)
    if not any(row.figure.share is not None for row in found):
        return ""
    facts = asked.facts
    title = picture.caption(facts)
    numbers = {citation.document: citation.number for citation in asked.answer.citations}
    first = T.picture_cancer if facts.biomarkers else T.picture_change
    scale = T.picture_scale if facts.cancer else T.picture_scale_all
    if not facts.biomarkers:
        scale = T.picture_scale_cancer
    return (
        f'<figure><figcaption class="caption">{escape(title)}</figcaption>{picture.picture(found, title)}'
        f'<p class="legend">{escape(scale)}</p></figure>'
        f'<details class="table"><summary>{escape(T.picture_table)}</summary>'
        f"{picture.table(found, title, numbers, first)}</details>"
    )


def _way(facts: Facts) -> str:
    drawn = way.diagram(facts, way.steps(facts))
    title = escape(T.way_title.format(agency=facts.agency))
    return f'<figure><figcaption class="caption">{title}</figcaption>{drawn}</figure>' if drawn else ""


def _glance(shelf: Shelf, facts: Facts) -> str:
    """The treatment groups with the drugs of each: told apart by mark and name, not by colour."""
    if not (facts.cancer and facts.biomarkers):
        return ""
    lines = []
    for group in GLANCE:
        options = _of_group(facts, group)
        if not options and group != "here_this":
            continue
        kind = "here" if html.MARKS[group][2] else "there"
        name = way.group_name(facts, group)
        lines.append(
            f'<div class="{kind}"><dt>{html.mark(group)}{escape(name)}</dt>'
            f"<dd>{''.join(_drugs(shelf, options))}</dd></div>"
        )
    return f'<p class="caption">{escape(T.glance)}</p><dl class="glance">{"".join(lines)}</dl>'


def _of_group(facts: Facts, group: str) -> list[Option]:
    if group != "other_agencies":
        return facts.in_group(group)
    ours = {o.therapy.id for g in GLANCE for o in facts.in_group(g)}
    mine = ("here_this", "solid_this", "elsewhere")
    others = (o for o in facts.options if o.in_force and o.indication.agency != facts.agency)
    return [o for o in others if o.group in mine and o.therapy.id not in ours]


def _drugs(shelf: Shelf, options: list[Option]) -> Iterator[str]:
    if not options:
        yield escape(T.glance_none)
        return
    by_label = {o.therapy.label: o for o in options}
    names = sorted(by_label)
    for at, name in enumerate(names[:MOST_DRUGS]):
        path = shelf.addresses.path(by_label[name].therapy.id)
        yield ", " if at else ""
        yield f'<a href="{escape(path)}">{escape(name)}</a>' if path else escape(name)
    if len(names) > MOST_DRUGS:
        yield f" {escape(T.glance_more.format(count=len(names) - MOST_DRUGS))}"
