"""The verbs of ownership: begin, claim, give up, release, transfer (rows Z10, Nc8, Nc14, D1, D3).

Each is one transaction: lock, check, change, refresh the clock, ledger and audit, notices. A refusal changes nothing.
"""

from .claim import begin_ownership, claim, claim_refusal, protect, slots_full
from .lock import locked, moment_text, owned
from .release import OwnershipEnd, check_taker, end_ownerships, give_up, release, transfer

__all__ = [
    "OwnershipEnd",
    "begin_ownership",
    "check_taker",
    "claim",
    "end_ownerships",
    "give_up",
    "locked",
    "claim_refusal",
    "owned",
    "protect",
    "release",
    "moment_text",
    "slots_full",
    "transfer",
]
