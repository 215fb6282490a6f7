"""Customers from a file: who is new, who is known, what may be filled in, who is refused (rows Z10, D3, Ni3, Ni5)."""

from django.utils.translation import gettext as _

from assignment.domain import deadlines
from assignment.domain.capacity import held
from assignment.domain.policies.lookup import PolicyBook
from crm_project.accounts.domain.access import may
from customers.domain.records import key_of
from customers.importing.conditions import CHANGED, NEW, UNCHANGED, Departments, digest
from customers.importing.finding import by_code
from customers.importing.importer import Importer
from customers.importing.noting import imported
from customers.models import Customer
from customers.models.choices import Stage
from customers.rules import names

from .comparing import Comparison
from .credit_codes import check_codes
from .draft import CustomerDraft
from .effects import Effects
from .lists import COLUMNS, Lists
from .subject import CUSTOMER
from .writing import insert, update


class CustomersImport(Importer):
    """Takes rows of the kind `customers`."""

    size: int = 500

    def __init__(self, conditions, columns):
        super().__init__(conditions, columns)
        self.departments, self.lists = Departments(), self._lists(conditions)
        self._used = {}
        self._effects = Effects(conditions)

    def effects(self):
        return self._effects.sentences()

    @staticmethod
    def _lists(terms):
        manages = terms.may("lists.manage")
        return Lists(terms, manages and terms.new_values is True, asks=manages and terms.new_values is None)

    def decide(self, drafts, *, write):
        self.book = PolicyBook()
        wanted = [draft for draft in drafts if not draft.problems]
        self._meet(wanted, lock=write)
        for draft in wanted:
            if draft.customer is None and not draft.problems:
                self._check_new(draft)
        check_codes(wanted, write=write)
        if write:
            self._used = {}
        self._admit(wanted)
        if not write:
            self._effects.add([draft for draft in wanted if draft.result == NEW and draft.owner and not draft.problems])

    def write(self, drafts):
        insert([draft for draft in drafts if draft.result == NEW], self.terms, self.lists, self.book)
        update([draft for draft in drafts if draft.result == CHANGED], self.terms, self.lists, self.book)

    def forget(self):
        super().forget()
        self._used = {}
        self.lists.reload()

    def new_values(self):
        return [[column, name] for column, name in self.lists.missing]

    def passed(self, rows):
        """Those taken are what later rows may collide with."""
        for start in range(0, len(rows), self.size):
            drafts = [draft for draft in self.prepare(rows[start : start + self.size]) if not draft.problems]
            codes, by_key = self._find(drafts)
            for draft in drafts:
                if draft.key in by_key or draft.code in codes:
                    self._register(draft)
        self.keep()

    # --- reading --------------------------------------------------------------------------------
    def draft(self, number, values, problems):
        draft = CustomerDraft(number, values, problems, name=names.normalise(values.get("full_name", "")))
        if problems:
            return draft
        draft.key = names.key(draft.name)
        if not any(sign.isalnum() for sign in draft.key):
            draft.refuse(_("full_name: “%(name)s” is not a name.") % {"name": draft.name[:60]})
            return draft
        if values.get("kind") == "individual":
            draft.key = key_of(draft.name, "individual", values.get("phone", ""))
        draft.problems += _halves(values)
        draft.digest = digest(values)
        if "region" in values:
            values["region"] = self.lists.parted("region", values["region"])
        draft.doubts = [question.code for question in names.questions(draft.name, values.get("kind", "company"))]
        return draft

    # --- who is known already ---------------------------------------------------------------------
    def _meet(self, drafts, *, lock):
        """Compare the rows with the customers they mean; those to be changed are locked."""
        codes, by_key = self._find(drafts)
        pairs = [(draft, codes.get(draft.code) or by_key.get(draft.key)) for draft in drafts]
        before = imported(CUSTOMER, [pk for _draft, pk in pairs if pk])
        open_pairs = []
        for draft, pk in pairs:
            if pk and before.get(pk, ("",))[0] == draft.digest:
                draft.customer, draft.result = pk, UNCHANGED
                draft.known = draft.values.get("code") or _("imported before")
            elif pk:
                draft.customer = pk
                open_pairs.append((draft, pk))
        if not open_pairs:
            return
        ids = [pk for _draft, pk in open_pairs]
        found = deadlines.lock(ids) if lock else Customer.objects.in_bulk(ids)
        comparison = Comparison(found, self.terms, self.departments, self.people, self.lists, before)
        for draft, pk in open_pairs:
            comparison.judge(draft, pk)

    def _find(self, drafts):
        by_key: dict[str, int] = {}
        given = [draft.code for draft in drafts if draft.code]
        codes = by_code(given) if given else {}
        if drafts:
            by_key = dict(
                Customer.objects.filter(name_key__in=[draft.key for draft in drafts]).values_list("name_key", "pk")
            )
        return codes, by_key

    # --- who is new -------------------------------------------------------------------------------
    def _check_new(self, draft):
        values, terms = draft.values, self.terms
        draft.problems += terms.past(values, "owned_since", "stage_since")
        if "bad_debt" in values and not terms.history:
            draft.refuse(_("bad_debt can only be imported with history."))
        for column in ("phone", "contact_mobile"):
            if "*" in values.get(column, ""):
                draft.refuse(_("%(column)s: part of the number is hidden.") % {"column": column})
        for column in COLUMNS:
            named = values.get(column, ())
            draft.problems += filter(
                None, (self.lists.problem(column, name) for name in ([named] if isinstance(named, str) else named))
            )
        draft.department = self.departments.get(values["department"])
        if draft.department is None or draft.department.closed_at:
            draft.refuse(_("department: there is no “%(name)s”.") % {"name": values["department"]})
        elif "owner" in values:
            self._check_owner(draft)
        if draft.department and not terms.covers(draft.department.pk, *([draft.owner.pk] if draft.owner else [])):
            draft.refuse(terms.outside(draft.department))

    def _check_owner(self, draft):
        owner = self.named(draft, "owner")
        if owner is None:
            return
        if not owner.is_active or owner.department is None or not may(owner, "customer.claim"):
            draft.refuse(_("%(person)s can't hold customers: choose somebody whose role can.") % {"person": owner})
        elif not related(owner.department, draft.department):
            draft.refuse(
                _("owner: %(person)s belongs to %(theirs)s, not to %(department)s.")
                % {"person": owner, "theirs": owner.department, "department": draft.department}
            )
        else:
            # Whoever owns a customer brings it into the own department.
            draft.owner, draft.department = owner, owner.department

    # --- in the order of the file -----------------------------------------------------------------
    def _admit(self, drafts):
        """Each customer once in a file, and nobody more than their slots, except what history brings."""
        slots = self._slots([draft for draft in drafts if draft.result == NEW and draft.owner and not draft.problems])
        for draft in drafts:
            if draft.problems:
                continue
            first = next(filter(None, map(self.first, self._marks(draft))), None)
            if first:
                draft.refuse(_("Row %(number)d of this file is the same customer.") % {"number": first})
                continue
            owner = draft.owner.pk if draft.owner and draft.result == NEW and draft.stage != Stage.OFFICIAL else None
            if owner in slots:
                if self._used[owner] >= slots[owner]:
                    draft.refuse(
                        _("All %(slots)d slots of %(person)s are taken.")
                        % {"slots": slots[owner], "person": draft.owner}
                    )
                    continue
                self._used[owner] += 1
            self._register(draft)

    def _marks(self, draft):
        tax_id = draft.values.get("tax_id")
        return [draft.key, *([f"code {draft.code}"] if draft.code else []), *([f"tax {tax_id}"] if tax_id else [])]

    def _register(self, draft):
        self._fresh.update(dict.fromkeys(self._marks(draft), draft.number))

    def _slots(self, drafts):
        """{person: limit} of those whose policy has one; what they hold already is counted."""
        if self.terms.history:
            return {}
        slots = {}
        for owner in {draft.owner.pk: draft.owner for draft in drafts}.values():
            policy = self.book.for_department(owner.department, self.terms.at)
            if policy and policy.slots is not None:
                slots[owner.pk] = policy.slots
        unknown = [pk for pk in slots if pk not in self._used]
        self._used |= dict.fromkeys(unknown, 0) | held(unknown) if unknown else {}
        return slots


def _halves(values):
    """What of a row says nothing without another cell that is empty, of new customers and of known ones alike."""
    if "owned_since" in values and "owner" not in values:
        yield _("owned_since is filled in, but owner is empty.")
    bare = [column for column in ("title", "mobile", "key") if values.get(f"contact_{column}")]
    if bare and "contact_name" not in values:
        yield _("contact_%(column)s is filled in, but contact_name is empty.") % {"column": bare[0]}


def related(one, other):
    """Whether one department is the other, or stands above it."""
    return other is not None and (one.path.startswith(other.path) or other.path.startswith(one.path))
