"""Uploads: nothing stays on the disk where the form is refused; former owners find their customers (rows Nf14, Z12, T18, M12)."""

from datetime import date
from decimal import Decimal

import pytest

from activities.domain import attachments, kept_files
from activities.models import Attachment
from assignment.domain.ownership.claim_requests import transfer
from contracts.domain import expenses, files
from contracts.domain.preparation import steps as preparation
from contracts.models import ContractFile, Expense
from contracts.models.choices import CheckKind
from crm_project.lib.refused import Refused
from tests.cast import NOW, customer, moment
from tests.contracts.stage import CODE, prepared, scan

pytestmark = pytest.mark.django_db


@pytest.fixture
def disk(tmp_path, settings):
    """What lies on the disk now."""
    settings.MEDIA_ROOT = tmp_path
    return lambda: sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file())


def refused(code, verb, /, **arguments):
    with pytest.raises(Refused) as refusal:
        verb(**arguments)
    assert refusal.value.code == code, refusal.value.sentence


@pytest.mark.req("T18")
def test_evidence_of_a_check_goes_again_where_another_check_is_refused(cast, disk):
    made = prepared(cast, customer(cast.rep), leave_out={"checks", "signing"})
    kinds = [kind.value for kind in CheckKind]
    checks = {
        kinds[0]: {"state": "good", "evidence": "", "upload": scan()},
        kinds[3]: {"state": "good", "evidence": "", "upload": None},
    }
    who = {"contract_id": made.pk, "by": cast.rep, "at": NOW, "buyer": "B", "code": CODE, "signatory": "W"}
    refused("evidence", preparation.set_checks, **who, checks=checks)
    assert disk() == [] and not ContractFile.objects.exists()
    checks[kinds[3]]["evidence"] = "power of attorney"
    preparation.set_checks(**who, checks={**checks, kinds[0]: {**checks[kinds[0]], "upload": scan()}})
    assert len(disk()) == 1


@pytest.mark.req("Z12")
def test_a_receipt_goes_again_where_nobody_is_there_to_decide(cast, disk, monkeypatch):
    row = customer(cast.rep, since=moment("2026-02-10 09:00"))
    given = {
        "customer_id": row.pk,
        "by": cast.rep,
        "at": NOW,
        "kind": "visit",
        "spent_on": date(2026, 3, 1),
        "amount": Decimal(5),
        "what": "train",
    }
    monkeypatch.setattr(expenses, "decider", lambda *args, **kwargs: None)
    refused("no_decider", expenses.claim_expense, **given, upload=scan())
    assert disk() == [] and not Expense.objects.exists()
    monkeypatch.undo()
    expenses.claim_expense(**given, upload=scan())
    assert len(disk()) == 1


@pytest.mark.req("Nf14")
def test_a_scan_goes_again_where_the_transaction_fails(cast, disk, monkeypatch):
    made = prepared(cast, customer(cast.rep), leave_out={"checks", "signing"})

    def fail(**fields):
        raise OSError("disk full")

    monkeypatch.setattr(kept_files.log, "record", fail)
    with pytest.raises(OSError, match="disk full"):
        files.add_file(contract_id=made.pk, by=cast.rep, at=NOW, upload=scan(), kind="scan")
    assert disk() == []


@pytest.mark.req("M12")
def test_of_several_attachments_none_stays_where_one_fails(cast, disk, monkeypatch):
    row = customer(cast.rep)
    saved = Attachment.save

    def second_fails(self, *args, **kwargs):
        if self.name == "b.pdf":
            raise OSError("disk full")
        return saved(self, *args, **kwargs)

    monkeypatch.setattr(Attachment, "save", second_fails)
    with pytest.raises(OSError, match="disk full"):
        attachments.attach_file(customer_id=row.pk, by=cast.rep, at=NOW, uploads=[scan("a.pdf"), scan("b.pdf")])
    assert disk() == [] and not Attachment.objects.exists()


@pytest.mark.req("Z12", "Ni23")
def test_the_form_offers_whom_one_owned_on_that_day_also_if_somebody_else_has_it_now(cast, clock, signed_in):
    row = customer(cast.rep, code="C-000777", since=moment("2026-02-10 09:00"))
    transfer(customer_id=row.pk, to=cast.mate, by=cast.manager, reason="area", at=moment("2026-02-20 15:00"))

    def offered(person, day):
        asked = {"q": row.code, "spent_on": day}
        found = signed_in(person).post("/contracts/expenses/customers/", asked).json()["results"]
        return [one["value"] for one in found]

    assert (
        offered(cast.rep, "2026-02-10")
        == offered(cast.rep, "2026-02-20")
        == offered(cast.mate, "2026-02-20")
        == [row.pk]
    )
    assert offered(cast.rep, "2026-02-09") == offered(cast.rep, "2026-02-21") == offered(cast.mate, "2026-02-19") == []
    assert offered(cast.stranger, "2026-02-15") == [] and offered(cast.mate, "no day") == [row.pk]
    for person in (cast.rep, cast.mate):
        for day in ("2026-02-09", "2026-02-10", "2026-02-20", "2026-02-21"):
            owned = person.pk in expenses.owners_of_day(row.pk, date.fromisoformat(day))
            assert (row.pk in offered(person, day)) == owned, (person, day)
    page = signed_in(cast.rep).get("/contracts/expenses/new/")
    assert 'data-url="/contracts/expenses/customers/"' in page.text and 'data-beside="id_spent_on"' in page.text
