"""Three questions about contracts: which rows, may she, who decides (design §4; rows Nb3, Nc13)."""

from django.db.models import Q

from crm_project.accounts import access
from customers.access import deciders as customer_deciders
from customers.access import helping, may, owned_rows

from .models import Contract


def visible(user):
    """Contracts the user may read: of customers she owns, helps with or heads, and those she recorded."""
    reach = access.scope(user, "contract.view")
    if reach is None:
        return Contract.objects.none()
    if reach == "all":
        return Contract.objects.all()
    seen = Q(customer__in=owned_rows(user, "contract.view").values("pk")) | Q(customer__in=helping(user).values("customer_id"))
    seen |= Q(recorded_by=user)
    departments = access.department_ids(user, "contract.view")
    if departments:
        seen |= Q(customer__ownership=None, customer__department_id__in=departments)
    return Contract.objects.filter(seen)


# Nobody confirms what she recorded herself, unless nobody stands above her.
TOP_LEVEL = 3


def may_confirm(user, contract):
    """Whether the user confirms this contract (Nc13)."""
    return may_void(user, contract) and (contract.recorded_by_id != user.pk or user.role.level >= TOP_LEVEL)


def may_void(user, contract):
    """Whether the user declares this contract void."""
    return may(user, "contract.confirm", contract.customer, getattr(contract.customer, "ownership", None))


def deciders(contract):
    """Whoever confirms this contract: the nearest manager upwards."""
    return customer_deciders("contract.confirm", contract.customer, getattr(contract.customer, "ownership", None))
