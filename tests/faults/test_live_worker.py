"""A forecast and a handover done by a real worker over the real queue; the handover's worker is killed on its way."""

import os
import signal
from contextlib import contextmanager

import pytest

from assignment import tasks
from assignment.domain.forecast import jobs as forecast_jobs
from assignment.domain.handover import run as handover
from assignment.domain.policies.lookup import PolicyBook
from assignment.models import ForecastJob, Handover, OwnershipEvent, PolicyVersion
from crm_project.notices.models import Notice
from customers.models import Ownership
from tests.cast import NOW
from tests.faults.company import build
from tests.ops.processes import environment, running, until

pytestmark = [pytest.mark.redis, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@contextmanager
def worker(tmp_path, name):
    command = (
        "-m",
        "celery",
        "-A",
        "crm_project",
        "worker",
        "--concurrency=1",
        "--loglevel=WARNING",
        "-n",
        f"{name}@%h",
    )
    with running(*command, log=tmp_path / f"{name}.log", env=environment()) as process:
        yield process


def test_a_big_forecast_is_computed_by_the_worker_while_its_page_waits(tmp_path):
    cast = build(400)
    policy = PolicyBook().for_department(cast.departments["sales"], NOW)
    version = PolicyVersion.objects.get(pk=policy.version_id)
    job = forecast_jobs.start_forecast(policy=version.policy, body=version.body, by=cast.general_manager, at=NOW)
    with worker(tmp_path, "one"):
        tasks.run_forecast.delay(job.pk)
        until(
            lambda: ForecastJob.objects.filter(pk=job.pk, state=ForecastJob.State.DONE).exists(),
            40,
            "end of the forecast",
        )
    job.refresh_from_db()
    assert job.total == 100 and job.done == job.total and job.result["total"] == 100


def test_a_handover_whose_worker_is_killed_is_finished_by_the_next_and_moves_each_customer_once(tmp_path):
    cast = build(2000)
    held = Ownership.objects.filter(owner=cast.rep).count()
    plan = dict.fromkeys(Ownership.objects.filter(owner=cast.rep).values_list("pk", flat=True), cast.mate.pk)
    begun = handover.start_handover(
        leaver=cast.rep, successors=[cast.mate], reason="leaves", by=cast.manager, at=NOW, plan=plan
    )
    moved = OwnershipEvent.objects.filter(kind=OwnershipEvent.Kind.HANDED_OVER)
    with worker(tmp_path, "first") as first:
        tasks.run_handover.delay(begun.pk, cast.manager.pk)
        until(lambda: moved.count() > 20, 40, "beginning of the handover")
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
    assert moved.count() < held, "the worker was killed too late to show anything"
    with worker(tmp_path, "second"):
        until(
            lambda: Handover.objects.filter(pk=begun.pk, finished_at__isnull=False).exists(), 60, "end of the handover"
        )
    assert not Ownership.objects.filter(owner=cast.rep).exists()
    assert moved.count() == held == len(set(moved.values_list("customer_id", flat=True)))
    # One message about all of them, however often it was begun.
    assert Notice.objects.filter(user=cast.mate, kind="handover_received").count() == 1
