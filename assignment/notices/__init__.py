"""What people are told about ownership: the kinds by subject (rows D4, Nh3)."""

from . import handover, ownership, policies, requests, sweep

NOTICES = (*sweep.NOTICES, *policies.NOTICES, *requests.NOTICES, *ownership.NOTICES, *handover.NOTICES)
