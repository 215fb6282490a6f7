"""A forecast as a row: small departments get it at once, big ones while they wait, with progress."""

from datetime import date, datetime, time, timedelta

from assignment.domain.policies.changes import departments_under
from assignment.models import ForecastJob, Policy, PolicyVersion
from assignment.rules.policy_body import read
from crm_project.accounts.models import User
from crm_project.lib.json_values import JsonObject
from crm_project.lib.time import local_date, zone
from customers.models import Ownership

from .compute import forecast

# Owned customers up to which the answer comes with the page.
AT_ONCE = 2000
DAYS = 30
KEPT_DAYS = 30


def begin(*, policy: Policy, body: JsonObject, by: User, at: datetime, holds_from: date | None = None) -> ForecastJob:
    """The row of a forecast over the next 30 days for every department under `policy`; nothing is computed yet."""
    until = datetime.combine(local_date(at) + timedelta(days=DAYS), time(23, 59, 59), zone())
    total = Ownership.objects.filter(department__in=departments_under(policy, local_date(at))).count()
    return ForecastJob.objects.create(
        policy=policy, body=body, at=at, until=until, holds_from=holds_from, by=by, total=total
    )


def work(job_id: int) -> ForecastJob:
    """Compute it; safe to repeat. The result is exactly what `manage.py forecast --json` prints for the same moment."""
    job = ForecastJob.objects.select_related("policy").get(pk=job_id)
    if job.state == ForecastJob.State.DONE:
        return job

    def note(done: int, total: int) -> None:
        ForecastJob.objects.filter(pk=job.pk).update(done=done, total=total)

    departments = departments_under(job.policy, local_date(job.at))
    result = forecast(
        read(job.body, zone=zone()), departments, at=job.at, until=job.until, holds_from=job.holds_from, progress=note
    )
    ForecastJob.objects.filter(pk=job.pk).update(
        result=result, state=ForecastJob.State.DONE, done=result["total"], total=result["total"]
    )
    job.refresh_from_db()
    return job


def fail(job_id: int) -> None:
    """Note that it could not be computed."""
    ForecastJob.objects.filter(pk=job_id).update(state=ForecastJob.State.FAILED)


def latest(version: PolicyVersion) -> ForecastJob | None:
    """The newest finished forecast of exactly what this version says, or None."""
    jobs = ForecastJob.objects.filter(policy=version.policy_id, state=ForecastJob.State.DONE).order_by("-id")[:20]
    return next((job for job in jobs if job.body == version.body), None)


def forget_old(*, at: datetime) -> int:
    """Forecasts are kept for a month."""
    return ForecastJob.objects.filter(at__lt=at - timedelta(days=KEPT_DAYS)).delete()[0]
