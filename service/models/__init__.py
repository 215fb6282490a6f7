"""Service orders, their waits, targets and lists; return visits and what they bring; questionnaires to customers."""

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
from .visit_report import VisitDemand, VisitIdea, VisitScore
from .visits import ReturnVisit, VisitAspect, VisitPlan, VisitRules

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
    "ReturnVisit",
    "ServiceOrder",
    "TargetVersion",
    "VisitAspect",
    "VisitDemand",
    "VisitIdea",
    "VisitPlan",
    "VisitRules",
    "VisitScore",
]
