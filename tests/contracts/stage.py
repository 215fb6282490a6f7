"""What the stories about contracts begin with: a contract prepared up to its signing, money, files."""

from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.domain import lifecycle
from contracts.domain.numbers import assign as numbers
from contracts.domain.preparation import lines
from contracts.domain.preparation import steps as preparation
from contracts.domain.texts import standard_texts
from contracts.domain.texts.default_texts import TEXTS
from contracts.models import Contract
from contracts.models.choices import CheckKind
from tests.cast import NOW

CODE = "91350100M000100Y43"


def scan(name="scan.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.4 signed", content_type="application/pdf")


def approved_text(cast, language="en"):
    given = next(text for text in TEXTS if text["language"] == language)
    row = standard_texts.save_text(by=cast.manager, at=NOW, **given)
    return standard_texts.approve_text(text_id=row.pk, by=cast.general_manager, at=NOW)


def line(name="Inverter 5 kW", quantity="10", price="1200.50", **rest):
    return {
        "product": None,
        "name": name,
        "specification": "5 kW",
        "quality": "A",
        "unit": "pcs",
        "quantity": Decimal(quantity),
        "price": Decimal(price),
        **rest,
    }


def prepared(cast, row, by=None, *, at=NOW, leave_out=(), language="en", signed_at=None, parts=None):
    """A contract with everything it needs but the steps left out; not submitted."""
    by = by or cast.rep
    made = numbers.assign_number(customer_id=row.pk, by=by, at=at)
    who = {"contract_id": made.pk, "by": by, "at": at}
    steps = {
        "checks": lambda: preparation.set_checks(
            **who,
            buyer=row.name,
            code=CODE,
            signatory="Wang",
            checks={k.value: {"state": "good", "evidence": "register"} for k in CheckKind},
        ),
        "text": lambda: preparation.set_text(**who, text_id=approved_text(cast, language).pk),
        "products": lambda: lines.set_lines(**who, lines=[line()]),
        "promises": lambda: preparation.set_promises(**who, said="none", rows=[]),
        "terms": lambda: preparation.set_terms(
            **who,
            type="Sales contract",
            payment_method="Bank transfer",
            line="",
            terms="",
            parts=parts or [{"label": "all", "due_on": date(2026, 4, 1), "amount": Decimal("12005.00")}],
        ),
        "signing": lambda: preparation.set_signing(**who, signed_at=signed_at or at, upload=scan()),
    }
    for name, take in steps.items():
        if name not in leave_out:
            take()
    return Contract.objects.get(pk=made.pk)


def in_force(cast, row, by=None, *, confirmer=None, at=NOW, **rest):
    """A contract that was prepared, submitted and confirmed."""
    by = by or cast.rep
    made = prepared(cast, row, by, at=at, **rest)
    preparation.submit_contract(contract_id=made.pk, by=by, at=at)
    lifecycle.confirm_contract(contract_id=made.pk, by=confirmer or cast.manager, at=at)
    return Contract.objects.get(pk=made.pk)
