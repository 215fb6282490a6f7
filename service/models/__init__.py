"""Service orders, their waits, targets and lists; questionnaires to customers."""

from .files import OrderFile
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
    "OrderFile",
    "OrderKind",
    "OrderWait",
    "Questionnaire",
    "QuestionnaireAnswer",
    "QuestionnaireInvitation",
    "QuestionnaireVersion",
    "ServiceOrder",
    "TargetVersion",
]
