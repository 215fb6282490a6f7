"""A row about a customer that is known already: nothing new, something to fill in, or a contradiction (row Z10).

Empty cells change nothing. What is empty in the customer file is filled in. What differs is corrected only as long as
nobody changed the file since an import brought it; owner, stage and department never: those have verbs of their own.
"""

from collections import defaultdict

from django.utils.translation import gettext as _

from crm_project.accounts.models import Department
from crm_project.lib.characters import key
from crm_project.lib.sensitive import kinds_of, masked
from customers.domain.access import guards, may_edit
from customers.domain.access.masking import CLEAR, closed_fields, masks_of
from customers.importing.conditions import CHANGED, UNCHANGED
from customers.models import Contact, Customer, Ownership
from customers.rules import names

from .lists import COLUMNS

PLAIN = ("address", "phone", "email", "introduction", "value_rating", "segment", "vip", "bad_debt", "tax_id")
LISTED = ("type", "site", "trade")


class Comparison:
    """What the database says of the customers that the rows of one batch mean."""

    def __init__(self, found, terms, departments, people, lists, before):
        self.found, self.terms, self.departments, self.people, self.lists, self.before = (
            found,
            terms,
            departments,
            people,
            lists,
            before,
        )
        ids = list(found)
        self.ownerships = {
            row.pk: row for row in Ownership.objects.filter(pk__in=ids).select_related("owner", "department")
        }
        self.own = Department.objects.in_bulk({c.department_id for c in found.values()})
        self.regions = defaultdict(set)
        for customer, item in Customer.regions.through.objects.filter(customer_id__in=ids).values_list(
            "customer_id", "listitem_id"
        ):
            self.regions[customer].add(item)
        self.masks = masks_of(terms.by, found.values()) if terms.by else {}
        self.contacts = defaultdict(list)
        for contact in Contact.objects.filter(customer_id__in=ids).order_by("pk"):
            self.contacts[contact.customer_id].append(contact)

    def judge(self, draft, pk):
        """Set the draft's result and changes, or refuse it in words."""
        customer = draft.customer = self.found[pk]
        draft.known = customer.code
        ownership = self.ownerships.get(pk)
        if not self._same(draft, customer, ownership):
            return
        differing = []
        self._columns(draft, customer, differing)
        self._contact(draft, customer, differing)
        if differing:
            told = {"code": customer.code, "name": customer.name, "columns": ", ".join(differing)}
            draft.refuse(self._why_not(draft, customer) % told)
        draft.result = CHANGED if draft.changes or draft.contact_changes else UNCHANGED

    def _same(self, draft, customer, ownership):
        """Whether the row means this customer and says nothing that only a verb may change."""
        before = len(draft.problems)
        whose = _("owned by %(owner)s") % {"owner": ownership.owner} if ownership else _("in the public pool")
        this = {"code": customer.code, "name": customer.name, "whose": whose}
        code = draft.values.get("code")
        if code and key(code) != key(customer.code):
            draft.refuse(_("This customer already exists: %(code)s “%(name)s”, %(whose)s.") % this)
        elif names.key(draft.name) != customer.name_key.partition("#")[0]:
            draft.refuse(_("%(code)s is “%(name)s”: a name is changed on the customer's page.") % this)
        elif customer.merged_into_id:
            into = Customer.objects.get(pk=customer.merged_into_id)
            draft.refuse(
                _("%(code)s was merged into %(into)s “%(name)s”.") % {**this, "into": into.code, "name": into.name}
            )
        elif customer.removed_at:
            draft.refuse(_("%(code)s “%(name)s” was removed from the lists.") % this)
        elif not self.terms.reaches(customer, ownership):
            draft.refuse(_("This customer already exists: %(code)s “%(name)s”, %(whose)s.") % this)
        elif self.terms.by and guards(self.terms.by, customer, ownership) == "closed":
            draft.refuse(_("%(code)s “%(name)s” is a restricted file.") % this)
        elif not self._same_owner(draft, customer, ownership):
            draft.refuse(_("This customer already exists: %(code)s “%(name)s”, %(whose)s.") % this)
        else:
            self._same_state(draft, customer, ownership)
        return len(draft.problems) == before

    def _same_owner(self, draft, customer, ownership):
        owner = draft.values.get("owner")
        if owner is None:
            # An empty cell says "in the pool" of a customer that no import brought yet, and nothing of one that it brought.
            return ownership is None or customer.pk in self.before
        return ownership is not None and [ownership.owner_id] == [one.pk for one in self.people.named(owner)]

    def _same_state(self, draft, customer, ownership):
        values, stated = draft.values, []
        department = self.departments.get(values["department"])
        ours = ownership.department if ownership else self.own[customer.department_id]
        if department is None or not (ours.path.startswith(department.path) or department.path.startswith(ours.path)):
            stated.append("department")
        if "owned_since" in values and ownership and values["owned_since"] != ownership.since.replace(microsecond=0):
            stated.append("owned_since")
        if "stage" in values and values["stage"] != customer.stage:
            stated.append("stage")
        elif "stage_since" in values and values["stage_since"] != customer.stage_since.replace(microsecond=0):
            stated.append("stage_since")
        if "kind" in values and values["kind"] != customer.kind:
            stated.append("kind")
        if stated:
            draft.refuse(
                _("%(code)s “%(name)s” has different values in %(columns)s: edit them on its page.")
                % {"code": customer.code, "name": customer.name, "columns": ", ".join(stated)}
            )

    def _columns(self, draft, customer, differing):
        values = draft.values
        if values.get("bad_debt") and not self.terms.history and not customer.bad_debt:
            draft.refuse(_("bad_debt can only be imported with history."))
            return
        for column in COLUMNS:
            named = values.get(column, ())
            draft.problems += filter(
                None, (self.lists.problem(column, name) for name in ([named] if isinstance(named, str) else named))
            )
        for column in PLAIN:
            if column in values:
                old = getattr(customer, column)
                if self._closed(draft, customer, Customer, column, column, old, values[column]):
                    continue
                if values[column] == old:
                    continue
                fixed = column == "phone" and customer.kind == "individual"
                self._note(
                    draft.changes, differing, column, old, values[column], fixed or not self._open(draft, customer)
                )
        for column in LISTED:
            if column in values:
                item, old = self.lists.find(column, values[column]), getattr(customer, f"{column}_id")
                if item is None or item.pk != old:
                    self._note(draft.changes, differing, column, old, values[column], not self._open(draft, customer))
        if "region" in values:
            wanted = [self.lists.find("region", name) for name in values["region"]]
            old = self.regions.get(customer.pk, set())
            if None in wanted or {item.pk for item in wanted} != old:
                self._note(draft.changes, differing, "region", old, values["region"], not self._open(draft, customer))

    def _contact(self, draft, customer, differing):
        name = draft.values.get("contact_name")
        given = {c: draft.values[f"contact_{c}"] for c in ("title", "mobile", "key") if f"contact_{c}" in draft.values}
        if name is None:
            return
        contact = next((c for c in self.contacts[customer.pk] if c.name == name), None)
        if contact is None:
            draft.contact_changes = {"name": name, **given}
            return
        for column, value in given.items():
            old = getattr(contact, column)
            if self._closed(draft, customer, Contact, column, f"contact_{column}", old, value):
                continue
            if value != old:
                self._note(
                    draft.contact_changes,
                    differing,
                    column,
                    old,
                    value,
                    not self._open(draft, customer),
                    shown=f"contact_{column}",
                )
        if draft.contact_changes:
            draft.contact_changes["pk"] = contact.pk

    def _closed(self, draft, customer, model, column, shown, old, new):
        """Whether this cell is left alone: masked as it was exported; or refused, where the importer may not change it in the form."""
        mask = self.masks.get(customer.pk, CLEAR)
        kind = kinds_of(model).get(column)
        if (masked(old, kind) if kind else old) == new:
            return True
        if column not in closed_fields(mask, model) or (kind and not old):
            return False
        # Whether the cell is right or wrong is not told: a file would be a way to guess what is hidden.
        draft.refuse(_("You can't see %(column)s: leave the cell empty.") % {"column": shown})
        return True

    def _open(self, draft, customer):
        """Whether the row may correct what stands here: nobody changed the file since an import brought it, or since our export wrote
        this row, and the person who brings the row may edit it."""
        if customer.pk in self.before and customer.changed_at <= self.before[customer.pk][1]:
            return True
        return self._as_exported(draft, customer) and self._editable(customer)

    def _as_exported(self, draft, customer):
        return draft.exported is not None and customer.changed_at.replace(microsecond=0) <= draft.exported

    def _editable(self, customer):
        return self.terms.by is None or may_edit(self.terms.by, customer, self.ownerships.get(customer.pk))

    def _why_not(self, draft, customer):
        """Why what differs is not corrected: a pattern for code, name and columns."""
        if self._as_exported(draft, customer) and not self._editable(customer):
            return _("%(code)s “%(name)s” has different values in %(columns)s, and you have no right to edit it.")
        return _(
            "%(code)s “%(name)s” has different values in %(columns)s and was changed here since: edit it on its page."
        )

    def _note(self, changes, differing, column, old, new, fixed, shown=""):
        if "*" in str(new) and column in ("phone", "mobile") or old and fixed:
            differing.append(shown or column)
        else:
            changes[column] = new
