"""The words of a text, for phrases to be looked for in."""

import re


class Said:
    """A text, and its words in lower case with one space between them and at both ends."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = re.findall(r"\w+", text.lower())
        self.line = f" {' '.join(self.words)} "

    def at(self, *phrases: str) -> int | None:
        """Where in ``line`` the first of these phrases stands; None where none does.

        A phrase is words with one space between them; a star at its end stands for the rest of a word
        (``approv*``).
        """
        places = (self.line.find(f" {p[:-1]}" if p[-1] == "*" else f" {p} ") for p in phrases)
        return min((place for place in places if place >= 0), default=None)
