"""Service orders, their waits, the targets they are held to, and the lists they are described with."""

from .files import OrderFile
from .lists import OrderCategory, OrderCause, OrderKind
from .order import OrderWait, ServiceOrder
from .targets import TargetVersion

__all__ = ["OrderCategory", "OrderCause", "OrderFile", "OrderKind", "OrderWait", "ServiceOrder", "TargetVersion"]
