"""What runs in the background: a forecast, a sweep, an import."""

import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from assignment.domain import deadlines
from assignment.domain.forecast.compute import forecast
from assignment.domain.sweep import run as sweep
from assignment.rules.policy_body import read_policy
from crm_project.lib.time import zone
from customers.models import Ownership

from .company import SAMPLES
from .table import SCALE, row, sql

ROOT = Path(__file__).resolve().parent.parent.parent


def forecasting(departments):
    begun = time.perf_counter()
    now = timezone.now()
    told = forecast(
        read_policy({"preset": "tracking", "slots": 5000}, zone=zone()),
        [departments[1]],
        at=now,
        until=now + timedelta(days=30),
    )
    took = time.perf_counter() - begun
    floor = sql(
        "SELECT o.owner_id, count(*), max(f.last) FROM customers_ownership o LEFT JOIN LATERAL (SELECT max(occurred_at) AS last FROM activities_followup f"
        " WHERE f.customer_id = o.customer_id) f ON true WHERE o.department_id = %s GROUP BY 1",
        departments[1].pk,
        times=3,
    )
    row(f"forecast of a department of {told['total']:,}", f"{took:.1f} s", f"{floor:.2f} s", "10 s", took <= 10)


def sweeping(departments):
    due = int(10_000 * SCALE) if SCALE <= 1 else 10_000
    ids = list(Ownership.objects.filter(department__in=departments).order_by("pk").values_list("pk", flat=True)[:due])
    at = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE customers_ownership SET since = since - interval '100 days' WHERE customer_id = ANY(%s)", [ids]
        )
        cursor.execute(
            "UPDATE activities_followup SET occurred_at = occurred_at - interval '100 days' WHERE customer_id = ANY(%s)",
            [ids],
        )
    deadlines.refresh(ids, at=at)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE customers_ownership, activities_followup")
    begun = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (DELETE FROM customers_ownership WHERE customer_id = ANY(%s) RETURNING customer_id, owner_id, since) UPDATE customers_customer c"
            " SET pooled_at = now(), last_owner_id = gone.owner_id FROM gone WHERE c.id = gone.customer_id",
            [ids],
        )
        floor = time.perf_counter() - begun
        transaction.set_rollback(True)
    reverse("home")  # as in a worker that has run for a while: the addresses are read once, by the first who asks
    marks = []
    begun = time.perf_counter()
    done = sweep.run(at=at, started_at=at, between=lambda run: marks.append(time.perf_counter()))
    took = time.perf_counter() - begun
    released = done.figures.get("release", 0)
    longest = max(b - a for a, b in zip(marks, [*marks[1:], begun + took], strict=True))
    row(
        f"sweep of {released:,} due",
        f"{took:.1f} s, {released / took:.0f}/s, longest {longest:.2f} s",
        f"{floor:.2f} s",
        "2,000/s, none over 0.3 s",
        released / took >= 2000 and longest <= 0.3,
    )


def importing(departments):
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        sheet.append(
            [
                "full_name",
                "department",
                "stage",
                "kind",
                "address",
                "phone",
                "trade",
                "introduction",
                "contact_name",
                "contact_mobile",
            ]
        )
        for n in range(10_000):
            name = SAMPLES.name(1_500_000 + n)
            sheet.append(
                [
                    name,
                    f"Bench/{departments[n % 10].name}",
                    "potential",
                    "company",
                    "杭州市西湖区",
                    f"0571-{n:08d}",
                    "",
                    "老客户介绍",
                    "王经理",
                    f"1490{n:07d}",
                ]
            )
        book.save(file.name)
        begun = time.perf_counter()
        rows = CalamineWorkbook.from_path(file.name).get_sheet_by_index(0).to_python()
        read_in = time.perf_counter() - begun
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE floor (name text, phone text)")
            begun = time.perf_counter()
            cursor.executemany("INSERT INTO floor VALUES (%s, %s)", [(r[0], r[5]) for r in rows[1:1001]])
            floor = read_in + (time.perf_counter() - begun)
        begun = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "manage.py", "import_data", "customers", file.name],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        took = time.perf_counter() - begun
    row(
        "import of 10,000 rows, the command from start to end",
        f"{took:.1f} s" + ("" if done.returncode == 0 else f", exit {done.returncode}: {done.stderr[-200:]}"),
        f"{floor:.2f} s",
        "5 s",
        took <= 5 and done.returncode == 0,
    )
