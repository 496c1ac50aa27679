"""Eligibility criteria, read from their text: which biomarkers a trial selects for, excludes or mentions.

::

    text -> sections.lines     lines with their section, indentation and headings
         -> tokens.sentences   sentences of typed words (gene, change, negation, drug, ...)
                              (hyphens: which hyphen is a minus, and which joins)
         -> mentions           genes and signatures with their class of change and their sign
                               (genes, changes, signs: a file for each kind of word; phrases: what they share)
         -> polarity           selects, excludes or condition, by the phrases of cues
         -> reading.read       readings with scope, logic, span and certainty

Words are data (``words``), names of genes and cancers are the graph's own (``lexicon``). Every step is
one pass. What names a change but cannot be read is a reading marked ``unread``, never a guess.
"""
