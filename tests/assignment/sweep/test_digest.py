"""What each person is told of a run: one digest of a kind, leading to the right page, never twice."""

from datetime import timedelta

import pytest
from django.urls import reverse

from activities.models import Task
from assignment.domain.sweep import digest
from assignment.domain.sweep import run as sweep
from assignment.models import OwnershipEvent, PolicyVersion, SweepLine, SweepRun
from crm_project.notices.models import Notice
from customers.models import Contact
from tests.cast import customer, followup, moment, person

pytestmark = [pytest.mark.django_db, pytest.mark.req("D4")]
START = moment("2026-02-01 09:00")
DUE = moment("2026-02-16 10:00")
HOUR = timedelta(hours=1)


def told(kind):
    """{user: (number, names)} of the notices of a kind."""
    rows = Notice.objects.filter(kind=f"sweep_{kind}").select_related("user")
    assert rows.count() == len({row.user_id for row in rows})
    return {row.user.username: (row.params["n"], row.params["names"]) for row in rows}


def address(kind, who):
    return Notice.objects.get(kind=f"sweep_{kind}", user=who).url


def of_run(run):
    return reverse("assignment:sweep_run", args=[run.pk])


def says(key, **changes):
    """The policy in force says something else."""
    version = PolicyVersion.objects.get(policy__key=key)
    PolicyVersion.objects.filter(pk=version.pk).update(body={**version.body, **changes})


def test_a_loss_leads_to_its_explanation_and_several_to_the_list_of_ones_own(cast):
    one, *two = (customer(owner, since=START) for owner in (cast.rep, cast.mate, cast.mate))
    run = sweep.run(at=DUE)
    assert told("release") == {"rep": (1, [one.name]), "mate": (2, [row.name for row in two])}
    entry = OwnershipEvent.objects.get(customer=one, kind="released")
    assert address("release", cast.rep) == reverse("assignment:loss", args=[entry.pk])
    assert address("release", cast.mate) == reverse("assignment:losses") + "?show=mine"
    notice = Notice.objects.get(user=cast.rep)
    assert (notice.key, notice.at) == (f"sweep:{run.pk}:release:{cast.rep.pk}", run.finished_at)
    assert "tasks" not in notice.params


def test_only_the_first_five_are_named(cast):
    rows = [customer(cast.rep, since=START) for _n in range(6)]
    sweep.run(at=DUE)
    assert told("release") == {"rep": (6, [row.name for row in rows[:5]])}


def test_a_rotation_is_told_to_both_each_with_a_page_of_their_own(cast):
    row = customer(cast.solar_rep, since=START - timedelta(days=90))
    run = sweep.run(at=DUE)
    assert told("rotate") == {"solar_rep": (1, [row.name])} and told("received") == {"solar_mate": (1, [row.name])}
    entry = OwnershipEvent.objects.get(customer=row, kind="rotated")
    assert address("rotate", cast.solar_rep) == reverse("assignment:loss", args=[entry.pk])
    assert address("received", cast.solar_mate) == of_run(run)
    assert "tasks" not in Notice.objects.get(kind="sweep_received").params


def test_who_receives_by_rotation_is_told_how_many_open_tasks_came_along_and_nobody_else(cast):
    solar = [customer(cast.solar_rep, since=START - timedelta(days=90)) for _n in range(2)]
    managers = customer(cast.solar_manager, since=START - timedelta(days=90))
    pooled = customer(cast.rep, since=START)
    for row, n in ((solar[0], 2), (solar[1], 1), (managers, 1), (pooled, 1)):
        for _n in range(n):
            Task.objects.create(
                customer=row,
                title="Call",
                due_at=START,
                assignee=row.ownership.owner,
                created_by=cast.rep,
                created_at=START,
            )
    sweep.run(at=DUE)
    tasks = {(row.user.username, row.kind): row.params.get("tasks") for row in Notice.objects.all()}
    assert tasks == {
        ("solar_mate", "sweep_received"): 3,
        ("solar_rep", "sweep_received"): 1,
        ("solar_rep", "sweep_rotate"): None,
        ("solar_manager", "sweep_rotate"): None,
        ("rep", "sweep_release"): None,
    }


def test_a_review_is_told_to_the_owner_with_the_reminder_that_falls_on_the_same_moment(cast):
    row, plain = customer(cast.rep, since=START), customer(cast.mate, since=START)
    Contact.objects.create(customer=row, name="王", key=True, created_at=START)
    for day in (12, 13, 14):
        followup(row, cast.rep, moment(f"2026-02-{day} 09:00"), content="外出")
    run = sweep.run(at=DUE - timedelta(days=1))
    assert told("review") == {"rep": (1, [row.name])}
    assert told("remind") == {"rep": (1, [row.name]), "mate": (1, [plain.name])}
    assert address("review", cast.rep) == of_run(run) and address("remind", cast.mate) == reverse("home")


