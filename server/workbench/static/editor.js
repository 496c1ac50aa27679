// Starts the query editor over our own endpoint, with our prefixes, classes and properties. Its own
// completers and its catalogue of endpoints ask other hosts: they are not used.
"use strict";
const words = JSON.parse(document.getElementById("words").textContent);
const expand = (id) => {
  const colon = id.indexOf(":");
  return words.prefixes[id.slice(0, colon)] + id.slice(colon + 1);
};
const { Yasqe } = Yasgui;
const completes = (name, list) =>
  Yasqe.forkAutocompleter(name, { name: `ours-${name}`, persistenceId: null, bulk: true, get: () => list });
completes("prefixes", Object.entries(words.prefixes).map(([name, iri]) => `${name}: <${iri}>`));
completes("class", words.classes.map(expand));
completes("property", words.properties.map(expand));
Yasqe.defaults.autocompleters = ["ours-prefixes", "ours-class", "ours-property", "variables"];
Yasqe.defaults.value = words.query;

// --- a result as a picture -----------------------------------------------------------------------
const MOST_NODES = 500;
const shorten = (iri) => {
  const prefix = Object.keys(words.prefixes).find((name) => iri.startsWith(words.prefixes[name]));
  return prefix ? `${prefix}:${iri.slice(words.prefixes[prefix].length)}` : iri;
};
const isAddress = (cell) => cell?.type === "uri";
const LABELS = ["http://www.w3.org/2000/01/rdf-schema#label", "http://purl.org/dc/terms/title"];
// The links that rows tell: their triples, else from the first address of a row to its others.
const linksOf = (rows) => rows.flatMap((row) => {
  if (row.subject && row.predicate && row.object) {
    const { subject, predicate, object } = row;
    return isAddress(object) ? [{ source: subject.value, target: object.value, label: shorten(predicate.value) }] : [];
  }
  const [first, ...others] = Object.entries(row).filter(([, cell]) => isAddress(cell));
  return others.map(([name, cell]) => ({ source: first[1].value, target: cell.value, label: name }));
});
const namesOf = (rows) => {
  const told = rows.filter((row) => LABELS.includes(row.predicate?.value) && !isAddress(row.object));
  return new Map(told.map((row) => [row.subject.value, row.object.value]));
};
const ICON = '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 12 8 4l5 8" fill="none" stroke="currentColor"/>'
  + '<circle cx="3" cy="12" r="3"/><circle cx="8" cy="4" r="3"/><circle cx="13" cy="12" r="3"/></svg>';
class Picture {
  priority = 1;
  label = "Graph";
  constructor(yasr) { this.yasr = yasr; }
  rows() { return this.yasr.results?.getBindings?.() ?? []; }
  canHandleResults() { return linksOf(this.rows()).length > 0; }
  getIcon() {
    const icon = document.createElement("div");
    icon.innerHTML = ICON;
    return icon.firstChild;
  }
  async draw() {
    const links = linksOf(this.rows());
    const names = namesOf(this.rows());
    const every = [...new Set(links.flatMap(({ source, target }) => [source, target]))];
    const shown = new Set(every.slice(0, MOST_NODES));
    const said = document.createElement("p");
    said.setAttribute("role", "status");
    const left = every.length - shown.size;
    said.textContent = `${shown.size} nodes${left ? `; ${left} more are in the table` : ""}. By keyboard: arrows move,`
      + " + and − and 0 zoom, Page Up and Page Down go through the nodes, Enter opens a page.";
    const place = document.createElement("div");
    place.className = "drawn";
    place.tabIndex = 0;
    place.setAttribute("role", "application");
    place.setAttribute("aria-label", "The result as a picture");
    this.yasr.resultsEl.append(said, place);
    const { draw } = await import("/workbench/static/vendor/drawn.js");
    if (!place.isConnected) return; // another result, or another view of it, was shown meanwhile
    const nodes = [...shown].map((id) => ({ id, label: names.get(id) ?? shorten(id) }));
    const both = links.filter(({ source, target }) => shown.has(source) && shown.has(target));
    const press = draw(place, nodes, both, (id) => window.open(ours(id) ?? id, "_blank", "noopener"));
    place.addEventListener("keydown", (event) => {
      const done = press(event.key);
      if (done === undefined) return;
      event.preventDefault();
      if (done) said.textContent = done;
    });
  }
}
Yasgui.Yasr.registerPlugin("graph", Picture);
Yasgui.Yasr.defaults.pluginOrder = ["table", "graph", "response"];

// --- the editor ----------------------------------------------------------------------------------
const endpoint = `${location.origin}/sparql`;
const editor = new Yasgui(document.getElementById("editor"), {
  persistenceId: null,
  requestConfig: { endpoint, method: "POST" },
  endpointCatalogueOptions: { getData: () => [{ endpoint }] },
  yasr: { prefixes: words.prefixes },
  autofocus: false,
});
const place = document.getElementById("editor");
editor.getTab()?.setQuery(words.query);
for (const input of place.querySelectorAll(".CodeMirror textarea")) input.setAttribute("aria-label", "Query");
const results = editor.getTab()?.getYasr();
results?.on("drawn", () => {
  place.querySelector(".tableSizer")?.setAttribute("aria-label", "Rows on a page");
  place.querySelector(".dataTable th .dt-column-title:empty")?.append("#");
});
// A wide result is scrolled by the keyboard too.
results?.resultsEl.setAttribute("tabindex", "0");
results?.resultsEl.setAttribute("role", "region");
results?.resultsEl.setAttribute("aria-label", "What the editor was answered");
// An address of ours leads to our page of the record, not to the host that its name begins with.
const ours = (iri) => {
  const prefix = words.records.find((name) => iri.startsWith(words.prefixes[name]));
  return prefix && `/id/${encodeURIComponent(`${prefix}:${iri.slice(words.prefixes[prefix].length)}`)}`;
};
for (const event of ["click", "auxclick"]) {
  place.addEventListener(event, ({ target }) => {
    const link = target.closest("a.iri");
    if (link) link.href = ours(link.href) ?? link.href;
  }, true);
}
