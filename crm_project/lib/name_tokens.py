"""What a free text, such as the name of a deal, is found by: what stands from each word or Chinese character on.

A typed word then is the beginning of a token, which an index finds at once, wherever the word stands.
"""

import unicodedata

LONGEST = 12
MOST = 40


def folded(text: str) -> str:
    """Half-width, in small letters, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def name_tokens(text: str) -> list[str]:
    """The tokens of a text, at most MOST of at most LONGEST signs."""
    plain = folded(text)
    found = [plain[at : at + LONGEST] for at in range(len(plain)) if _begins(plain, at)]
    return list(dict.fromkeys(found))[:MOST]


def _begins(text: str, at: int) -> bool:
    if not text[at].isalnum():
        return False
    return at == 0 or text[at] >= "\u2e80" or not text[at - 1].isalnum() or text[at - 1] >= "\u2e80"
