"""Contracts and the money they bring."""

from .contract import Contract
from .money import Allocation, BadDebt, Delivery, Instalment, Payment

__all__ = ["Allocation", "BadDebt", "Contract", "Delivery", "Instalment", "Payment"]
