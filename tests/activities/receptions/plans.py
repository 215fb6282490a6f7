"""What the stories of receptions are told with: a level, a plan, a record."""

from datetime import timedelta
from decimal import Decimal

from activities.domain.receptions import planning, recording
from activities.domain.receptions.checking import Gift, Guest, Plan, Step
from activities.models import ReceptionLevel, ReceptionRoom
from tests.cast import NOW, moment

BEGINS, ENDS = moment("2026-03-09 10:00"), moment("2026-03-09 12:00")
AFTER = moment("2026-03-09 14:00")
AGREED = {
    "kind": "visit_in",
    "counterpart": "王经理",
    "position": "采购经理",
    "purpose": "参观工厂",
    "content": "与王经理参观了工厂，确认明年采购两百台，四月签合同",
    "result": "同意四月签合同",
    "next_step": "发送合同草稿",
    "answered": True,
}


def level(name):
    return ReceptionLevel.objects.get(name=name)


def plan(**more):
    """A plan at the lowest level in the first meeting room."""
    said = {
        "level": level("Standard"),
        "purpose": "参观工厂",
        "begins_at": BEGINS,
        "ends_at": ENDS,
        "guests": [Guest("Wang", "Buyer"), Guest("Li")],
        "room": ReceptionRoom.objects.get(name="Meeting room 1"),
        "steps": [Step("Welcome")],
        "gifts": [Gift("Tea", Decimal(90))],
    }
    return Plan(**said | more)


def planned(row, by, *, at=NOW, **more):
    return planning.plan_reception(customer=row, plan=plan(**more), by=by, at=at)


def record(row, **more):
    """Everybody came, and nothing was given."""
    said = {
        "began_at": row.begins_at,
        "ended_at": row.begins_at + timedelta(hours=1),
        "came": list(row.guests.values_list("pk", flat=True)),
        "fields": AGREED,
    }
    return recording.Record(**said | more)


def recorded(row, by, *, at=AFTER, **more):
    return recording.record_reception(reception_id=row.pk, record=record(row, **more), by=by, at=at)
