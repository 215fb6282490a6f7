"""What somebody typed, taken apart once."""

from customers.rules import names

from .side_table import Span, beginning, exactly

LEAST_HAN = 2
LEAST_LATIN = 3
LONGEST = 200  # letters of a typed text that are read; no name is longer


class Typed:
    """What somebody typed, taken apart once."""

    def __init__(self, text: str) -> None:
        self.key = names.key(text)
        self.parts = names.split(text)
        self.han = bool(names.HAN.search(text))
        self.stem = names.begun_stem(self.key)
        self.rest = rest_of(self.parts) or self.stem
        self.full = names.pinyin_forms(self.parts.core)[0] if self.han else self.stem
        self.enough = len(self.key) >= (LEAST_HAN if self.han else LEAST_LATIN)

    def spans(self) -> list[Span]:
        """What to look for in the side table."""
        tokens = [exactly(gram) for gram in names.gram_list(self.parts) if gram[0] != "i"]
        if self.han:
            return tokens
        words = names.latin_words(self.parts.text)
        spans = [
            exactly(beginning("p" + self.stem).low),
            beginning("p" + self.stem),
            beginning("i" + self.stem),
        ]
        return list(dict.fromkeys(tokens + spans + [beginning("w" + word) for word in words[-1:]]))


def rest_of(parts: names.NameParts) -> str:
    """Brand and trade as a key: what two names of one company share."""
    return names.stem(names.key(parts.brand + " " + parts.trade)) if parts.brand else ""
