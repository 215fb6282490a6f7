"""Who makes sheets, has them signed, and tells a code on the phone (rows Ni21, Nb3)."""

from crm_project.accounts.models import User
from service.domain import access
from service.models import ServiceOrder, VisitSheet
from service.rules.steps import OPEN, STEPS


def newest(order: ServiceOrder) -> VisitSheet | None:
    """The version that counts."""
    return order.sheets.select_related("contact", "made_by", "code_told_by", "file").first()


def may_have_signed(user: User, order: ServiceOrder) -> bool:
    """Whether the user makes a sheet of this order now and has it signed: who may note that the customer confirms."""
    return order.status in STEPS["confirm"] and access.may_step(user, order, "confirm")


def may_print(order: ServiceOrder) -> bool:
    """Whether an empty sheet is of use: something is still to be done or to be signed."""
    return order.status in OPEN


def tells_codes(user: User, sheet: VisitSheet) -> bool:
    """Whether the user tells the contact a code: somebody of service, but not who takes the customer's word with this sheet."""
    return (access.works(user) or access.manages(user)) and user.pk not in (sheet.made_by_id, sheet.order.assigned_id)
