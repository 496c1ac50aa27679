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
  autofocus: false,
});
editor.getTab()?.setQuery(words.query);
