"""Of two beats only the one that leads sends; the one that stands by lets each moment pass."""

import pytest

from crm_project.celery import app
from crm_project.ops.leading import LeadingScheduler, give_up

pytestmark = [pytest.mark.django_db, pytest.mark.req("Nh4")]


@pytest.fixture
def two(tmp_path, monkeypatch):
    """Two schedulers, and what they send."""
    sent = []
    monkeypatch.setattr("crm_project.ops.leading.close_old_connections", lambda: None)  # that of the test stays
    monkeypatch.setattr(
        "celery.beat.Scheduler.apply_entry",
        lambda self, entry, producer=None: sent.append((self.name_here, entry.task)),
    )
    made = []
    for n in (1, 2):
        scheduler = LeadingScheduler(app=app, schedule_filename=str(tmp_path / f"beat-{n}"), lazy=True)
        scheduler.name_here = f"beat {n}"
        made.append(scheduler)
    return made, sent


def test_only_the_leader_sends(two):
    (one, other), sent = two
    entry = type("Entry", (), {"task": "ops.heartbeat"})()
    for scheduler in (one, other):
        scheduler._ask()
        scheduler.apply_entry(entry)
    assert sent == [("beat 1", "ops.heartbeat")]
    give_up("beat 1")
    for scheduler in (other, one):
        scheduler._ask()
        scheduler.apply_entry(entry)
    assert sent[1:] == [("beat 2", "ops.heartbeat")]
