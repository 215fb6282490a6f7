"""Service orders with their waits, files, sheets, targets and lists; remedial plans; return visits and their reports; questionnaires."""

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
from .remedial import PlanMove, PlanText, RemedialPlan
from .remedial_parts import PlanCorrection, PlanFile, PlanTask, StepDays
from .sheets import VisitSheet
from .targets import TargetVersion
from .visit_corrections import VisitCorrection
from .visit_report import VisitDemand, VisitIdea, VisitScore
from .visits import ReturnVisit, VisitAspect, VisitPlan, VisitRules

__all__ = [
    "InvitationLink",
    "OrderCategory",
    "OrderCause",
    "OrderFile",
    "OrderKind",
    "OrderWait",
    "PlanCorrection",
    "PlanFile",
    "PlanMove",
    "PlanTask",
    "PlanText",
    "Questionnaire",
    "QuestionnaireAnswer",
    "QuestionnaireInvitation",
    "QuestionnaireVersion",
    "RemedialPlan",
    "ReturnVisit",
    "ServiceOrder",
    "StepDays",
    "TargetVersion",
    "VisitAspect",
    "VisitCorrection",
    "VisitDemand",
    "VisitIdea",
    "VisitPlan",
    "VisitRules",
    "VisitScore",
    "VisitSheet",
]
