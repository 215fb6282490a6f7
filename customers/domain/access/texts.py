"""In which columns people write freely: numbers in them are masked wherever they leave (rows Nb4, Nf15).

Every column of text is one of them, unless it stands here: so a new one is masked from its first day.
"""

from functools import cache
from typing import Any

from django.db.models import Model

from customers.models import Customer

LEAST = 30  # shorter columns hold codes, units and kinds: no sentence
# Keys, names, numbers of papers, what a machine computed: a run of digits in them is no telephone number. And what stands
# in papers that go to the customer: they name the house's own numbers.
WORDLESS = frozenset(
    {
        "activities.Attachment.name",
        "activities.FollowUp.idempotency_key",
        "activities.FollowUp.counterpart",
        "activities.FollowUp.position",
        "approvals.Request.about",
        "assignment.HandoverItem.problem",
        "audit.Entry.action",
        "audit.Entry.address",
        "audit.Entry.digest",
        "audit.Entry.request_id",
        "audit.Entry.subject_id",
        "audit.Entry.subject_type",
        "contracts.Contract.buyer",
        "contracts.Contract.line",
        "contracts.Contract.payment_method",
        "contracts.Contract.signatory",
        "contracts.Contract.terms",
        "contracts.Contract.type",
        "contracts.ContractFile.name",
        "contracts.ContractLine.name",
        "contracts.ContractLine.quality",
        "contracts.ContractLine.specification",
        "contracts.Correction.field",
        "contracts.Correction.new",
        "contracts.Correction.old",
        "contracts.Expense.file_name",
        "contracts.Expense.idempotency_key",
        "contracts.Instalment.label",
        "contracts.Payment.idempotency_key",
        "contracts.Payment.reference",
        "contracts.Promise.what",
        "customers.Contact.department",
        "customers.Contact.name",
        "customers.Contact.sort_name",
        "customers.Contact.title",
        "customers.Customer.legal_representative",
        "customers.Customer.name",
        "customers.Customer.name_key",
        "customers.Customer.sort_name",
        "customers.Customer.website",
        "customers.FormerName.name",
        "customers.FormerName.name_key",
        "customers.PhoneNumber.digits",
        "deals.Quote.number",
        "deals.Quote.terms",
        "notices.Comment.subject_type",
        "ratings.IndicatorScore.indicator",
        "ratings.PaperFile.name",
        "ratings.Rating.digest",
        "ratings.YearlyStatement.document_name",
        "reports.DrawnRow.key",
        "service.InvitationLink.token_hash",
        "service.ReturnVisit.turn",
        "service.OrderFile.name",
        "service.PlanFile.name",
        "service.VisitSheet.code_hash",
        "service.VisitSheet.code_to",
        "service.VisitSheet.digest",
        "service.VisitSheet.file_sha256",
        "service.VisitSheet.signer",
    }
)


def is_text(field: Any) -> bool:
    """Whether people write freely in this column of a model."""
    if field.get_internal_type() not in ("CharField", "TextField") or hasattr(field, "sensitive"):
        return False
    short = field.max_length is not None and field.max_length < LEAST
    return not (short or field.choices or field.unique or str(field) in WORDLESS)


@cache
def hangs(model: type[Model]) -> bool:
    """Whether a thing of this model is about one customer."""
    return model is not Customer and any(
        field.name in ("customer", "customer_id") for field in model._meta.concrete_fields
    )


__all__ = ["WORDLESS", "hangs", "is_text"]
