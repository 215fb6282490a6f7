"""Undoing an import of customers: new ones are gone, changed ones are as before, unless somebody has worked on them since (row Z10).

The ledger of ownership is append-only, so a new customer's row stays as a removed one without its name and code: the same
row can come in again.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from assignment.domain import deadlines
from assignment.domain.ledger import Kind
from assignment.domain.ownership import OwnershipEnd, end_ownerships
from assignment.models import OwnershipEvent
from crm_project.approvals.models import Request
from crm_project.audit.domain import log
from crm_project.lib.sort_names import sort_name
from crm_project.notices.models import Comment
from customers.domain.removal import BURIED
from customers.importing.undoing import Undoing, built_on, changed_since, gone, in_use, outside
from customers.models import Contact, Customer, ImportedRow, ImportJob, NameGram, Ownership
from customers.models.choices import PoolReason

from .added_values import take_off
from .comparing import LISTED
from .subject import CUSTOMER

# What a new customer brings along by itself, and what only lists it.
OWN = (
    "customers.Contact",
    "customers.NameGram",
    "customers.PhoneNumber",
    "customers.Ownership",
    "customers.NameDoubt",
    "customers.DuplicatePair",
    "customers.Customer_regions",
    "assignment.OwnershipEvent",
    "assignment.SweepLine",
)
QUIET = (Kind.ENTERED, Kind.WARNED)


def before_change(draft: Any) -> dict[str, Any]:
    """What a known customer says before a row corrects it: enough to put it back exactly."""
    customer, contact = draft.customer, draft.contact_changes
    columns = [f"{name}_id" if name in LISTED else name for name in draft.changes if name != "region"]
    before: dict[str, Any] = {"changed_at": customer.changed_at.isoformat()}
    before["columns"] = {name: log.plain(getattr(customer, name)) for name in columns}
    if "region" in draft.changes:
        before["regions"] = list(customer.regions.order_by("pk").values_list("pk", flat=True))
    if "pk" in contact:
        row = Contact.objects.get(pk=contact["pk"])
        before["contact"] = {"pk": row.pk, **{n: getattr(row, n) for n in contact if n != "pk"}}
        before["contact_after"] = {n: value for n, value in contact.items() if n != "pk"}
    return before


class CustomersUndoing(Undoing):
    """Takes back rows of the kind `customers`."""

    subject = CUSTOMER

    def customers_of(self, rows: list[ImportedRow]) -> dict[int, int]:
        return {row.subject_id: row.subject_id for row in rows}

    def take_back(self, rows: list[ImportedRow]) -> dict[int, str]:
        new = [row for row in rows if row.result == "new"]
        changed = [row for row in rows if row.result != "new"]
        kept = {row.pk: why for row in changed if (why := self._why_not(row) or self._put_back(row))}
        # Rows of this batch that changed what another row of the same file entered are back by now.
        kept |= self._enter_back(new)
        return kept

    def _why_not(self, row: ImportedRow) -> str:
        customer = self.customers.get(row.subject_id)
        if customer is None or customer.removed_at or customer.merged_into_id:
            return gone()
        if not self.reaches(customer):
            return outside()
        return changed_since() if customer.changed_at != self.imported_at else ""

    def close(self, job: ImportJob) -> list[tuple[str, str]]:
        return take_off(job, self.terms, self.imported_at)

    # --- changed customers ----------------------------------------------------------------------------
    def _put_back(self, row: ImportedRow) -> str:
        customer, before = self.customers[row.subject_id], row.before
        contact = before.get("contact")
        if contact and (why := self._contact_back(contact, before.get("contact_after"))):
            return why
        for name, value in before["columns"].items():
            setattr(customer, name, value)
        customer.changed_at = datetime.fromisoformat(before["changed_at"])
        customer.save(update_fields=[*before["columns"], "changed_at"])
        if "regions" in before:
            customer.regions.set(before["regions"])
        if contact:
            deadlines.refresh([customer.pk], at=self.terms.at, locked=True)
        return ""

    def _contact_back(self, contact: dict[str, Any], after: dict[str, Any] | None) -> str:
        row = Contact.objects.filter(pk=contact["pk"]).first()
        if row is None:
            return gone()
        if after is None:
            if built_on(Contact, [row.pk], but=["customers.PhoneNumber"]):
                return in_use()
            row.delete()
            return ""
        if any(getattr(row, name) != value for name, value in after.items()):
            return changed_since()
        old = {name: value for name, value in contact.items() if name != "pk"}
        extra = {"sort_name": sort_name(old["name"], person=True)} if "name" in old else {}
        Contact.objects.filter(pk=row.pk).update(**old, **extra)
        return ""

    # --- new customers --------------------------------------------------------------------------------
    def _enter_back(self, rows: list[ImportedRow]) -> dict[int, str]:
        ids = [row.subject_id for row in rows]
        busy = self._busy(ids)
        kept = {row.pk: why for row in rows if (why := self._why_not(row) or busy.get(row.subject_id, ""))}
        back = [self.customers[row.subject_id] for row in rows if row.pk not in kept]
        reason = _("Import of %(file)s undone.") % {"file": self.terms.filename}
        self._end(back, reason)
        for customer in back:
            self._bury(customer, reason)
        NameGram.objects.filter(customer__in=[customer.pk for customer in back]).delete()
        return kept

    def _busy(self, ids: Collection[int]) -> dict[int, str]:
        """{customer: why it stays} of those on which somebody has built."""
        others = OwnershipEvent.objects.filter(customer_id__in=ids).exclude(kind__in=QUIET)
        owners = dict.fromkeys(
            others.values_list("customer_id", flat=True), _("Its owner or stage changed after the import.")
        )
        asked = Request.objects.filter(customer_id__in=ids).values_list("customer_id", flat=True)
        said = Comment.objects.filter(subject_type="customer", subject_id__in=ids).values_list("subject_id", flat=True)
        contacts = Contact.objects.filter(customer_id__in=ids)
        later = contacts.exclude(created_at=self.imported_at).values_list("customer_id", flat=True)
        met = contacts.filter(followups__isnull=False).values_list("customer_id", flat=True)
        held = Ownership.objects.filter(customer_id__in=ids).exclude(
            extended_until=None, review_after=None, spared_until=None, counts_after=None
        )
        extended = held.values_list("pk", flat=True)
        found = {pk: in_use() for pk in [*asked, *said, *later, *met, *extended] if pk}
        return built_words(ids) | found | owners

    def _end(self, customers: list[Customer], reason: str) -> None:
        """The period of each owner closes in the ledger as taken back, not as released: it counts for nothing."""
        owned = [(c, self.ownerships[c.pk]) for c in customers if c.pk in self.ownerships]
        entered = OwnershipEvent.objects.filter(customer_id__in=[c.pk for c, _o in owned], kind=Kind.ENTERED)
        events = dict(entered.values_list("customer_id", "pk"))
        endings = [
            OwnershipEnd(
                customer,
                ownership,
                Kind.UNDONE,
                reason=reason,
                pool_reason=PoolReason.IMPORTED,
                version_id=ownership.policy_version,
                evidence={"undoes": events.get(customer.pk), "what": Kind.ENTERED},
            )
            for customer, ownership in owned
        ]
        end_ownerships(endings, at=self.terms.at, by=self.terms.by)

    def _bury(self, customer: Customer, reason: str) -> None:
        """Name and code are free again; nobody is blamed for an invalid entry."""
        Customer.objects.filter(pk=customer.pk).update(
            removed_at=self.terms.at,
            removed_by=self.terms.by,
            removal_reason=reason[:200],
            created_by=None,
            pooled_at=None,
            pool_reason="",
            code=f"{BURIED}{customer.pk}",
            name_key=f"{BURIED}{customer.pk}",
            phone="",
            email="",
        )
        Contact.objects.filter(customer=customer).delete()


def built_words(ids: Collection[int]) -> dict[int, str]:
    """{customer: why it stays} of those that follow-ups, deals, contracts or anything else refers to."""
    return dict.fromkeys(built_on(Customer, ids, but=OWN), in_use())
