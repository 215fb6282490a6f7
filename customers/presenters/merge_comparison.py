"""Two customers side by side before they are merged: what stays, what is filled in, what moves (row Ni7)."""

from decimal import Decimal
from typing import Any, cast

from django.db.models import Count, Field
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from activities.models import FollowUp
from assignment.presenters.countdown import left
from contracts.models import Contract
from contracts.ratings.models import Rating, YearlyStatement
from crm_project.lib.money import money_text
from crm_project.lib.time import day
from customers.domain.duplicates.moving import FILLED, MARKS
from customers.domain.stage_names import StageNames
from customers.models import Customer


def side_by_side(plan, *, at, masks):
    """For parts/compare.html: {heads, rows, moves, nothing_moves}; `masks`: the Mask of the reader for each side by key."""
    kept, merged, stages = plan.kept, plan.merged, StageNames()
    rows = [
        _row(_("Code"), kept.code, merged.code),
        _row(pgettext("company", "Full name"), kept.name, merged.name),
        _row(_("Entered"), _entered(kept), _entered(merged)),
        _row(_("Owner"), _owner(plan.kept_row, at), _owner(plan.merged_row, at)),
        _row(_("Stage"), *(stages.label(one.department_id, one.stage) for one in (kept, merged))),
    ]
    for name in (*FILLED, *MARKS):
        field = cast("Field[Any, Any]", Customer._meta.get_field(name))
        values = [_text(c, name, masks[c.pk]) for c in (kept, merged)]
        if any(values):
            rows.append(
                _row(
                    capfirst(str(field.verbose_name)) if name != "bad_debt" else _("Bad debt"),
                    *values,
                    fills=True,
                )
            )
    return {
        "heads": [
            _("Stays: %(code)s") % {"code": kept.code},
            _("Is merged: %(code)s") % {"code": merged.code},
        ],
        "rows": rows,
        "moves": _moves(merged),
    }


def _row(label, kept, merged, *, fills=False):
    """The kept value; the other one is taken over where nothing was, and lost where both differ."""
    if fills and not kept and merged:
        return {"label": label, "cells": [{"text": "", "state": ""}, {"text": merged, "state": "kept"}]}
    state = "differs" if merged and merged != kept else ""
    return {"label": label, "cells": [{"text": kept, "state": "kept"}, {"text": merged, "state": state}]}


def _entered(customer):
    return " · ".join(filter(None, [day(customer.created_at), str(customer.created_by or "")]))


def _owner(row, at):
    return f"{row.owner} · {left(row.release_at, at)}" if row else _("in the public pool")


def _text(customer, name, mask):
    plain = Customer._meta.get_field(name).name
    value = getattr(customer, plain)
    if value in (None, "", False):
        return ""
    if value is True:
        return _("yes")
    if isinstance(value, Decimal):
        return money_text(value)
    shown = getattr(customer, f"get_{plain}_display", None)
    return str(shown() if shown else mask.text(mask.column(plain, value)))


def _moves(merged):
    """[(what, how many)] that hang on the later one and move."""
    found = [
        (_("Contacts"), merged.contacts.count()),
        (_("Follow-ups"), FollowUp.objects.filter(customer=merged).count()),
        (_("Contracts"), Contract.objects.filter(customer=merged).count()),
        (_("Credit grades"), Rating.objects.filter(customer=merged, latest=True).count()),
        (_("Yearly figures"), YearlyStatement.objects.filter(customer=merged).count()),
    ]
    counts = Customer.objects.filter(pk=merged.pk).aggregate(
        tasks=Count("tasks", distinct=True),
        files=Count("files", distinct=True),
        branches=Count("branches", distinct=True),
    )
    found += [
        (_("Tasks"), counts["tasks"]),
        (_("Documents"), counts["files"]),
        (_("Branches"), counts["branches"]),
    ]
    return [(label, n) for label, n in found if n]
