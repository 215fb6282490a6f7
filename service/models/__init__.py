"""Service orders with their waits, files, targets and lists; remedial plans with their texts, moves and tasks."""

from .files import OrderFile
from .lists import OrderCategory, OrderCause, OrderKind
from .order import OrderWait, ServiceOrder
from .remedial import PlanMove, PlanText, RemedialPlan
from .remedial_parts import PlanCorrection, PlanFile, PlanTask, StepDays
from .targets import TargetVersion

__all__ = [
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
    "RemedialPlan",
    "ServiceOrder",
    "StepDays",
    "TargetVersion",
]
