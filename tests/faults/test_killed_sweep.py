"""Killed at random points, the next run finishes the work: nothing twice, nothing lost."""

import random
import signal
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.db import connection

from assignment.domain.sweep import run as sweep
from assignment.domain.sweep.reconcile import ledger_disagrees
from tests.cast import NOW
from tests.ops.processes import ROOT, environment

from .company import build, state

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
KILLS, CUSTOMERS = (20, 5000) if connection.vendor == "postgresql" else (4, 400)


def test_a_sweep_killed_again_and_again_ends_like_an_undisturbed_one(clock):
    build(CUSTOMERS)
    sweep.run(at=NOW)
    undisturbed = state()
    call_command("flush", interactive=False, verbosity=0)
    build(CUSTOMERS)
    chance = random.Random(20260302)
    for _ in range(KILLS):
        # Statements, not seconds: the same points on a fast and a slow machine.
        point = chance.randint(30, 160)
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.dying_sweep", str(point), NOW.isoformat()],
            cwd=ROOT,
            env=environment(),
            capture_output=True,
        )
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-2000:]
    middle = len([row for row in state()["ledger"] if row[1] in ("released", "rotated")])
    sweep.run(at=NOW)
    assert state() == undisturbed
    assert ledger_disagrees() == []
    assert 0 < middle <= CUSTOMERS
