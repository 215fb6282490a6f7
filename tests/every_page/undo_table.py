"""undo: in the table."""

from .page import Page
from .rights import everybody

UNDO = [
    Page("undo:recent", get=everybody),
    # What is not one's own is answered in words, and changes nothing: tests/undo/.
    Page("undo:undo", post=everybody, args=lambda w, c: {"pk": 999_999}, idle=True, words=True),
]
