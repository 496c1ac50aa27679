"""Questions to the graph. Knows only the Graph seam and the records."""
