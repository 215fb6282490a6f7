"""Warranty in words: each product that a customer bought, and what follows for a repair (row Ni21)."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from service.rules.warranty import Warranty


def label(one: Warranty, on: date) -> str:
    """“Inverter 10 kW · HT-2026-001 · in warranty until 3 May 2027”."""
    return " · ".join([one.product, one.contract, standing(one, on)])


def standing(one: Warranty, on: date) -> str:
    """How it stands on that day."""
    if one.until is None:
        return _("no warranty recorded")
    text = _("in warranty until %(date)s") if one.covers(on) else _("out of warranty since %(date)s")
    return text % {"date": one.until.isoformat()}


def proposal(chosen: Iterable[Warranty], on: date, kind_name: str) -> str:
    """Which kind follows from the products chosen, and by which contract; empty where none is chosen."""
    known = list(chosen)
    if not known:
        return ""
    until, contract = max((one.until or date.min, one.contract) for one in known)
    if until == date.min:
        return _("No warranty is recorded: %(kind)s.") % {"kind": kind_name}
    said = {"date": until.isoformat(), "contract": contract, "kind": kind_name}
    if on <= until:
        return _("In warranty until %(date)s, by contract %(contract)s: %(kind)s.") % said
    return _("Out of warranty since %(date)s, by contract %(contract)s: %(kind)s.") % said
