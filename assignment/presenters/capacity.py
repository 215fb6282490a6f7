"""How many more customers people may take, as a note beside their names (rows D1, Z16)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignment.domain.capacity import held
from assignment.domain.policies.lookup import PolicyBook


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
