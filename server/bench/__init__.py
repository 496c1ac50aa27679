"""`oncotrace bench`: the same questions to our engines and to the peers, in one run."""
