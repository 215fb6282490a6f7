"""A grading killed at random points and run again ends like an undisturbed one; two at once do no harm."""

import random
import signal
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.db import connection

from contracts.ratings.domain import grades
from contracts.ratings.models import KeyStatus, Rating
from tests.cast import NOW, assemble
from tests.contracts.ratings.company import Q, client, day, part, signed, total
from tests.ops.processes import ROOT, environment
from tests.parallel import at_once

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = 6 if connection.vendor == "postgresql" else 2
CUSTOMERS = 60


def build():
    cast = assemble()
    for n in range(CUSTOMERS):
        row = client(cast.rep, code=f"K-{n:03d}", segment="direct" if n % 3 else "distributor")
        part(
            signed(row, day(10, 1 + n % 20), 1000 * n + 10),
            day(11, 20),
            1000 * n + 10,
            (day(11, 15 + n % 10), 1000 * n + 10),
        )
        if n % 2:
            total(row, 50 + n % 50)


def state():
    ratings = Rating.objects.order_by("customer__code", "number").values_list(
        "customer__code", "number", "latest", "grade", "points", "key", "lines__volume__points"
    )
    return list(ratings), list(KeyStatus.objects.order_by("customer__code").values_list("customer__code", "kind"))


@pytest.mark.req("T7")
@pytest.mark.soak
def test_killed_again_and_again_the_grades_are_the_same(clock):
    build()
    grades.run_rating(quarter=Q, at=NOW)
    undisturbed = state()
    call_command("flush", interactive=False, verbosity=0)
    build()
    chance, reached = random.Random(20260303), []
    for _ in range(KILLS):
        # Statements, not seconds: the same points on a fast and a slow machine.
        command = [sys.executable, "-m", "tests.faults.dying_rate", str(chance.randint(20, 90)), str(Q)]
        done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True)
        reached.append(Rating.objects.count())
        # A later one may come to its end: what stands already takes few statements.
        assert done.returncode in (0, -signal.SIGKILL), done.stderr.decode()[-2000:]
    assert any(0 < count < CUSTOMERS for count in reached), f"the kills missed the middle: {reached}"
    grades.run_rating(quarter=Q, at=NOW)
    assert state() == undisturbed


@pytest.mark.postgres
@pytest.mark.soak
def test_two_gradings_at_once_write_every_grade_once(clock, monkeypatch):
    monkeypatch.setattr(grades, "BATCH", 7)
    build()
    results = at_once([lambda: grades.run_rating(quarter=Q, at=NOW) for _ in range(3)])
    assert all(isinstance(result, dict) for result in results), results
    assert sum(result.get("new", 0) for result in results) == CUSTOMERS
    assert Rating.objects.count() == Rating.objects.filter(latest=True, number=1).count() == CUSTOMERS
