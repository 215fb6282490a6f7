"""Pages of people show whom they look after, pages of departments the policy they live under (rows Nb1, M9)."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import covers
from crm_project.lib.organisation_pages import OrganisationPages
from crm_project.lib.time import local_date

from .domain.handover.leaving import customers_of_each, customers_of_leaver, handover_url
from .domain.policies.lookup import PolicyBook
from .models import Policy


def _person(user, person):
    values: dict[str, object] = {"handover_url": ""}
    if covers(user, "customer.view", department_id=person.department_id, people=[person.pk]):
        values["holds"] = customers_of_leaver(person)
        values["customers_url"] = f"{reverse('customers:list')}?{urlencode({'owner': person.pk})}"
    if covers(user, "handover.run", department_id=person.department_id):
        values["handover_url"] = handover_url(person)
    return values


def _notes(departments, at):
    names = {policy.pk: str(policy) for policy in Policy.objects.all()}
    book, day = PolicyBook(), local_date(at)
    return {d.pk: names.get(book.policy_id_for(d, day) or 0) or _("no policy") for d in departments}


def _department(department, at):
    return {
        "policy": Policy.objects.filter(pk=PolicyBook().policy_id_for(department, local_date(at)) or 0).first(),
        "scope_url": f"{reverse('assignment:policy_scope')}?{urlencode({'department': department.pk})}",
    }


PAGES = OrganisationPages(held=customers_of_each, person=_person, notes=_notes, department=_department)
