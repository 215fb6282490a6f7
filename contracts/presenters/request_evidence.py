"""What a decider needs to know about corrections, expenses and what is overdue (rows Na10, Z12, T20)."""

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from contracts.domain.corrections import FIELDS
from contracts.domain.payments.payments import credit_of
from contracts.models import Contract, Expense
from contracts.models.choices import ExpenseKind, ExpenseStatus
from crm_project.lib.money import money_text


def figures(row, customer, user, at):
    """Both values of every figure."""
    return {
        "links": [(_("The contract"), reverse("contracts:detail", args=[row.evidence["contract_id"]]))]
        if "contract_id" in row.evidence
        else [],
        "changes": [_changed(row, *change) for change in row.evidence.get("changes", ())],
        "panels": ["approvals/parts/evidence_changes.html"],
    }


def _changed(row, name, *pair):
    """(field, old, new), an amount as everywhere."""
    currency = row.evidence.get("currency", "CNY")
    return str(FIELDS.get(name, name)), *(money_text(one, currency) if name == "amount" else one for one in pair)


def expense(row, customer, user, at):
    """The expense, its receipt, and what was spent on this customer before."""
    found = Expense.objects.filter(pk=row.arguments.get("expense_id")).select_related("claimant").first()
    if found is None:
        return {}
    spent = Expense.objects.filter(
        customer_id=found.customer_id, status=ExpenseStatus.ACCEPTED, currency=found.currency
    ).aggregate(sum=Sum("amount"))
    facts = [
        (_("Expense"), f"{ExpenseKind(found.kind).label} · {found.what}"),
        (_("Amount"), money_text(found.amount, found.currency)),
        (_("Day"), found.spent_on.isoformat()),
        (_("Owner on that day"), str(found.claimant)),
        (_("Accepted for this customer so far"), money_text(spent["sum"], found.currency)),
    ]
    return {"facts": facts, "links": [(_("The receipt"), reverse("contracts:receipt", args=[found.pk]))]}


def overdue(row, customer, user, at):
    """What is open, since when, and what the customer has open besides."""
    evidence = row.evidence
    facts = [
        (_("Contract"), evidence.get("contract")),
        (_("Due"), evidence.get("due_on")),
        (_("Owner at signing"), evidence.get("owner")),
    ]
    if evidence.get("thing") == "instalment":
        open_ = money_text(evidence.get("open"), evidence.get("currency"))
        facts[1:1] = [
            (
                _("Still open"),
                _("%(open)s of %(amount)s")
                % {"open": open_, "amount": money_text(evidence.get("amount"), evidence.get("currency"))},
            )
        ]
    else:
        facts[1:1] = [(_("Document"), evidence.get("what"))]
    facts += [
        (_("Prepayment balance"), money_text(sum_, currency)) for currency, sum_ in credit_of(customer.pk).items()
    ]
    contract = Contract.objects.filter(pk=evidence.get("contract_id")).first()
    return {
        "facts": facts,
        "links": [(_("The contract"), reverse("contracts:detail", args=[contract.pk]))] if contract else [],
    }
