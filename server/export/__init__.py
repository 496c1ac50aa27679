"""Parts of the graph as files for review: RDF, sheets, pictures, and the forms of other tools."""
