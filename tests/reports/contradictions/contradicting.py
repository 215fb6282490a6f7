"""What the stories of contradictions are told with: rules, records that contradict, a nightly run."""

from datetime import date
from decimal import Decimal

from contracts.models import Expense
from reports.domain.contradictions import detecting, rule_versions
from reports.models import Contradiction, Outing, OutingVisit
from reports.rules.contradictions.facts import KINDS, Numbers
from tests.cast import customer, followup, moment

# Wednesday night: Monday and Tuesday are compared.
NIGHT = moment("2026-03-04 03:10")
RULES = {name: field.default for name, field in Numbers.__dataclass_fields__.items()}


def ruled(cast, *kinds, department=None, holds_from=date(2026, 2, 1), at=NIGHT, **numbers):
    """Rules by the verb; all of them where none is named."""
    holding = {kind: kind in (kinds or KINDS) for kind in KINDS}
    fields = {"department": department, "holds_from": holds_from, "answer_hours": 24, "points": 2}
    return rule_versions.set_rules(by=cast.general_manager, at=at, **{**RULES, **fields, **holding, **numbers})


def held(owner):
    """A customer of this owner since January."""
    return customer(owner, since=moment("2026-01-05 09:00"))


def visited(person, row, at, entered=None, **fields):
    """A visit as it stands in the table."""
    fields = {"kind": "visit_out", **fields}
    if entered:
        fields["recorded_at"] = moment(entered)
    return followup(row, person, moment(at), **fields)


def was_out(person, row, left, back):
    """An outing as it stands in the table."""
    left, back = moment(left), moment(back)
    outing = Outing.objects.create(
        person=person, department=person.department, day=left.date(), left_at=left, back_at=back, entered_at=left
    )
    OutingVisit.objects.create(outing=outing, customer=row, position=0, gone_at=left)
    return outing


def spent(person, row, day, kind="visit", **fields):
    """An expense as it stands in the table."""
    return Expense.objects.create(
        customer=row,
        claimant=person,
        kind=kind,
        spent_on=day,
        amount=Decimal(80),
        what="taxi",
        claimed_at=NIGHT,
        **fields,
    )


def detected(at=NIGHT):
    """The nightly run; the contradictions that stand then, by kind."""
    detecting.detect(at=at)
    return list(Contradiction.objects.order_by("kind", "pk"))


def one(cast, at=NIGHT):
    """One contradiction of Rep: an outing on Monday without a follow-up."""
    ruled(cast, "outing")
    row = held(cast.rep)
    was_out(cast.rep, row, "2026-03-02 09:00", "2026-03-02 11:00")
    (found,) = detected(at)
    return found
