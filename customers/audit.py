"""What the audit says of customer files, contacts, look-ups, comments, import and export (rows Na8, Ne3)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_project.audit.presenters.declaration import Audit, Family, Subject
from customers.domain.access.masking import masks_of, rules_fit, unmasked
from customers.domain.audit_search import customers_named
from customers.domain.required_fields import ASKABLE
from customers.models import Customer, Follow


def _numbers_read(reader):
    read = Customer.objects.filter(unmasked(reader)).order_by().values("pk")
    return Q(customer_id=None) | Q(customer_id__in=read) if rules_fit(reader) else Q()


def _masks(reader, ids):
    """{customer id: Mask}; at most one query a kind of hidden fields, and one for the customers."""
    return masks_of(reader, Customer.objects.filter(pk__in=ids).only("pk", "vip", "level"))


AUDIT = Audit(
    uses={
        "customer.export": ("export.made", "customers.printed", "contacts.exported"),
        "customer.import": ("import.made",),
        "customer.merge": ("customer.merged", "duplicate.dismissed"),
        "customer.restricted": ("customer.looked",),
        "customer.review": ("customer.reviewed",),
    },
    actions={
        "customer.created": _("entered the customer"),
        "customer.changed": _("changed the file"),
        "customer.looked": _("opened the restricted file"),
        "customer.revealed": _("viewed hidden fields"),
        "customer.looked_up": _("looked up a customer by code"),
        "customer.asked_about": _("opened a page about a customer of others"),
        "lookup.unusual": _("looked up unusually many customers of others"),
        "customer.reviewed": _("reviewed the file"),
        "customer.merged": _("merged duplicates"),
        "customer.unmerged": _("undid a merge"),
        "customer.exported": _("exported customers"),
        "customer.imported": _("imported customers"),
        "customer.name_confirmed": _("confirmed the name"),
        "customer.removed": _("removed an invalid entry"),
        "customer.restored": _("restored a removed entry"),
        "customer.no_calls": _("marked “no service calls”"),
        "customer.calls": _("took away the mark “no service calls”"),
        "customer.call_allowed": _("allowed a service call"),
        "customers.printed": _("printed customers"),
        "contacts.exported": _("exported contacts"),
        "export.made": _("created an export"),
        "export.downloaded": _("downloaded an export"),
        "import.made": _("imported a file"),
        "import.undone": _("undid an import"),
        "import.row_undone": _("undid the import of this row"),
        "heading.added": _("added a column heading for imports"),
        "heading.removed": _("removed a column heading for imports"),
        "duplicate.dismissed": _("marked two customers as not duplicates"),
        "filter.shared": _("shared a filter"),
        "filter.dropped": _("deleted a filter"),
        "list.saved": _("changed a managed list"),
        "list.removed": _("removed a value that an undone import had added"),
        "list.ordered": _("reordered a managed list"),
        "list.switched": _("switched a list value on or off"),
        "minimum.set": _("set a minimum"),
        "class.set": _("changed the requirements of a class"),
        "review.rules": _("set how often files are reviewed"),
        "rhythm.set": _("set the contact frequency of a class"),
        "contact.saved": _("saved a contact"),
        "information.given": _("handed in information"),
        "information.decided": _("decided about information that was handed in"),
        "matter.reported": _("reported a major matter"),
        "matter.answered": _("answered a major matter"),
        "matter.asked": _("asked again about a major matter"),
        "matter.passed": _("passed on a major matter"),
        "matter.closed": _("closed a major matter"),
        "major_change.recorded": _("recorded a major change"),
        "major_change.corrected": _("corrected a major change"),
        "major_change.voided": _("voided a major change"),
        "customer_feedback.recorded": _("entered feedback of the customer"),
        "customer_feedback.answered": _("answered feedback of the customer"),
        "customer_feedback.passed": _("passed on feedback of the customer"),
        "customer_feedback.ordered": _("opened a service order from feedback"),
        "customer_feedback.closed": _("closed feedback of the customer"),
        "customer_feedback.reopened": _("reopened feedback of the customer"),
        "customer.needs_confirmed": _("confirmed the needs"),
        "comment.written": _("wrote a comment"),
    },
    fields={
        "changed": _("undone"),
        "other": _("the other file"),
        "unchanged": _("left as it is"),
        "name": _("name"),
        "regions": _("regions"),
        "address": _("address"),
        "column": _("column"),
        "comment": _("comment"),
        "count": _("number"),
        "fields": _("fields"),
        "format": _("file type"),
        "limit": _("limit"),
        "merged": _("merged"),
        "history": _("history"),
        "position": _("position"),
        "name_zh": _("name in Chinese"),
        "no_service_calls": _("no service calls"),
        "corrected": _("corrected fields"),
        "next_on": _("next review"),
        "happened_on": _("happened on"),
        "follows": _("what follows"),
        "days": _("working days for the answer"),
    },
    labels={"fields": ASKABLE, "follows": dict(Follow.choices)},
    families=(
        Family(key="looks", label=_("Access to restricted files"), place=10),
        Family(key="customers", label=_("Customer files"), place=30),
    ),
    searched_under={
        "looks": (
            "customer.looked",
            "customer.revealed",
            "customer.looked_up",
            "customer.asked_about",
            "lookup.",
        ),
        "exports": (
            "export.",
            "contacts.exported",
            "customers.printed",
        ),
        "customers": (
            "customer.",
            "contact.",
            "duplicate.",
            "file.",
            "import.",
            "heading.",
            "list.",
            "class.",
            "review.",
            "information.",
            "matter.",
            "major_change.",
            "customer_feedback.",
            "filter.",
        ),
        "followups": ("comment.",),
    },
    subjects=(
        Subject(type="customer", page="customers:detail"),
        Subject(type="reviewrules"),
        Subject(type="informationreport"),
        Subject(type="matter"),
        Subject(type="majorchange"),
        Subject(type="majorchangekind"),
        Subject(type="customerfeedback", page="customers:feedback_one"),
        Subject(type="feedbackkind"),
    ),
    masks=_masks,
    numbers_read=_numbers_read,
    customers_named=customers_named,
)
