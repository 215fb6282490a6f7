"""A reception is planned at the level of the customer, within its limits, and changed or called off (row M11)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from activities.domain.receptions import planning
from activities.domain.receptions.checking import Gift, Given, Guest
from activities.domain.receptions.levels import level_of
from activities.models import Reception, ReceptionLevel, ReceptionRoom, Task
from contracts.ratings.models import KeyStatus
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from tests.cast import NOW, customer, moment

from .plans import BEGINS, ENDS, level, plan, planned

pytestmark = [pytest.mark.django_db, pytest.mark.req("M11"), pytest.mark.usefixtures("clock")]


def refused(verb, **given):
    with pytest.raises(Refused) as refusal:
        verb(**given)
    return refusal.value.code, refusal.value.field


def told(person):
    return list(Notice.objects.filter(user=person).order_by("pk").values_list("kind", flat=True))


def test_a_reception_is_planned_with_all_that_belongs_to_it(cast):
    row = customer(cast.rep)
    made = planned(row, cast.rep, team=[cast.mate, cast.service], cost=Decimal(600), note="Park at gate 2")
    assert (made.host, made.state, made.level.name) == (cast.rep, "planned", "Standard")
    assert set(made.team.all()) == {cast.mate, cast.service}
    assert [guest.name for guest in made.guests.all()] == ["Wang", "Li"]
    assert [(gift.what, gift.value, gift.given) for gift in made.gifts.all()] == [("Tea", 90, False)]
    assert told(cast.mate) == ["reception_planned"] and told(cast.rep) == []
    entry = Entry.objects.get(action="reception.planned", customer_id=row.pk)
    assert entry.changes["guests"] == [None, "Wang, Li"] and entry.changes["begins"] == [None, "2026-03-09 10:00"]


@pytest.mark.parametrize(
    ("fields", "own"),
    [
        ({}, "Standard"),
        ({"vip": True}, "VIP"),
        ({"level": "core"}, "VIP"),
        ({"level": "growth"}, "Standard"),
    ],
)
def test_vip_and_core_customers_get_the_vip_level_by_themselves(cast, fields, own):
    assert level_of(customer(cast.rep, **fields)).name == own


def test_so_do_key_customers(cast):
    row = customer(cast.rep)
    KeyStatus.objects.create(customer=row, kind="key", since=NOW, reason="2026Q1")
    assert level_of(row).name == "VIP"


def test_an_important_customer_gets_no_lower_level_and_a_higher_one_needs_a_reason(cast):
    vip, other = customer(cast.rep, vip=True), customer(cast.rep)
    lower = {"customer": vip, "by": cast.rep, "at": NOW}
    assert refused(planning.plan_reception, plan=plan(level_reason="cheaper"), **lower) == ("lower", "level")
    higher = plan(level=level("VIP"))
    given = {"customer": other, "by": cast.rep, "at": NOW}
    assert refused(planning.plan_reception, plan=higher, **given) == ("level_reason", "level_reason")
    made = planned(other, cast.rep, level=level("VIP"), level_reason="Their owner comes")
    assert made.level_reason == "Their owner comes"


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"begins_at": NOW}, ("past", "begins_at")),
        ({"ends_at": BEGINS}, ("backwards", "ends_at")),
        ({"ends_at": BEGINS + timedelta(days=8)}, ("long", "ends_at")),
        ({"room": None}, ("place", "room")),
        ({"guests": []}, ("guests", "contacts")),
        ({"purpose": "  "}, ("purpose", "purpose")),
        ({"gifts": [Gift("Tea", Decimal("150.01")), Gift("Pen", Decimal(50))]}, ("gifts", "gifts")),
        ({"cost": Decimal("600.01")}, ("cost", "cost")),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(cast, more, refusal):
    given = {"customer": customer(cast.rep), "plan": plan(**more), "by": cast.rep, "at": NOW}
    assert refused(planning.plan_reception, **given) == refusal
    assert not Reception.objects.exists()


def test_the_refusal_says_the_sum_that_is_allowed(cast):
    with pytest.raises(Refused, match="¥200.00 in all at this level .¥100.00 for each guest, 2 expected"):
        planned(customer(cast.rep), cast.rep, gifts=[Gift("Tea", Decimal(201))])
    ReceptionLevel.objects.update(gift_limit=None)
    assert planned(customer(cast.rep), cast.rep, gifts=[Gift("Tea", Decimal(9999))]).gifts.count() == 1


def test_only_who_works_on_the_customer_plans(cast):
    given = {"plan": plan(), "at": NOW}
    assert refused(planning.plan_reception, customer=customer(cast.rep), by=cast.mate, **given)[0] == "not_owner"
    pooled = customer(department=cast.departments["sales"])
    assert refused(planning.plan_reception, customer=pooled, by=cast.rep, **given)[0] == "in_pool"


def test_a_room_takes_one_reception_at_a_time(cast):
    planned(customer(cast.mate), cast.mate)
    row = customer(cast.rep)
    given = {"customer": row, "by": cast.rep, "at": NOW}
    inside = plan(begins_at=ENDS - timedelta(minutes=1), ends_at=ENDS + timedelta(hours=1))
    assert refused(planning.plan_reception, plan=inside, **given) == ("room_taken", "room")
    planned(row, cast.rep, begins_at=ENDS, ends_at=ENDS + timedelta(hours=1))
    planned(row, cast.rep, room=ReceptionRoom.objects.get(name="Meeting room 2"))
    planned(row, cast.rep, room=None, place="Hotel Grand")
    ReceptionRoom.objects.filter(name="Meeting room 2").update(active=False)
    shut = plan(room=ReceptionRoom.objects.get(name="Meeting room 2"), begins_at=moment("2026-03-11 10:00"))
    given["plan"] = shut
    assert refused(planning.plan_reception, **{**given, "plan": plan(**_on(shut, 11))}) == ("room", "room")


def _on(base, day):
    return {
        "room": base.room,
        "begins_at": moment(f"2026-03-{day} 10:00"),
        "ends_at": moment(f"2026-03-{day} 12:00"),
    }


def test_a_cancelled_reception_gives_its_room_back(cast):
    first = planned(customer(cast.mate), cast.mate)
    planning.cancel_reception(reception_id=first.pk, reason="They are ill", by=cast.mate, at=NOW)
    assert planned(customer(cast.rep), cast.rep).room == first.room


def test_tasks_for_others_are_tasks_due_before_and_withdrawn_with_it(cast):
    row = customer(cast.rep)
    car = Given("Book the car", cast.mate, BEGINS - timedelta(days=1))
    made = planned(row, cast.rep, tasks=[car])
    task = Task.objects.get()
    assert (task.assignee, task.customer, task.created_by) == (cast.mate, row, cast.rep)
    assert list(made.tasks.all()) == [task] and told(cast.mate) == ["task_given"]
    late = Given("Clean up", cast.mate, BEGINS + timedelta(minutes=1))
    given = {"customer": row, "by": cast.rep, "at": NOW}
    assert refused(planning.plan_reception, plan=plan(room=None, place="Here", tasks=[late]), **given)[0] == "task_due"
    planning.cancel_reception(reception_id=made.pk, reason="They are ill", by=cast.rep, at=NOW)
    task.refresh_from_db()
    assert (task.done_at, task.closed_because) == (NOW, "reception")
    assert told(cast.mate) == ["task_given", "reception_cancelled"]


def test_changing_keeps_tasks_that_stay_withdraws_others_and_tells_people(cast):
    car, flag = (Given(what, cast.mate, BEGINS - timedelta(days=1)) for what in ("Car", "Flag"))
    made = planned(customer(cast.rep), cast.rep, team=[cast.mate, cast.service], tasks=[car, flag])
    kept = made.tasks.get(title="Car")
    later = {"begins_at": BEGINS + timedelta(hours=1), "team": [cast.mate, cast.finance], "guests": [Guest("Zhao")]}
    new = Given("Cake", cast.mate, BEGINS)
    planning.change_reception(reception_id=made.pk, plan=plan(tasks=[car, new], **later), by=cast.rep, at=NOW)
    assert set(made.tasks.filter(done_at=None).values_list("title", flat=True)) == {"Car", "Cake"}
    assert made.tasks.get(title="Car") == kept and made.tasks.get(title="Flag").closed_because == "reception"
    assert [guest.name for guest in made.guests.all()] == ["Zhao"]
    assert told(cast.finance) == ["reception_planned"]
    assert told(cast.service) == ["reception_planned", "reception_without_you"]
    assert "reception_changed" in told(cast.mate) and "task_withdrawn" in told(cast.mate)
    entry = Entry.objects.get(action="reception.changed")
    assert entry.changes["begins"] == ["2026-03-09 10:00", "2026-03-09 11:00"]
    assert entry.changes["guests"] == ["Wang, Li", "Zhao"] and "room" not in entry.changes


def test_it_is_changed_until_it_begins_and_cancelled_with_a_reason(cast):
    made = planned(customer(cast.rep), cast.rep, team=[cast.mate])
    given = {"reception_id": made.pk}
    assert refused(planning.cancel_reception, reason=" ", by=cast.rep, at=NOW, **given)[0] == "reason"
    assert refused(planning.cancel_reception, reason="x", by=cast.mate, at=NOW, **given)[0] == "forbidden"
    assert refused(planning.change_reception, plan=plan(), by=cast.rep, at=BEGINS, **given)[0] == "over"
    planning.cancel_reception(reason="They are ill", by=cast.rep, at=BEGINS, **given)
    assert Reception.objects.get().next_at is None
    assert refused(planning.cancel_reception, reason="again", by=cast.rep, at=BEGINS, **given)[0] == "over"
    assert told(cast.mate) == ["reception_planned", "reception_cancelled"]
    news = Notice.objects.get(user=cast.mate, kind="reception_planned")
    assert news.read_at == BEGINS, "what is called off waits for nobody"


def test_one_level_is_for_important_customers(cast):
    from activities.domain.receptions import levels  # noqa: PLC0415

    rest = {"gift_limit": None, "cost_limit": Decimal(9), "schedule": "", "schedule_zh": ""}
    said = {"name": "State visit", "name_zh": "", "important": True, **rest}
    row = levels.save_level(by=cast.admin, at=NOW, **said)
    assert list(ReceptionLevel.objects.filter(important=True)) == [row]
    entry = Entry.objects.filter(action="list.saved", subject_type="receptionlevel").last()
    assert entry.changes["important"] == [False, True]
