"""Service orders, their waits, targets and lists; questionnaires to customers."""

from .lists import OrderCategory, OrderCause, OrderKind
from .order import OrderWait, ServiceOrder
from .questionnaires import (
    InvitationLink,
    Questionnaire,
    QuestionnaireAnswer,
    QuestionnaireInvitation,
    QuestionnaireVersion,
)
from .targets import TargetVersion

__all__ = [
    "InvitationLink",
    "OrderCategory",
    "OrderCause",
    "OrderKind",
    "OrderWait",
    "Questionnaire",
    "QuestionnaireAnswer",
    "QuestionnaireInvitation",
    "QuestionnaireVersion",
    "ServiceOrder",
    "TargetVersion",
]
