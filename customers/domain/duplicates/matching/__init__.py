"""Who is known already, and what the search box finds (rows Z10, Nc2, Ni5, D3).

Tokens of each name stand in a side table (`NameGram`); every check reads a bounded part of its index,
whatever the size of the customer file.
"""

from .codes import bare, begun, meant
from .ranking import Match, find
from .searching import every_id, search_ids, searchable
from .side_table import index, reindex, unindex

__all__ = [
    "Match",
    "bare",
    "begun",
    "every_id",
    "find",
    "index",
    "meant",
    "reindex",
    "search_ids",
    "searchable",
    "unindex",
]
