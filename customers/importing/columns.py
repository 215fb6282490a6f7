"""The kinds of file and their columns, exactly as the interface names them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from activities.models import FollowUp
from activities.models.choices import FollowUpKind
from contracts.models import Contract, Payment
from contracts.models.choices import CURRENCIES
from contracts.ratings.models import IndicatorScore
from crm_project.accounts.models import User
from crm_project.lib import dates
from crm_project.lib.characters import identifier
from crm_project.lib.refused import Refused
from customers.models import Contact, Customer
from customers.models.choices import Kind, Segment, Stage, ValueRating

from .values import (
    choice,
    email,
    line,
    moment,
    moment_or_day,
    money,
    money_of,
    number,
    points,
    quarter,
    several,
    text,
    whole,
    yes_no,
)

# Written by our own exports and lists of refused rows; not asked for again.
OURS = frozenset({"problem", "exported"})
PRESETS = ("solar", "stages", "tracking", "direct", "none")


@dataclass(frozen=True)
class Column:
    """One heading, how its cells are read, and what to put there."""

    name: str
    read: Any
    about: Any = ""
    required: bool = False
    may_be_empty: bool = False
    # Of a time: crm_project.lib.dates. That one lies in the future is said by the kind, which knows whether it may.
    bounds: Any = None


def _limit(model, field):
    return model._meta.get_field(field).max_length


def _of(model, field):
    return line(_limit(model, field))


def _number(model, field):
    return number(_limit(model, field))


# The kinds of follow-up that the interface names.
FOLLOWUP_KINDS = ("call_out", "call_in", "visit_out", "visit_in", "email", "letter", "fax", "meeting", "note")

_NAMES = {
    "people": _("People"),
    "customers": _("Customers"),
    "followups": _("Follow-ups"),
    "contracts": _("Contracts"),
    "indicators": _("Points of the credit rating"),
    "payments": _("Payments"),
}
_WHEN = _("A time like 2026-03-01T10:00 or a date cell; without an offset in the company's time zone.")
_ITEM = _("A value of the list, in either language.")

KINDS = {
    "people": (
        Column("username", _number(User, "username"), _("What the person signs in with."), required=True),
        Column("full_name", _of(User, "full_name"), required=True),
        Column("department", line(240), _("A/B for B below A; created where missing."), required=True),
        Column("preset", line(20), _("Policy of a new department: solar, stages, tracking, direct, none.")),
        Column(
            "role",
            line(40),
            _(
                "rep, manager, director, general_manager, clerk, file_keeper, service, service_manager, "
                "finance, hr, auditor or admin."
            ),
            required=True,
        ),
        Column("superior", _number(User, "username"), _("A user name; the person may stand further down in the file.")),
    ),
    "customers": (
        Column("full_name", _of(Customer, "name"), _("The full registered name."), required=True),
        Column("code", _number(Customer, "code"), _("Left empty, one is given.")),
        Column("department", line(240), _("A/B for B below A; it must exist."), required=True),
        Column("owner", _number(User, "username"), _("A user name; empty: in the public pool.")),
        Column("owned_since", moment, _WHEN, bounds=dates.TERM),
        Column("stage", choice(Stage), _("potential, intent or official; empty: potential.")),
        Column("stage_since", moment, _WHEN, bounds=dates.TERM),
        Column("kind", choice(Kind), _("company or individual; empty: company.")),
        Column("type", line(60), _ITEM),
        Column("region", several(600), _("Values of the list, several separated by semicolons.")),
        Column("site", line(60), _ITEM),
        Column("address", _of(Customer, "address")),
        Column("phone", _number(Customer, "phone")),
        Column("email", email),
        Column("trade", line(60), _ITEM),
        Column("introduction", text(_limit(Customer, "introduction"))),
        Column("value_rating", choice(ValueRating), _("premier, good, normal or none.")),
        Column("segment", choice(Segment), _("distributor or direct.")),
        Column("bad_debt", yes_no, _("yes or no; with history only.")),
        Column("vip", yes_no, _("yes or no.")),
        Column("contact_name", _of(Contact, "name")),
        Column("contact_title", _of(Contact, "title")),
        Column("contact_mobile", _number(Contact, "mobile")),
        Column("contact_key", yes_no, _("yes or no: decides there.")),
    ),
    "followups": (
        Column("customer", whole(200), _("Code or full name."), required=True),
        Column("author", _number(User, "username"), _("The user name of whoever wrote it."), required=True),
        Column(
            "kind",
            choice(FollowUpKind, FOLLOWUP_KINDS),
            required=True,
            about=_("call_out, call_in, visit_out, visit_in, email, letter, fax, meeting or note."),
        ),
        Column("occurred_at", moment_or_day, _WHEN, bounds=dates.TERM, required=True),
        Column("contact", _of(FollowUp, "counterpart"), _("Who was spoken with.")),
        Column("content", text(_limit(FollowUp, "content")), _("What was said."), required=True, may_be_empty=True),
        Column("purpose", _of(FollowUp, "purpose")),
        Column("result", text(_limit(FollowUp, "result"))),
        Column("next_step", _of(FollowUp, "next_step")),
        Column("next_contact_at", moment_or_day, _WHEN, bounds=dates.NEXT),
    ),
    "contracts": (
        Column("customer", whole(200), _("Code or full name."), required=True),
        Column("number", _number(Contract, "number"), required=True),
        Column("signed_at", moment, _WHEN, bounds=dates.TERM, required=True),
        Column("amount", money, _("In CNY."), required=True),
        Column("owner", _number(User, "username"), _("A user name; empty: the owner of the customer.")),
        Column("type", _of(Contract, "type")),
        Column("payment_method", _of(Contract, "payment_method")),
        Column("line", _of(Contract, "line")),
        Column("status", choice(Contract.Status), _("draft, confirmed or void; empty: draft, with history confirmed.")),
        Column("due_at", moment, _WHEN, bounds=dates.TERM),
        Column("paid_amount", money, _("In CNY.")),
    ),
    "indicators": (
        Column("customer", whole(200), _("Code or full name."), required=True),
        Column("quarter", quarter, _("The quarter whose facts are rated, like 2026Q3."), required=True),
        Column(
            "indicator",
            _of(IndicatorScore, "indicator"),
            _("The key of an indicator on the scorecard, like management."),
            required=True,
        ),
        Column(
            "points",
            points,
            _("From 0 to the full marks of the indicator; they stand over what is computed."),
            required=True,
        ),
        Column("rated_by", _number(User, "username"), _("A user name; empty: whoever brings the file in.")),
    ),
    "payments": (
        Column("customer", whole(200), _("Code or full name."), required=True),
        Column("received_on", moment, _("A day like 2026-03-01."), required=True, bounds=dates.TERM),
        Column("amount", money, _("With at most two decimals."), required=True),
        Column(
            "reference",
            _number(Payment, "reference"),
            _("The bank's reference: it tells one payment from another."),
            required=True,
        ),
        Column("currency", money_of(CURRENCIES), _("Empty: CNY.")),
        Column("contract", _number(Contract, "number"), _("Its number; empty: the oldest open instalments.")),
        Column("note", _of(Payment, "note")),
    ),
}


def label(kind):
    """The kind in words."""
    return _NAMES[kind]


def known(kind):
    """{heading: column} of a kind, in the order of the interface."""
    return {column.name: column for column in KINDS[kind]}


def arrange(headings, kind):
    """Which column stands where: a list with None for what is not asked for. `kind`: a name, or the columns themselves by heading.

    Refuses unknown, double and missing headings by name.
    """
    columns = kind if isinstance(kind, dict) else known(kind)
    found, problems = [], []
    for heading in headings:
        name = identifier(str(heading if heading is not None else "")).strip("★*").strip().casefold()
        if not name or name in OURS:
            found.append(name or None)
            continue
        if name not in columns:
            problems.append(
                gettext("Unknown column “%(name)s”: take it out, or name it as one of %(names)s.")
                % {"name": str(heading).strip()[:60], "names": ", ".join(columns)}
            )
        elif name in found:
            problems.append(gettext("The column “%(name)s” stands there twice.") % {"name": name})
        found.append(name)
    for column in columns.values():
        if column.required and column.name not in found:
            problems.append(
                gettext("The column “%(name)s” is missing: row 1 must hold the headings.") % {"name": column.name}
            )
    if problems:
        raise Refused(" ".join(problems), code="columns", problems=problems)
    return found


def read(row, kind_columns, today):
    """(values by column, problems) of one row; empty cells are left out. `today`: what the bounds of times are counted from."""
    if row.problems and not row.cells:
        return {}, list(row.problems)
    values, spoilt, problems = {}, set(row.broken), []
    for name, cell in row.cells.items():
        if name in row.broken:
            continue
        try:
            value = kind_columns[name].read(cell)
        except ValueError as error:
            spoilt.add(name)
            problems.append(gettext("%(column)s: %(problem)s.") % {"column": name, "problem": error})
            continue
        if value != "" and value != ():
            values[name] = value
            if (bounds := kind_columns[name].bounds) and (problem := dates.out_of_bounds(value, bounds, today)):
                problems.append(gettext("%(column)s: %(problem)s.") % {"column": name, "problem": problem})
    for name, column in kind_columns.items():
        if column.required and not column.may_be_empty and name not in values and name not in spoilt:
            problems.append(gettext("%(column)s is empty.") % {"column": name})
    problems += row.problems
    if row.stray:
        problems.append(gettext("A value stands in column %(letter)s, which has no heading.") % {"letter": row.stray})
    return values, problems
