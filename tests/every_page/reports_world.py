"""At every place where somebody holds a customer: work reports, trips, spot checks with drawn rows, scores."""

from datetime import date, timedelta

from django.db.models import Value
from django.db.models.functions import Concat

from activities.models import FollowUp
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.time import at_hour
from customers.models import ListItem, SavedFilter
from reports.models import (
    AppraisalScheme,
    Contradiction,
    ContradictionRules,
    DrawnRow,
    MailDelivery,
    MailReader,
    MailSchedule,
    Outing,
    OutingVisit,
    Score,
    SpotCheck,
    Trip,
    TripStop,
    WorkReport,
)
from tests.cast import NOW

from .rights import BELOW, DEPT, GRANTS, OTHER, OWN

LAST_WEEK, THIS_WEEK = (date(2026, 2, 23), date(2026, 3, 1)), (date(2026, 3, 2), date(2026, 3, 8))

TRIP = date(2026, 3, 9), date(2026, 3, 10)
OVER = date(2026, 2, 28), date(2026, 2, 28)


def furnish_reports(world):
    """Nobody is the superior: who reads them does so by right."""
    world.rules = ContradictionRules.objects.create(number=1, holds_from=date(2026, 2, 1), visit=True, created_at=NOW)
    region, _new = ListItem.objects.get_or_create(kind="region", name="Region of tests")
    world.region = region.pk
    log.record(by=None, action="spot_check.planned", at=NOW - timedelta(days=2), subject=world.cast.manager)
    world.scheme = AppraisalScheme.objects.create(
        number=1,
        holds_from=date(2026, 2, 1),
        items=[["calls", "100", "10"]],
        zero=True,
        created_at=NOW - timedelta(days=30),
    )
    furnish_mailings(world)
    for role in GRANTS:
        _score(world, OWN, world.viewers[role], role)
        _of(world, OWN, world.viewers[role], role)
        _check(world, OWN, world.viewers[role], role)
    for place in (DEPT, BELOW, OTHER):
        _of(world, place, world.owners[place])
        _check(world, place, world.owners[place])
        _score(world, place, world.owners[place])


def _score(world, place, person, role=None):
    """The closed score of February."""
    score = Score.objects.create(
        person=person,
        department=person.department,
        first=date(2026, 2, 1),
        scheme=world.scheme,
        measured={"calls": "5"},
        closed_with=50,
        total=50,
        closed_at=NOW - timedelta(hours=5),
        appeal_by=NOW + timedelta(days=5),
    )
    world.keep("score", place, score, role)


def _check(world, place, person, role=None):
    """A check that is still to be drawn, and rows of another: doubted, to verify, to decide."""
    customer = world.get_at("customer", place, role)
    common = {
        "figure": "customers_entered",
        "first": date(2026, 2, 1),
        "last": date(2026, 2, 28),
        "department": world.homes[place],
        "population": [[f"customer:{customer.pk}", person.pk, customer.pk, "2026-02-27", ""]],
        "rows_in_all": 1,
        "population_digest": "0" * 64,
        "size": 1,
        "planned_at": NOW - timedelta(days=2),
        "draws_at": NOW - timedelta(days=1),
    }
    world.keep("spot check", place, SpotCheck.objects.create(**common), role)
    drawn = SpotCheck.objects.create(**common, drawn_at=NOW - timedelta(days=1), seal=1, head="0" * 64)
    doubted = {"result": "untrue", "how": "called", "note": "nobody came", "answer_by": NOW + timedelta(days=1)}
    for n, (kind, state, found) in enumerate(
        [("row to verify", "drawn", {}), ("doubted row", "statement", doubted), ("row to decide", "decision", doubted)],
        1,
    ):
        row = DrawnRow(check_of=drawn, position=n, key=f"customer:{n}", person=person, customer_id=customer.pk)
        row.day, row.state = date(2026, 2, 27), state
        for name, value in found.items():
            setattr(row, name, value)
        row.save()
        world.keep(kind, place, row, role)


def _of(world, place, author, role=None):
    common = {"author": author, "department": author.department, "kind": "weekly"}
    moments = {"created_at": NOW - timedelta(days=2), "saved_at": NOW - timedelta(days=1)}
    world.keep(
        "work report",
        place,
        WorkReport.objects.create(
            **common,
            **moments,
            first=LAST_WEEK[0],
            last=LAST_WEEK[1],
            state="submitted",
            submitted_at=NOW - timedelta(hours=3),
            texts={"assessment": "three visits went well"},
            figures={"valid_followups": "1"},
        ),
        role,
    )
    world.keep(
        "work report begun",
        place,
        WorkReport.objects.create(**common, **moments, first=THIS_WEEK[0], last=THIS_WEEK[1]),
        role,
    )
    _trip(world, place, author, "trip", TRIP, role)
    _trip(world, place, author, "trip to report", OVER, role)
    _contradictions(world, place, author, role)
    _outing(world, place, author, "outing", NOW - timedelta(hours=26), role)
    _outing(world, place, author, "outing open", NOW - timedelta(minutes=50), role)


