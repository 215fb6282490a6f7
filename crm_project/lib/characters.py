"""What two texts have in common that look the same: full-width signs, dashes of all kinds, signs that nobody sees."""

import re
import unicodedata

# Zero-width signs, marks of direction, soft hyphens, control characters other than tab and line feed.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]"
)
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_DASHES = re.compile("[\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\ufe31\ufe32\ufe58\ufe63\uff0d]")


def visible(text: str) -> str:
    """The text without signs that nobody sees; spaces of all kinds are plain ones."""
    return text if text.isascii() and text.isprintable() else _SPACES.sub(" ", _INVISIBLE.sub("", text))


def identifier(text: str) -> str:
    """A code, number, reference or user name as it is kept: half-width, plain dashes, single spaces. Case stays as written."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _DASHES.sub("-", visible(text)))
        text = _DASHES.sub("-", text)
    elif not text.isprintable():
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())


def key(text: str) -> str:
    """What decides whether two identifiers are the same: their ASCII letters in upper case, as both databases do it."""
    kept = identifier(text)
    return kept.upper() if kept.isascii() else "".join(c.upper() if c.isascii() else c for c in kept)
