"""What new customers of a file do beyond themselves: slots of their owners, and when their clocks run out (rows D1, Z2)."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignment.domain import deadlines
from assignment.domain.capacity import held
from assignment.domain.policies.lookup import PolicyBook
from assignment.rules.policy import NEVER
from crm_project.lib.time import minute

from .writing import begun

PEOPLE = 10  # told one by one


class Effects:
    """Sums up what a preview has decided; writes nothing."""

    def __init__(self, terms):
        self.terms, self.book = terms, PolicyBook()
        self.new, self.owners = Counter(), {}
        self.timed = self.due = 0
        self.first = NEVER

    def add(self, drafts):
        """Count new customers that get an owner."""
        policies = {}
        for draft in drafts:
            department = draft.owner.department
            if department.pk not in policies:
                policies[department.pk] = self.book.for_department(department, self.terms.at)
            if draft.stage != "official":
                self.new[draft.owner.pk] += 1
                self.owners[draft.owner.pk] = draft.owner
            self._clock(draft, policies[department.pk])

    def _clock(self, draft, policy):
        since = begun(draft, self.terms)
        release_at = deadlines.at_entry(
            policy,
            customer_id=0,
            owner_id=draft.owner.pk,
            since=since,
            stage=str(draft.stage),
            stage_since=draft.values.get("stage_since", since),
            key_contact=draft.values.get("contact_key", False),
        )["release_at"]
        if release_at < NEVER:
            self.timed += 1
            self.due += release_at <= self.terms.at
            self.first = min(self.first, release_at)

    def sentences(self):
        """Slots of the people who get the most, then deadlines."""
        return [*self._slots(), *self._clocks()]

    def _slots(self):
        policies = {
            pk: self.book.for_department(person.department, self.terms.at) for pk, person in self.owners.items()
        }
        limits = {pk: policy.slots for pk, policy in policies.items() if policy and policy.slots is not None}
        used = held(list(limits)) if limits else {}
        return [
            _("%(person)s: %(new)d new customers, then %(used)d of %(slots)d slots are taken.")
            % {"person": self.owners[pk], "new": n, "used": used.get(pk, 0) + n, "slots": limits[pk]}
            if pk in limits
            else ngettext("%(person)s: %(new)d new customer.", "%(person)s: %(new)d new customers.", n)
            % {"person": self.owners[pk], "new": n}
            for pk, n in self.new.most_common(PEOPLE)
        ]

    def _clocks(self):
        if not self.timed:
            return []
        told = ngettext(
            "%(n)d new customer gets a deadline; the first is %(first)s.",
            "%(n)d new customers get a deadline; the first is %(first)s.",
            self.timed,
        ) % {"n": self.timed, "first": minute(self.first)}
        due = ngettext(
            "%(n)d is due at once and will be released next time.",
            "%(n)d are due at once and will be released next time.",
            self.due,
        )
        return [told] + ([due % {"n": self.due}] if self.due else [])
