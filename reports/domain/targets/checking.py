"""What may be set as a target, and why not, in sentences (rows Nf1, Nf3)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from reports.rules.periods import Period
from reports.rules.targets.tiers import Tiers

from .facts import measurable, step_of
from .units import Unit, may_set


@dataclass(frozen=True)
class Wanted:
    """What somebody wants a target to be; `tiers` None: there shall be none."""

    unit: Unit
    figure: str
    period: Period
    tiers: Tiers | None


def in_force(period: Period, today: date) -> bool:
    """Whether the period has begun: from then on a target changes only by a request."""
    return period.first <= today


def unit_text(unit: Unit) -> str:
    """The name of the company, the department, the person."""
    return str(unit.row) if unit.row else _("The company")


def problem_text(problem: tuple[str, str]) -> str:
    """What is wrong with three tiers, as a sentence."""
    tier, code = problem
    said = {"tier": str({"floor": _("floor"), "target": _("target"), "stretch": _("stretch")}[tier])}
    if code == "negative":
        return _("%(tier)s: enter 0 or more.") % said
    if code == "large":
        return _("%(tier)s: this is more than anybody can reach; check the number.") % said
    if code == "fraction":
        return _("%(tier)s: enter a whole number, amounts with two decimals at most.") % said
    return _("%(tier)s: the floor is at most the target, the stretch at least.") % said


def over_text(period: Period) -> str:
    """Why nothing is set for a period that is over."""
    return _("%(period)s is over: its targets stay as they are.") % {"period": period.key}


def refusal_of(wanted: Wanted, by: User | None, today: date) -> Refused | None:
    """Why something may not be set at all, whatever stands there: code figure, scope, over, left or tiers; None where it may."""
    name, row = unit_text(wanted.unit), wanted.unit.row
    figure = measurable().get(wanted.figure)
    if figure is None:
        return Refused(_("There are no targets for this figure: choose another one."), code="figure")
    if not may_set(by, wanted.unit):
        said = _("You don't set the targets of %(name)s: the manager above does.") % {"name": name}
        return Refused(said, code="scope")
    if wanted.period.last < today:
        return Refused(over_text(wanted.period), code="over")
    if wanted.tiers is None:
        return None
    if isinstance(row, User) and not row.is_active:
        return Refused(_("%(name)s has left: set no targets for them.") % {"name": name}, code="left")
    problem = wanted.tiers.problem(step_of(figure))
    return Refused(f"{name}, {wanted.period.key}. {problem_text(problem)}", code="tiers") if problem else None