def _trip(world, place, author, kind, days, role):
    trip = Trip.objects.create(
        traveller=author,
        department=author.department,
        region_id=world.region,
        first=days[0],
        last=days[1],
        state="planned",
        planned_at=NOW - timedelta(days=20),
        changed_at=NOW - timedelta(days=20),
        report_due_at=at_hour(days[1] + timedelta(days=2), 18),
    )
    visited = world.get_at("customer", place, role)
    TripStop.objects.create(trip=trip, customer=visited, position=0, purpose="price of the new line")
    world.keep(kind, place, trip, role)


def _outing(world, place, person, kind, left_at, role):
    """One of yesterday that is over, one of today from which the person has not come back."""
    outing = Outing.objects.create(
        person=person,
        department=person.department,
        day=left_at.date(),
        left_at=left_at,
        back_at=None if kind == "outing open" else left_at + timedelta(hours=1),
        entered_at=left_at,
    )
    customer = world.get_at("customer", place, role)
    OutingVisit.objects.create(outing=outing, customer=customer, position=0, gone_at=left_at)
    world.keep(kind, place, outing, role)


def _contradictions(world, place, person, role):
    """One with its person, one explained, one decided, one appealed; the records behind each still contradict."""
    customer = world.get_at("customer", place, role)
    manager = {"decision": "not_accepted", "reason": "nobody came", "decided_by": world.cast.manager, "decided_at": NOW}
    states = {
        "open": {},
        "explained": {"explanation": "the gate was closed", "explained_at": NOW},
        "decided": {**manager, "appeal_by": NOW + timedelta(days=7)},
        "appealed": {**manager, "appeal": "the gate book has my name", "appealed_at": NOW},
    }
    for n, (state, fields) in enumerate(states.items()):
        visit = FollowUp.objects.create(
            customer=customer,
            author=person,
            kind="visit_out",
            occurred_at=NOW - timedelta(days=3, hours=n),
            recorded_at=NOW - timedelta(days=3),
            content="谈了新产品的价格和明年的采购计划",
        )
        row = Contradiction.objects.create(
            key=f"visit:{visit.pk}",
            kind="visit",
            subject_id=visit.pk,
            person=person,
            department=person.department,
            customer=customer,
            rules=world.rules,
            day=date(2026, 2, 27),
            evidence=[["followup", visit.pk]],
            said={"when": "2026-02-27 09:00"},
            state=state,
            found_at=NOW - timedelta(days=1),
            answer_by=NOW + timedelta(days=2),
            remind_at=NOW + timedelta(days=1),
            **fields,
        )
        world.keep(f"contradiction {state}", place, row, role)


def furnish_mailings(world):
    """At every place a mailing that goes on, one that is paused, and a mail that failed; those of others go to each viewer too."""
    # Finance has nothing mailed, and keeps an account without an address.
    User.objects.filter(email="").exclude(role__key="finance").update(email=Concat("username", Value("@example.com")))
    world.shared_filter = SavedFilter.objects.create(
        owner=world.cast.manager, name="everybody's", query="held=owned", shared="everybody"
    )
    for role, viewer in world.viewers.items():
        _mailing(world, OWN, viewer, (), role)
    for place in (DEPT, BELOW, OTHER):
        _mailing(world, place, world.owners[place], world.viewers.values())


def _mailing(world, place, owner, readers, role=None):
    rights = GRANTS.get(owner.role.key, {})
    what = {"content": "analysis", "page": "cohorts"}
    if "analysis.view" not in rights:
        what = {"content": "list", "saved_filter": world.shared_filter, "reason": "weekly meeting"}
        if "figures.view" in rights:
            what = {"content": "figures"}
    common = {"owner": owner, "next_at": NOW + timedelta(days=1), "created_at": NOW - timedelta(days=9), **what}
    going = MailSchedule.objects.create(name="every week", **common)
    MailReader.objects.bulk_create(MailReader(schedule=going, person=one) for one in {owner, *readers})
    paused = MailSchedule.objects.create(name="paused", paused_at=NOW, **common)
    failed = MailDelivery.objects.create(
        schedule=going, reader=owner, due_at=NOW - timedelta(days=1), try_at=NOW, state="failed", problem="server"
    )
    for kind, thing in (("mailing", going), ("paused mailing", paused), ("failed mail", failed)):
        world.keep(kind, place, thing, role)
