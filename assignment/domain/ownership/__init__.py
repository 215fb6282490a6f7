"""The verbs of ownership: begin, claim, give up, release, transfer (rows Z10, Nc8, Nc14, D1, D3).

Each is one transaction: lock, check, change, refresh the clock, ledger and audit, notices. A refusal changes nothing.
"""

from .claim import begin, claim, obstacle, protect, slots_full
from .lock import locked, owned, shown
from .release import Ending, check_taker, finish, give_up, release, transfer

__all__ = [
    "Ending",
    "begin",
    "check_taker",
    "claim",
    "finish",
    "give_up",
    "locked",
    "obstacle",
    "owned",
    "protect",
    "release",
    "shown",
    "slots_full",
    "transfer",
]
