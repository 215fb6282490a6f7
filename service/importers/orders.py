"""Service orders from a file: what another system knew of them, with the times of their steps (rows Ni21, Ni22)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assignment.domain import deadlines
from crm_project.lib.characters import key
from crm_project.lib.fields import alike
from customers.importing.conditions import NEW, UNCHANGED
from customers.importing.importer import Draft, Importer
from customers.importing.noting import note
from service.domain import access
from service.domain.orders.recording import free_numbers
from service.domain.targets import stored
from service.domain.targets.facts import NEAR
from service.models import OrderCategory, OrderCause, OrderKind, OrderWait, ServiceOrder
from service.models.choices import Status
from service.rules.clock import OrderFacts, status_at

from .undoing import ORDER

# What tells whether a row says the same as the order of its number.
SAME = ("customer_id", "kind_id", "subject", "reported_at", "accepted_at", "done_at", "closed_at")


@dataclass
class OrderDraft(Draft):
    """One order on its way in."""

    row: Any = None
    waits: Any = ()

    def label(self):
        return " · ".join(filter(None, [self.values.get("number", ""), self.values.get("subject", "")]))

    def told(self):
        return self.row.get_status_display() if self.result == NEW and self.row else ""


class OrdersImport(Importer):
    """Takes rows of the kind `service_orders`."""

    right = "service.record"

    def draft(self, number, values, problems):
        draft = OrderDraft(number, values, problems)
        draft.waits = values.get("waiting", ())
        draft.problems += self.terms.past(values, "reported_at", "accepted_at", "done_at", "closed_at")
        if not draft.problems:
            draft.problems += _out_of_order(values, draft.waits)
        draft.values["assigned"] = self._staff(draft)
        return draft

    def _staff(self, draft):
        person = self.named(draft, "assigned")
        if person is not None and not access.works(person):
            draft.refuse(_("assigned: %(person)s is not service staff.") % {"person": person})
        return person

    # --- deciding -----------------------------------------------------------------------------------
    def decide(self, drafts, *, write):
        self.meet([draft for draft in drafts if not draft.problems], lock=write)
        wanted = [draft for draft in drafts if not draft.problems]
        self.kinds, self.causes = _by_name(OrderKind), _by_name(OrderCause)
        self.categories = {(row.kind_id, name): row for row in OrderCategory.objects.all() for name in _names(row)}
        numbers = [draft.values["number"] for draft in wanted if "number" in draft.values]
        self.standing = {row.alike: row for row in alike(ServiceOrder.objects, "number", numbers)}
        # A row without a number is the order of that customer, kind, subject and moment: a file may come twice.
        bare = [draft for draft in wanted if "number" not in draft.values]
        alike_rows = ServiceOrder.objects.filter(
            customer__in={draft.customer.pk for draft in bare},
            reported_at__in={draft.values["reported_at"] for draft in bare},
        )
        self.bare = {_identity(row): row for row in alike_rows}
        for draft in wanted:
            if self.within(draft):
                self._decide_one(draft)

    def _decide_one(self, draft):
        values = draft.values
        kind = self._listed(draft, "kind", self.kinds)
        cause = self._listed(draft, "cause", self.causes)
        category = None
        if kind is not None and "category" in values:
            category = self.categories.get((kind.pk, key(values["category"])))
            if category is None:
                said = {"category": values["category"], "kind": kind}
                draft.refuse(_("category: “%(category)s” is no category of “%(kind)s”.") % said)
        number = key(values.get("number", ""))
        if number and (first := self.first(number)):
            draft.refuse(_("Row %(number)d of this file has the same number.") % {"number": first})
        if draft.problems:
            return
        draft.row = self._row(draft, kind, category, cause)
        mark = number or _identity(draft.row)
        if not number and (first := self.first(mark)):
            draft.refuse(_("Row %(number)d of this file is the same order.") % {"number": first})
            return
        known = self.standing.get(number) if number else self.bare.get(mark)
        if known is not None:
            draft.result = UNCHANGED
            if any(getattr(known, name) != getattr(draft.row, name) for name in SAME):
                draft.refuse(
                    _("The order %(number)s is there already and says something else: change it on its page.")
                    % {"number": known.number}
                )
        if not draft.problems:
            self._fresh[mark] = draft.number

    def _listed(self, draft, column, known):
        """An entry of a managed list by its key or its name in either language; None where the cell is empty."""
        text = draft.values.get(column)
        if text is None:
            return None
        found = known.get(key(text))
        if found is None:
            names = ", ".join(dict.fromkeys(str(row) for row in known.values()))
            draft.refuse(
                _("%(column)s: “%(text)s” is unknown; use one of %(names)s.")
                % {"column": column, "text": text, "names": names}
            )
        return found

    def _row(self, draft, kind, category, cause):
        values, terms = draft.values, self.terms
        # Where it waited and went on, the work had begun.
        begun = next((until for _since, until in draft.waits if until), None) if values.get("accepted_at") else None
        times = {name: values.get(name) for name in ("accepted_at", "done_at")} | {"started_at": begun}
        facts = OrderFacts("", "", (), values["reported_at"], waits=draft.waits, **times)
        return ServiceOrder(
            number=values.get("number", ""),
            customer=draft.customer,
            kind=kind,
            category=category,
            cause=cause,
            assigned=values["assigned"],
            assigned_at=(values.get("accepted_at") or values["reported_at"]) if values["assigned"] else None,
            status=Status.CLOSED if values.get("closed_at") else status_at(facts, terms.at),
            recorded_by=terms.by,
            recorded_at=terms.at,
            changed_at=terms.at,
            **{name: values[name] for name in ("subject", "reported_at")},
            closed_at=values.get("closed_at"),
            **times,
            **{name: values[name] for name in ("priority", "product", "description", "content") if name in values},
        )

    # --- writing ------------------------------------------------------------------------------------
    def write(self, drafts):
        drafts = [draft for draft in drafts if draft.result == NEW]
        if not drafts:
            return
        fresh = iter(free_numbers(sum(not draft.row.number for draft in drafts)))
        for draft in drafts:
            draft.row.number = draft.row.number or next(fresh)
        orders = ServiceOrder.objects.bulk_create([draft.row for draft in drafts])
        OrderWait.objects.bulk_create(
            OrderWait(order=draft.row, waits_for="customer", since=since, until=until, by=self.terms.by)
            for draft in drafts
            for since, until in draft.waits
        )
        written = ServiceOrder.objects.filter(pk__in=[order.pk for order in orders]).select_related(*NEAR)
        stored.refresh(list(written), self.terms.at, told=True)  # what is late there was so before
        deadlines.refresh(sorted({draft.customer.pk for draft in drafts}), at=self.terms.at)
        for draft in drafts:
            draft.trace = (draft.row.pk, {})
        note(ORDER, [(d.row.pk, d.row.number, d.customer.pk, d.number, {}) for d in drafts], self.terms)


def _out_of_order(values, waits):
    """What contradicts itself in the times of a row, in sentences."""
    reported, accepted, done = (values.get(name) for name in ("reported_at", "accepted_at", "done_at"))
    problems = []
    if accepted and accepted < reported:
        problems.append(_("accepted_at is before reported_at."))
    if done and not accepted:
        problems.append(_("done_at without accepted_at: enter when it was accepted."))
    if done and accepted and done < accepted:
        problems.append(_("done_at is before accepted_at."))
    if values.get("closed_at") and (not done or values["closed_at"] < done):
        problems.append(_("closed_at must be after done_at."))
    if any(since < reported or (done and (until is None or until > done)) for since, until in waits):
        problems.append(_("waiting: an order waits after it was reported and before it was done."))
    return problems


def _identity(row):
    return row.customer_id, row.kind_id, row.subject, row.reported_at


def _names(row):
    return {key(name) for name in (row.name, row.name_zh, getattr(row, "key", "")) if name}


def _by_name(model):
    return {name: row for row in model.objects.all() for name in _names(row)}