def test_the_manager_is_told_of_reminders_where_the_policy_says_so_but_not_of_their_own(cast):
    says("tracking", remind_manager=True)
    row, own = customer(cast.rep, since=START), customer(cast.manager, since=START)
    lost = customer(cast.rep, since=START - timedelta(days=5))
    other = customer(cast.stranger, since=START)
    sweep.run(at=DUE - timedelta(days=1))
    assert told("remind_manager") == {"manager": (1, [row.name])}
    assert told("remind") == {"rep": (1, [row.name]), "manager": (1, [own.name]), "stranger": (1, [other.name])}
    assert told("release") == {"rep": (1, [lost.name])} and told("published") == {}


def test_losses_are_published_to_the_others_of_the_department(cast):
    person("second", "rep", cast.departments["direct"])
    mine, theirs = customer(cast.stranger, since=START), customer(cast.direct_manager, since=START)
    reminded = customer(cast.stranger, since=START + timedelta(days=1))
    run = sweep.run(at=DUE)
    assert told("published") == {
        "second": (2, [mine.name, theirs.name]),
        "stranger": (1, [theirs.name]),
    }
    assert told("remind") == {"stranger": (1, [reminded.name])}
    assert address("published", cast.stranger) == of_run(run)


def begun(cast, **fields):
    """A run that goes on, with one reminder written."""
    run = SweepRun.objects.create(at=DUE, **{"started_at": DUE, **fields})
    return run, line(run, cast.rep)


def line(run, owner, outcome="remind"):
    row = customer(owner, since=START)
    return SweepLine.objects.create(run=run, customer=row, owner=owner, outcome=outcome)


def test_a_run_that_goes_on_is_told_so_far_and_the_rest_later_under_a_key_of_its_own(cast):
    run, _first = begun(cast)
    first = line(run, cast.rep)
    digest.notify_people(at=DUE)
    run.refresh_from_db()
    assert (run.told_to, run.told_at) == (first.pk, None)
    digest.notify_people(at=DUE)
    assert Notice.objects.count() == 1
    second = line(run, cast.rep)
    line(run, cast.rep, "skipped")
    digest.notify_people(at=DUE + HOUR)
    run.refresh_from_db()
    assert (run.told_to, run.told_at) == (second.pk, None), "an hour is not over yet"
    keys = set(Notice.objects.values_list("key", flat=True))
    assert keys == {f"sweep:{run.pk}:remind:{cast.rep.pk}", f"sweep:{run.pk}:remind:{first.pk}:{cast.rep.pk}"}


def test_what_was_lost_in_a_part_that_is_told_later_leads_to_its_own_explanation(cast, monkeypatch):
    monkeypatch.setattr(sweep, "BATCH", 1)
    rows = [customer(cast.rep, since=START) for _n in range(2)]
    sweep.run(at=DUE, between=lambda run: digest.notify_people(at=DUE))
    entries = [OwnershipEvent.objects.get(customer=row, kind="released").pk for row in rows]
    told = Notice.objects.filter(kind="sweep_release").order_by("pk")
    assert [notice.url for notice in told] == [reverse("assignment:loss", args=[pk]) for pk in entries]


def test_a_run_that_was_finished_or_killed_is_asked_no_more(cast):
    killed, _line = begun(cast)
    done, _line = begun(cast, finished_at=DUE, started_at=DUE + 5 * HOUR)
    at = DUE + HOUR + timedelta(seconds=1)
    digest.notify_people(at=at)
    assert set(SweepRun.objects.values_list("told_at", flat=True)) == {at}
    line(killed, cast.mate)
    digest.notify_people(at=at)
    assert not Notice.objects.filter(user=cast.mate).exists()
    assert done.pk


@pytest.mark.parametrize("meanwhile", [{"told_to": 10**9}, {"told_at": DUE}])
def test_what_somebody_else_tells_just_now_is_left_to_them_and_the_next_run_is_told(cast, monkeypatch, meanwhile):
    run, _line = begun(cast)
    begun(cast)
    honest = digest._notices

    def slow(one, lines, at):
        SweepRun.objects.filter(pk=run.pk).update(**meanwhile)
        return honest(one, lines, at)

    monkeypatch.setattr(digest, "_notices", slow)
    digest.notify_people(at=DUE)
    assert Notice.objects.count() == 1 and Notice.objects.get().key.startswith(f"sweep:{run.pk + 1}:")


def test_what_is_not_under_a_policy_any_more_is_told_all_the_same(cast):
    run, _line = begun(cast)
    cast.rep.department = None
    cast.rep.save()
    digest.notify_people(at=DUE)
    assert told("remind")["rep"][0] == 1
