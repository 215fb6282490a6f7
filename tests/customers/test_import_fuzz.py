"""Files of every kind with cells of all odd sorts: no error, no silent change, and what the preview stated is what happens."""

import random
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Sum
from django.urls import reverse

from activities.models import FollowUp
from contracts.models import Contract, Payment
from contracts.ratings.models import IndicatorScore
from crm_project.accounts.models import User
from customers import tasks
from customers.importing import worker
from customers.importing.kinds import every_kind
from customers.models import Contact, Customer, ImportJob, Ownership
from reports.models import Target
from service.models import ServiceOrder
from tests.cast import NOW, VALID, customer, moment
from tests.customers.tables import text_file, workbook

pytestmark = pytest.mark.django_db

ROWS = 40
MADE = {
    "people": User,
    "customers": Customer,
    "followups": FollowUp,
    "contracts": Contract,
    "indicators": IndicatorScore,
    "payments": Payment,
    "service_orders": ServiceOrder,
    "targets": Target,
}
ODD = [
    None,
    "",
    " ",
    "\u200b",
    "\xa0",
    "#N/A",
    "#REF!",
    "-",
    "0",
    0,
    -1,
    1.5,
    0.1 + 0.2,
    1e300,
    6222020200012345678,
    True,
    "TRUE",
    "1.38E+10",
    "12,50",
    "1,234.56",
    "1.234,56",
    "￥5",
    "5元",
    "RMB 7",
    "人民币",
    "NaN",
    "Infinity",
    "1e400",
    "１２",
    "'=1+1",
    "@SUM(1)",
    "＝1",
    "a" * 5000,
    "张" * 300,
    "\ud7ff",
    "😀",
    "\u202eabc",
    "a\nb",
    "a\tb",
    "C-1",
    "c-1",
    "Ｃ－1",
    "rep",
    "REP\u200b",
    "nobody",
    "Sales",
    "Sales/Sub/Sub",
    "///",
    "浙江、江苏",
    ";;;",
    "2026-02-30",
    "31/12/2026",
    "9999-12-31",
    "0001-01-01",
    "2026Q3",
    "2026Q9",
    46000,
    date(2026, 3, 1),
    datetime(2026, 3, 1, 9, 5),
    datetime(1900, 1, 2),
    time(9, 5),
    "call_out",
    "yes",
    "maybe",
    "official",
    "management",
    "CNY",
    "usd",
    "XXX",
    "R-1",
    "r-1",
    "HT-1",
    "ht–1",
    "(((((",
    "%s %(x)s",
]
LIKELY = {
    "username": ["new.one", "new.two", "rep", "ＮＥＷ.one"],
    "full_name": ["杭州一号科技有限公司", "杭州二号科技有限公司", "杭州 三号科技有限公司", "张建国"],
    "department": ["Sales", "Sales", "East"],
    "role": ["rep", "service"],
    "owner": ["rep", "mate", None],
    "customer": ["C-1", "c-2", "Ｃ-1"],
    "author": ["rep"],
    "kind": ["call_out", "visit_out"],
    "occurred_at": ["2026-03-01T15:00", date(2026, 3, 1), "2026-03-02"],
    "content": [VALID, f"{VALID}二", f"{VALID}三"],
    "contact": ["王经理"],
    "number": ["HT-1", "ht-1", "HT-2", "HT-3", "HT–4"],
    "signed_at": ["2026-02-01", date(2026, 2, 2)],
    "amount": [100, "1,250.50", 0.1 + 0.2],
    "quarter": ["2025Q4"],
    "indicator": ["management", "loyalty"],
    "points": [5, 2.5],
    "received_on": ["2026-03-01", date(2026, 2, 27)],
    "reference": ["R-1", "r-1", "R-2", "R-3", "R‐3"],
    "contract": [None],
    "figure": ["visits", "contract_amount"],
    "period": ["2026-04", "2026Q2", date(2026, 5, 1)],
    "person": ["rep", "mate", None],
    "floor": [None, 5],
    "target": [20, 30],
    "stretch": [None, 99],
    "subject": ["漏水", "异响"],
    "reported_at": ["2026-02-24T10:00", date(2026, 2, 25)],
    "accepted_at": ["2026-02-25T15:00", None],
    "done_at": [None, None, "2026-02-26T11:00"],
}
# The same heading means something else there.
LIKELY_OF_KIND = {
    ("customers", "kind"): [None, "individual"],
    ("service_orders", "kind"): ["repair_in_warranty", "培训"],
    ("service_orders", "number"): [None, "S-1", "s-1", "S-2", "S-3"],
}


def files(folder, kind, seed):
    """A file of random rows: likely cells mostly, odd ones often enough to spoil every column."""
    dice = random.Random(f"{kind} {seed}")
    columns = [column for column in every_kind()[kind].columns if column.required or dice.random() < 0.6]
    dice.shuffle(columns)

    def cell(column):
        likely = LIKELY_OF_KIND.get((kind, column.name)) or LIKELY.get(column.name, [None])
        return dice.choice(likely if dice.random() < 0.9 else ODD)

    rows = [[cell(column) for column in columns] for _row in range(ROWS)]
    headings = [column.name for column in columns]
    if seed % 2:
        return text_file(
            folder / f"{kind}.csv", headings, rows, dice.choice(["utf-8", "utf-8-sig", "utf-16", "gb18030"])
        )
    clean = [[v.replace("\u202e", "") if isinstance(v, str) else v for v in row] for row in rows]
    return workbook(folder / f"{kind}.xlsx", headings, clean)


