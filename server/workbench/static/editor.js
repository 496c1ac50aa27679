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
results?.resultsEl.setAttribute("aria-label", "Result");
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
