"""The graph: records, their RDF, stores, the read model, names, releases and checks."""
