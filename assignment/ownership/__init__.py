"""The verbs of ownership: begin, claim, give up, release, transfer (rows Z10, Nc8, Nc14, D1, D3).

Each is one transaction: lock, check, change, refresh the clock, ledger and audit, notices. A refusal changes nothing.
"""

from .beginnings import begin, claim, obstacle, protect, slots_full
from .endings import Ending, check_taker, finish, give_up, release, transfer
from .locking import locked, owned, shown

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
