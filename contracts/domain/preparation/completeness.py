"""What a contract still lacks before it may be submitted and confirmed: always a list (rows Nc15, Nc16, T18, T19, Nf14)."""

from collections.abc import Iterator
from types import SimpleNamespace

from django.db.models import Sum
from django.utils.translation import gettext as _

from contracts.company_settings import CHECKS, PROMISES, STANDARD_TEXT
from contracts.models import Contract
from contracts.models.choices import CheckState, FileKind, Promises
from crm_project.accounts.domain.settings_store import value
from crm_project.lib.money import cents, money_text
from crm_project.lib.refused import Refused
from customers.domain.tax_ids import tax_id_problem
from customers.models.choices import Kind
from customers.rules import tax_id

STEPS = ("checks", "text", "products", "promises", "terms", "signing")


def code_problem(code: str) -> str:
    """What is wrong with the buyer's credit code, in words; empty where nothing is."""
    return tax_id_problem(code) if tax_id.plain(code) else _("Enter the unified social credit code of the buyer.")


def _checks(row: Contract | SimpleNamespace) -> Iterator[str]:
    for check in row.checks.order_by("pk") if value(CHECKS) else ():
        if check.state == CheckState.BAD:
            yield _("%(check)s failed: resolve it before you sign.") % {"check": check.get_kind_display()}
        elif check.state != CheckState.GOOD:
            yield _("%(check)s is not checked yet.") % {"check": check.get_kind_display()}
    if row.customer.kind == Kind.COMPANY and (problem := code_problem(row.credit_code)):
        yield problem
    if not row.buyer:
        yield _("Enter the buyer's name as on the licence.")


def _text(row: Contract | SimpleNamespace) -> Iterator[str]:
    if row.text_id is None and value(STANDARD_TEXT):
        yield _("Choose the standard text.")


def _products(row: Contract) -> Iterator[str]:
    total = row.lines.aggregate(sum=Sum("amount"))["sum"]
    if total is None:
        yield _("Enter the product.")
    elif cents(total) != row.amount:
        yield _("The products add up to %(sum)s, the contract amount is %(amount)s.") % {
            "sum": money_text(total, row.currency),
            "amount": money_text(row.amount, row.currency),
        }


def _promises(row: Contract | SimpleNamespace) -> Iterator[str]:
    if not value(PROMISES):
        return
    if not row.promises:
        yield _("List the gifts and promises, or confirm that there are none.")
    elif row.promises == Promises.SOME and not row.promise_rows.exists():
        yield _("List all gifts and promises.")


def _terms(row: Contract) -> Iterator[str]:
    if not row.type:
        yield _("Choose the type of contract.")
    if not row.payment_method:
        yield _("Enter the payment method.")
    total = row.instalments.aggregate(sum=Sum("amount"))["sum"]
    if cents(total) != row.amount:
        yield _("Plan the payments: the instalments must add up to the contract amount.")


def _signing(row: Contract) -> Iterator[str]:
    if not row.signing_known:
        yield _("Enter the day of signing.")
    if not row.files.filter(kind=FileKind.SCAN, voided_at=None).exists():
        yield _("Upload the signed and stamped contract.")


_LOOK = {
    "checks": _checks,
    "text": _text,
    "products": _products,
    "promises": _promises,
    "terms": _terms,
    "signing": _signing,
}


def is_incomplete(row: Contract, step: str) -> list[str]:
    """[what is missing] of one step."""
    return list(_LOOK[step](row))


def missing(row: Contract) -> list[tuple[str, str]]:
    """[(step, what is missing)] of a contract with its customer; of one noted after signing only the promises are asked."""
    steps = STEPS if row.drawn else ("promises",)
    return [(step, sentence) for step in steps for sentence in is_incomplete(row, step)]


def check_complete(row: Contract) -> None:
    """Refuse with code missing and everything that is missing in the sentence; `details["missing"]` holds the list."""
    found = missing(row)
    if found:
        text = " ".join(sentence for _step, sentence in found)
        raise Refused(
            _("Contract %(number)s is not complete. %(missing)s") % {"number": row.number, "missing": text},
            code="missing",
            missing=found,
        )
