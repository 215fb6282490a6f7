"""Policies, the ledger of ownership, the runs of the sweep, handovers, forecasts."""

from .forecast import ForecastJob
from .handover import Handover, HandoverItem
from .ledger import OwnershipEvent, Split, WaitingRestore
from .policy import Policy, PolicyScope, PolicyVersion
from .sweep import SweepLine, SweepRun

__all__ = [
    "ForecastJob",
    "Handover",
    "HandoverItem",
    "OwnershipEvent",
    "Policy",
    "PolicyScope",
    "PolicyVersion",
    "Split",
    "SweepLine",
    "SweepRun",
    "WaitingRestore",
]
