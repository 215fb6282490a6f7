"""Everything that happens by itself, in the company's time zone: the whole timetable."""

from datetime import timedelta
from typing import Any

from celery.schedules import crontab

Entry = dict[str, Any]


def every(task: str, *, seconds: float, expires: int) -> Entry:
    """Send the task every so many seconds; a worker that is free only after `expires` seconds leaves it."""
    return {"task": task, "schedule": float(seconds), "options": {"expires": expires}}


def at(task: str, *, within: timedelta, hour: int | str = "*", minute: int | str = "*") -> Entry:
    """Send the task at these times of the day; a tick missed for longer than `within` is not made up for."""
    schedule = crontab(hour=hour, minute=minute)
    return {"task": task, "schedule": schedule, "options": {"expires": int(within.total_seconds())}}


TIMETABLE: dict[str, Entry] = {
    "heartbeat": every("ops.heartbeat", seconds=15, expires=60),
    "heartbeat of the worker for files": every("ops.heartbeat_files", seconds=15, expires=60),
    "parts of the system": every("ops.watch_parts", seconds=60, expires=60),
    "parts of the system, seen by the worker for files": every("ops.watch_parts_files", seconds=60, expires=60),
    "old failures of parts": at("ops.forget_part_changes", hour=4, minute=55, within=timedelta(hours=6)),
    "nightly backup": at("ops.backup", hour=3, minute=30, within=timedelta(hours=1)),
    "rehearsal of the backup": at("ops.rehearse_newest", hour=4, minute=10, within=timedelta(hours=3)),
    "missing backup": at("ops.watch_backups", minute=40, within=timedelta(minutes=30)),
    "uploads that no row names": at("ops.remove_orphans", hour=4, minute=40, within=timedelta(hours=6)),
    "old form tokens": at("ops.forget_forms", hour=4, minute=45, within=timedelta(hours=6)),
    "old recent actions": at("undo.forget_old", hour=4, minute=50, within=timedelta(hours=6)),
    "waiting tasks": every("ops.send_waiting", seconds=30, expires=30),
    "search for duplicates": at("customers.find_duplicates", hour=1, minute=15, within=timedelta(hours=3)),
    "return visits": at("service.fill_visits", hour=2, minute=10, within=timedelta(hours=5)),
    "return visits due": at("service.chase_visits", hour=8, minute=10, within=timedelta(hours=10)),
    "introductions of after-sales": at("contracts.remind_after_sales", hour=8, minute=25, within=timedelta(hours=6)),
    "file reviews due": at("customers.remind_reviews", hour=8, minute=15, within=timedelta(hours=10)),
    "borrowed paper folders": at("customers.remind_folders", hour="8-19", minute=50, within=timedelta(minutes=30)),
    "major matters to answer": at("customers.remind_matters", hour="8-19", minute=45, within=timedelta(minutes=30)),
    "feedback to answer": at("customers.remind_feedback", hour="8-19", minute=50, within=timedelta(minutes=30)),
    "contacts overdue": at("customers.remind_contacts", hour=8, minute=20, within=timedelta(hours=10)),
    "receptions": at("activities.remind_receptions", hour="8-19", minute=50, within=timedelta(minutes=30)),
    "contact reports": at("activities.remind_reports", hour=8, minute=30, within=timedelta(hours=10)),
    "classes that no longer fit": at("customers.check_classes", hour=5, minute=10, within=timedelta(hours=3)),
    "unfinished imports and exports": every("customers.take_up_unfinished", seconds=60, expires=60),
    "old files": at("customers.forget_old_files", hour=4, minute=30, within=timedelta(hours=6)),
    "sweep": at("assignment.domain.sweep.run", minute="*/10", within=timedelta(minutes=9)),
    "policies taking effect": at("assignment.take_effect", hour=0, minute=1, within=timedelta(hours=6)),
    "announcing changes of the rules": at("assignment.announce", within=timedelta(seconds=50)),
    "putting back what waits for a slot": at("assignment.take_back", within=timedelta(seconds=50)),
    "introductions and handovers": at("assignment.remind_introductions", hour=8, minute=20, within=timedelta(hours=6)),
    "reconcile": at("assignment.domain.sweep.reconcile", hour=2, minute=30, within=timedelta(hours=1)),
    "reminders of tasks": at("activities.remind_tasks", minute="*/5", within=timedelta(minutes=4)),
    "figures of follow-ups": at("reports.count_followups", minute="3-59/15", within=timedelta(minutes=10)),
    "figures of follow-ups, all of them": at(
        "reports.count_all_followups", hour=0, minute=40, within=timedelta(hours=5)
    ),
    "spot checks": at("reports.spot_checks", minute="2-59/5", within=timedelta(minutes=4)),
    "work reports due": at("reports.remind_reports", hour="8-19", minute=20, within=timedelta(minutes=30)),
    "trips to report": at("reports.remind_trips", hour="8-19", minute=25, within=timedelta(minutes=30)),
    "mailings": at("reports.send_mailings", minute="1-59/5", within=timedelta(minutes=4)),
    "scores to close": at("reports.close_scores", hour=1, minute=40, within=timedelta(hours=5)),
    "outings without an end": at("reports.remind_outings", hour="8-19", minute=35, within=timedelta(minutes=30)),
    "contradictions": at("reports.find_contradictions", hour=3, minute=10, within=timedelta(hours=5)),
    "contradictions put right or due": at(
        "reports.settle_contradictions", minute="8-59/15", within=timedelta(minutes=10)
    ),
    "old positions of outings": at("reports.delete_positions", hour=1, minute=50, within=timedelta(hours=5)),
    "overdue payments and papers": at("contracts.find_overdue", hour=7, minute=30, within=timedelta(hours=12)),
    "sums of contracts and payments": at("contracts.check_sums", hour=2, minute=10, within=timedelta(hours=1)),
    "audit sealing": every("audit.seal", seconds=30, expires=60),
    "audit count": at("audit.count", minute=50, within=timedelta(minutes=30)),
    "audit proof": at("audit.prove", hour=4, minute=0, within=timedelta(hours=1)),
    "ended sessions": at("accounts.tidy", hour=4, minute=20, within=timedelta(hours=1)),
    "rights for a time": at("accounts.tend_rights", minute=2, within=timedelta(minutes=50)),
    "violations": at("violations.tend", minute=17, within=timedelta(minutes=50)),
    "yearly review of rights": at("rights.tend_reviews", hour=7, minute=40, within=timedelta(hours=10)),
    "security check": at("accounts.remind_security_check", hour=8, minute=40, within=timedelta(hours=12)),
    "chasing requests": at("approvals.chase", minute=5, within=timedelta(minutes=30)),
    "credit rating": at("ratings.tend", minute=20, within=timedelta(minutes=30)),
    "overdue updates of deals": at("deals.chase", hour=8, minute=30, within=timedelta(hours=6)),
    "targets of service orders": at("service.targets", minute="*/10", within=timedelta(minutes=10)),
    "remedial plans": at("service.remedial", minute="5-59/10", within=timedelta(minutes=10)),
    "mails of questionnaires": every("service.mail_questionnaires", seconds=60, expires=60),
    "codes of visit sheets": every("service.mail_sheet_codes", seconds=60, expires=60),
    "reminders of questionnaires": at("service.remind_questionnaires", hour=9, minute=10, within=timedelta(hours=6)),
    "mail at once": every("notices.mail_each", seconds=60, expires=60),
    "daily mail": at("notices.mail_daily", hour=8, minute=0, within=timedelta(hours=4)),
}
