"""Contracts and the money they bring."""

from .contract import Contract
from .credit import Correction, CreditShare
from .expense import Expense
from .money import Allocation, BadDebt, Delivery, Instalment, Payment
from .preparation import ContractFile, ContractLine, Paper, PartyCheck, Promise
from .series import NumberSeries
from .text import ContractText

__all__ = [
    "Allocation",
    "BadDebt",
    "Contract",
    "ContractFile",
    "ContractLine",
    "ContractText",
    "Correction",
    "CreditShare",
    "Delivery",
    "Expense",
    "Instalment",
    "NumberSeries",
    "Paper",
    "PartyCheck",
    "Payment",
    "Promise",
]
