"""SPARQL for people: queries in worker processes that may be killed, and the SPARQL 1.1 Protocol."""