@pytest.fixture
def house(cast, clock, settings, tmp_path, monkeypatch):
    """A company with something to lose."""
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(tasks.import_file, "delay", lambda pk: None)
    for n in (1, 2):
        customer(
            cast.rep, code=f"C-{n}", name=f"苏州{n}号阀门有限公司", since=moment("2026-02-20 09:00"), segment="direct"
        )
    return cast


def kept():
    """What stands in the house, row by row."""
    return {
        model: {row.pop("id" if model is not Ownership else "customer_id"): row for row in model.objects.values()}
        for model in (Customer, Contact, Contract, Payment, FollowUp, IndicatorScore, ServiceOrder, Target, User)
    } | {Ownership: dict(Ownership.objects.values_list("pk", "owner_id"))}


def sums(kind):
    """The amount of all that this kind makes; a contract that brings what was paid makes a payment besides."""
    model = MADE[kind]
    return (model.objects.aggregate(s=Sum("amount"))["s"] or Decimal(0)) if model in (Contract, Payment) else Decimal(0)


def brought(client, path, kind):
    """Upload a file, have it checked; its job."""
    client.post(
        reverse("customers:import_upload"), {"kind": kind, "file": SimpleUploadedFile(path.name, path.read_bytes())}
    )
    job = ImportJob.objects.latest("pk")
    worker.run_import(job.pk, clock=lambda: NOW)
    job.refresh_from_db()
    assert client.get(reverse("customers:import_job", args=[job.pk])).status_code == 200
    return job


REACHED: dict[str, dict[int, int]] = {}  # kind -> {seed: how many rows were taken in}


def note_reach(job, kind, seed):
    """A file refused as a whole reaches no run."""
    if job.state != ImportJob.State.FAILED:
        REACHED.setdefault(kind, {})[seed] = job.summary["counts"].get("new", 0)


def who_brings(house, kind):
    """Somebody who may bring in files of this kind."""
    return {"payments": house.finance, "service_orders": house.service_manager, "targets": house.general_manager}.get(
        kind, house.admin
    )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", list(every_kind()))
def test_whatever_stands_in_a_file_the_preview_states_what_happens(house, signed_in, tmp_path, kind, seed):
    client = signed_in(who_brings(house, kind))
    path = files(tmp_path, kind, seed)
    before, money = kept(), sums(kind)
    job = brought(client, path, kind)
    assert kept() == before, "a check changes nothing"
    note_reach(job, kind, seed)
    if job.state == ImportJob.State.FAILED:
        assert job.problem
        return
    stated = job.summary
    client.post(reverse("customers:import_confirm", args=[job.pk]), {"new_values": "on"})
    worker.run_import(job.pk, clock=lambda: NOW)
    job.refresh_from_db()
    assert client.get(reverse("customers:import_job", args=[job.pk])).status_code == 200
    assert client.get(reverse("customers:import_rejected", args=[job.pk])).status_code in (200, 302)
    counts = stated["counts"]
    assert (job.state, job.summary["counts"]) == ("done", counts)
    assert job.summary["first"] == stated["first"], "each row does what the preview said"

    made = MADE[kind].objects.exclude(pk__in=before.get(MADE[kind], []))
    assert made.count() == counts.get("new", 0)
    if kind in ("contracts", "payments"):
        assert sums(kind) - money == sum((Decimal(amount) for amount in stated["amounts"].values()), Decimal(0))
    after = kept()
    if kind == "customers":
        owned = [line for line in stated["first"] if line[2] == "new" and line[3].startswith("Owner: ")]
        assert len(after[Ownership]) - len(before[Ownership]) == len(owned)
    assert {pk: after[Ownership].get(pk) for pk in before[Ownership]} == before[Ownership], "nobody lost a customer"
    touched = sum(after[MADE[kind]].get(pk) != row for pk, row in before.get(MADE[kind], {}).items())
    assert touched <= counts.get("changed", 0)

    again = brought(client, path, kind)
    assert "new" not in again.summary["counts"] and "changed" not in again.summary["counts"]


@pytest.mark.parametrize("kind", list(every_kind()))
def test_so_many_of_these_files_reach_the_run(house, signed_in, tmp_path, kind):
    """Else the test above would prove nothing: a file refused as a whole, or row by row, is never taken in."""
    client = signed_in(who_brings(house, kind))
    for seed in range(4):
        if seed not in REACHED.get(kind, {}):
            note_reach(brought(client, files(tmp_path, kind, seed), kind), kind, seed)
    reached = REACHED[kind]
    assert len(reached) >= (2 if kind == "contracts" else 3)  # of four; the others are refused as files
    assert all(reached.values()), "in each something is new"
