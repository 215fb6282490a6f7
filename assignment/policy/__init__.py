"""Policies: what they say, what is known, and the one function that decides. No Django here."""

from .answers import Deadlines, Decision, Facts, Reading
from .deciding import deadlines, decide, readings
from .terms import (
    GRAVITY,
    INVALID_FOLLOWUPS,
    NEVER,
    NO_CONTACT,
    NO_DEAL,
    NO_DEAL_REVIEW,
    NO_KEY_CONTACT,
    OUTCOMES,
    PROTECTION_TERM,
    RELEASE,
    REMIND,
    REVIEW,
    ROTATE,
    RULES,
    STAGE_TERM,
    STAGES,
    Grace,
    Policy,
    PolicyError,
    Rule,
    Standard,
    Tier,
)

__all__ = [
    "Deadlines", "Decision", "Facts", "GRAVITY", "Grace", "INVALID_FOLLOWUPS", "NEVER", "NO_CONTACT", "NO_DEAL", "NO_DEAL_REVIEW", "NO_KEY_CONTACT", "OUTCOMES", "PROTECTION_TERM", "Policy", "PolicyError", "RELEASE", "REMIND", "REVIEW", "ROTATE", "RULES", "Reading", "Rule", "STAGES", "STAGE_TERM", "Standard", "Tier", "deadlines", "decide", "readings",
]  # fmt: skip
