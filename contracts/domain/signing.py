"""Who may sign: where the department's policy says so, only an intent or official customer (row Nc17)."""

from datetime import datetime

from django.utils.translation import gettext as _

from assignment.domain.policies.lookup import PolicyBook
from crm_project.lib.refused import Refused
from customers.domain.stage_names import StageNames
from customers.models import Customer, Ownership
from customers.models.choices import Stage


def check_stage(customer: Customer, ownership: Ownership, at: datetime) -> None:
    """Refuse with code stage while the policy keeps this customer's stage from signing, and say what comes first."""
    if customer.stage != Stage.POTENTIAL:
        return
    department = ownership.department if ownership else customer.department
    policy = PolicyBook().for_department(department, at)
    if policy is None or policy.signs_from == Stage.POTENTIAL:
        return
    names = StageNames()
    raise Refused(
        _(
            "%(customer)s is still at the stage “%(stage)s”: change it to “%(intent)s” on its page first, then it can sign a contract."
        )
        % {
            "customer": customer.name,
            "stage": names.label(department.pk, Stage.POTENTIAL),
            "intent": names.label(department.pk, Stage.INTENT),
        },
        code="stage",
        field="customer",
    )
