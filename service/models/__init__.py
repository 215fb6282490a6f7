"""Service orders, their waits, the targets they are held to, the lists they are described with; return visits and what they bring."""

from .files import OrderFile
from .lists import OrderCategory, OrderCause, OrderKind
from .order import OrderWait, ServiceOrder
from .targets import TargetVersion
from .visit_report import VisitDemand, VisitIdea, VisitScore
from .visits import ReturnVisit, VisitAspect, VisitPlan, VisitRules

__all__ = [
    "OrderCategory",
    "OrderCause",
    "OrderFile",
    "OrderKind",
    "OrderWait",
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
