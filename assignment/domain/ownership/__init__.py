"""The verbs of ownership: begin, claim, give up, release, transfer (rows Z10, Nc8, Nc14, D1, D3).

Each is one transaction: lock, check, change, refresh the deadline, ledger and audit, notices. A refusal changes nothing.
"""

from .begin import begin_ownerships, protect
from .claim import claim, claim_refusal
from .end import OwnershipEnd, end_ownerships
from .give_up import give_up
from .lock import locked, owned
from .many import release_many, transfer_many
from .release import release
from .transfer import check_taker, transfer

__all__ = [
    "OwnershipEnd",
    "begin_ownerships",
    "check_taker",
    "claim",
    "claim_refusal",
    "end_ownerships",
    "give_up",
    "locked",
    "owned",
    "protect",
    "release",
    "release_many",
    "transfer",
    "transfer_many",
]
