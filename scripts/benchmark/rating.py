"""The credit rating of everybody: contracts and payments of a year for each customer, beside one aggregate over the same rows."""

import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from contracts.models import Allocation, Contract, Instalment, Payment
from contracts.ratings.models import IndicatorScore
from crm_project.lib.database import bulk
from customers.models import Customer

ROOT = Path(__file__).resolve().parent.parent.parent
QUARTER = "2025Q4"

CHUNK = 10_000


def fill():
    """For each customer a segment, points by hand, and in each quarter of the year a contract in two instalments, most of it paid in time.

    By the models' own defaults, so that columns they get later need nothing here.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE customers_customer SET segment = CASE WHEN id % 3 = 0 THEN 'distributor' ELSE 'direct' END"
        )
    ids, now = list(Customer.objects.order_by("pk").values_list("pk", flat=True)), timezone.now()
    for start in range(0, len(ids), CHUNK):
        with transaction.atomic():
            _year(ids[start : start + CHUNK], now)


def _year(ids, now):
    begun = datetime(2025, 1, 10, 2, tzinfo=UTC)
    contracts = [
        {
            "customer_id": pk,
            "number": f"RB-{pk}-{q}",
            "signed_at": begun + timedelta(days=q * 90 + pk % 70),
            "amount": 10_000 + (pk * 7919 + q * 104_729) % 2_000_000 * 2,
        }
        for pk in ids
        for q in range(4)
    ]
    keys = bulk.insert(Contract, contracts, status="confirmed", recorded_at=now)
    parts = [
        {
            "contract_id": key,
            "number": n,
            "due_on": (c["signed_at"] + timedelta(days=20 * n)).date(),
            "amount": c["amount"] // 2,
        }
        for key, c in zip(keys, contracts, strict=True)
        for n in (1, 2)
    ]
    parts_keys = bulk.insert(Instalment, parts)
    owners = [c["customer_id"] for c in contracts for _n in (1, 2)]
    payments = [
        {"customer_id": owner, "received_on": part["due_on"] + timedelta(days=key % 23 - 18), "amount": part["amount"]}
        for owner, part, key in zip(owners, parts, parts_keys, strict=True)
    ]
    got = bulk.insert(Payment, payments, entered_at=now)
    bulk.insert(
        Allocation,
        [
            {"payment_id": p, "instalment_id": i, "amount": part["amount"]}
            for p, i, part in zip(got, parts_keys, parts, strict=True)
        ],
    )
    given = (("legal_standing", 10), ("management", 8), ("credit_performance", 15), ("loyalty", 4))
    scores = [{"customer_id": pk, "indicator": key, "points": points} for pk in ids for key, points in given]
    bulk.insert(IndicatorScore, scores, quarter=QUARTER, source="import", at=now)


# The least that must be read: one pass over contracts, instalments and what paid them, summed by customer.
FLOOR = """
    SELECT k.customer_id, sum(k.amount), min(k.signed_at), sum(i.due), sum(i.on_time) FROM contracts_contract k
    LEFT JOIN (
        SELECT i.contract_id, sum(i.amount) AS due, sum(a.amount) FILTER (WHERE p.received_on <= i.due_on) AS on_time
        FROM contracts_instalment i LEFT JOIN contracts_allocation a ON a.instalment_id = i.id LEFT JOIN contracts_payment p ON p.id = a.payment_id
        GROUP BY 1
    ) i ON i.contract_id = k.id
    WHERE k.status = 'confirmed' GROUP BY 1
"""


# The command in a process of its own, which tells the most memory it had: what the kernel tells of children counts the parent's.
COMMAND = """
import django, sys
django.setup()
from django.core.management import call_command
call_command("rate", quarter=sys.argv[1])
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")), file=sys.stderr)
"""


def rating(row, customers):
    """Measure `manage.py rate` from start to end, then again on what it wrote, with the memory it took."""
    fill()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        begun = time.perf_counter()
        cursor.execute(FLOOR)
        cursor.fetchall()
        floor = time.perf_counter() - begun
    aim = 60 * customers / 100_000
    for what in ("rate: first run", "rate: again, nothing changed"):
        begun = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", COMMAND, QUARTER], cwd=ROOT, capture_output=True, text=True)
        took = time.perf_counter() - begun
        text = "" if done.returncode == 0 else f", exit {done.returncode}: {done.stderr[-200:]}"
        memory = "?" if text else int(done.stderr.split()[-1]) // 1024
        row(
            f"{what}, {customers:,} customers × 4 quarters",
            f"{took:.1f} s, {memory} MB{text}",
            f"{floor:.2f} s",
            f"{aim:.0f} s",
            took <= aim and not text,
        )
        print(f"     {done.stdout.strip()}", flush=True)
