"""The text of a visit sheet and the code that confirms it: what is hashed, how long a code holds, how often one may try (row Ni21)."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

CODE_DIGITS = 6
CODE_HOLDS = timedelta(minutes=30)
MOST_TRIES = 5
# Of one sheet: with five tries each, whoever guesses is right once in 40,000 sheets.
MOST_CODES = 5

VALID, NONE, EXPIRED, TRIED = "valid", "none", "expired", "tried"


def body(title: str, language: str, lines: Sequence[tuple[str, str]]) -> dict[str, object]:
    """The text as data: title, language, and (label, text) line by line."""
    return {"title": title, "language": language, "lines": [list(line) for line in lines]}


def digest(text: dict[str, object]) -> str:
    """The SHA-256 of this very text, whatever the order of its keys."""
    return sha256(json.dumps(text, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def code_state(made_at: datetime | None, tries: int, at: datetime) -> str:
    """Whether a code may be tried now: VALID, NONE (none was made), EXPIRED, TRIED (too often)."""
    if made_at is None:
        return NONE
    if at >= made_at + CODE_HOLDS:
        return EXPIRED
    return TRIED if tries >= MOST_TRIES else VALID
