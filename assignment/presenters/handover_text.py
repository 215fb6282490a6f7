"""Handovers and transfers in words: “30 open tasks, 4 open deals”, and how many more customers people may take (rows Ne9, D1, Z16)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignment.domain.capacity import held
from assignment.domain.policies.lookup import PolicyBook
from crm_project import catalogue


def list_of(work):
    """[(OpenWork, n)] as one list, without what is secret."""
    return _(", ").join(kind.label(n) for kind, n in work if not kind.secret)


def passed_text(passed):
    """{key: n} as a handover keeps it, in words."""
    return list_of([(kind, passed[kind.key]) for kind in catalogue.open_work() if passed.get(kind.key)])


def free_slots(people, at):
    """{person id: “3 free slots”} for a choice of people, in three queries."""
    people, book = list(people), PolicyBook()
    used, out = held([p.pk for p in people]), {}
    for person in people:
        policy = book.for_department(person.department, at)
        if policy and policy.slots is not None:
            free = max(policy.slots - used.get(person.pk, 0), 0)
            out[person.pk] = (
                ngettext("%(n)d free slot", "%(n)d free slots", free) % {"n": free} if free else _("no free slot")
            )
        else:
            held_now = used.get(person.pk, 0)
            out[person.pk] = ngettext("holds %(n)d", "holds %(n)d", held_now) % {"n": held_now}
    return out
