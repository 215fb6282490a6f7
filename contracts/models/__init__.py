"""Contracts and the money they bring."""

from .after_sales import AfterSalesCustomer
from .commission import CommissionShare, Correction
from .contract import Contract
from .expense import Expense
from .money import Allocation, BadDebt, Delivery, Instalment, Payment
from .preparation import ContractFile, ContractLine, Paper, PartyCheck, Promise
from .series import NumberSeries
from .text import ContractText

__all__ = [
    "AfterSalesCustomer",
    "Allocation",
    "BadDebt",
    "CommissionShare",
    "Contract",
    "ContractFile",
    "ContractLine",
    "ContractText",
    "Correction",
    "Delivery",
    "Expense",
    "Instalment",
    "NumberSeries",
    "Paper",
    "PartyCheck",
    "Payment",
    "Promise",
]
