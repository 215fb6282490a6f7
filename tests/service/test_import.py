"""Service orders from a file: what another system knew, told apart from what cannot be, and taken back again (row Ni22)."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command

from service.domain.orders import working
from service.models import OrderWait, ServiceOrder
from service.models.choices import Status
from tests.cast import NOW, customer, moment
from tests.customers.importing_jobs import taken, undone
from tests.customers.tables import bring, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def acme(cast):
    return customer(cast.rep, code="C-1", since=NOW - timedelta(days=30))


def row(number="S-000101", **values):
    return {
        "number": number,
        "customer": "C-1",
        "kind": "repair_in_warranty",
        "subject": "压缩机不启动",
        "reported_at": "2026-02-25T09:00",
        **values,
    }


@pytest.mark.req("Ni21")
def test_every_step_of_an_order_arrives_and_the_command_says_how_it_stood(acme, cast, tmp_path, capsys):
    report = bring(
        tmp_path,
        "service_orders",
        [
            row(
                priority="high",
                accepted_at="2026-02-25T10:00",
                waiting="2026-02-25T11:00/2026-02-26T09:30;2026-02-26T10:00/2026-02-26T11:00",
                done_at="2026-02-26T15:00",
                closed_at="2026-02-26T16:00",
                assigned="service",
                category="Electrical",
                cause="Wear",
                product="Pump 4",
                description="loud",
                content="changed the seal",
            ),
            row("", subject="no number", kind="培训"),
            row("S-000102", waiting="2026-02-25T11:00/"),
        ],
    )
    assert told(report) == {"new": 3}
    made = ServiceOrder.objects.get(number="S-000101")
    assert (made.status, made.assigned, made.product, made.content) == (
        Status.CLOSED,
        cast.service,
        "Pump 4",
        "changed the seal",
    )
    assert made.done_at == moment("2026-02-26 15:00") and made.waits.count() == 2 and made.next_at is None
    assert ServiceOrder.objects.get(subject="no number").number == "S-000001"
    assert ServiceOrder.objects.get(number="S-000102").status == Status.WAITING
    call_command("service_targets", "--json", "--at", "2026-02-26T10:30+08:00")
    lines = {line["order"]: line for line in map(json.loads, capsys.readouterr().out.splitlines())}
    assert lines["S-000101"]["state"] == "waiting" and lines["S-000101"]["responded"] is True
    # 9:00 to 11:00, then 9:30 to 10:00 of the next day; 30 minutes of the morning and an afternoon stood still.
    assert (lines["S-000101"]["completion_used"], lines["S-000101"]["paused_minutes"]) == (150, 60 + 270 + 30 + 30)


def test_the_same_file_again_changes_nothing(acme, tmp_path):
    rows = [row(), row("S-000102", accepted_at="2026-02-25T10:00"), row("", subject="without a number")]
    assert told(bring(tmp_path, "service_orders", rows)) == {"new": 3}
    assert told(bring(tmp_path, "service_orders", rows)) == {"unchanged": 3}
    again = bring(tmp_path, "service_orders", [row(subject="something else")])
    assert told(again) == {"refused": 1} and "says something else" in dict(again.refused)[2]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"customer": "nobody"}, "there is no"),
        ({"kind": "magic"}, "“magic” is unknown"),
        ({"cause": "magic"}, "“magic” is unknown"),
        ({"category": "Complaint"}, "no category of"),
        ({"assigned": "rep"}, "not service staff"),
        ({"assigned": "nobody"}, "does not exist"),
        ({"reported_at": "2026-03-02T10:00"}, "in the future"),
        ({"accepted_at": "2026-02-24T10:00"}, "before reported_at"),
        ({"done_at": "2026-02-26T10:00"}, "without accepted_at"),
        ({"accepted_at": "2026-02-26T10:00", "done_at": "2026-02-26T09:00"}, "before accepted_at"),
        ({"closed_at": "2026-02-26T10:00"}, "after done_at"),
        ({"waiting": "yesterday"}, "no span"),
        ({"waiting": "2026-02-26T10:00/2026-02-26T09:00"}, "ends before"),
        ({"waiting": "2026-02-26T10:00/;2026-02-27T09:00/"}, "overlap"),
        ({"waiting": "2026-02-20T10:00/2026-02-21T09:00"}, "waits after it was reported"),
        ({"priority": "soon"}, "unknown"),
    ],
)
def test_what_cannot_be_is_refused_with_the_row_and_the_reason(acme, tmp_path, values, said):
    report = bring(tmp_path, "service_orders", [row(**values)])
    assert told(report) == {"refused": 1} and said in dict(report.refused)[2]
    assert not ServiceOrder.objects.exists() and not OrderWait.objects.exists()


def test_a_whole_import_is_taken_back_but_for_what_was_worked_on(acme, cast, tmp_path):
    job = taken(
        tmp_path,
        [row(waiting="2026-02-25T11:00/2026-02-25T12:00"), row("S-000102")],
        by=cast.service_manager,
        kind="service_orders",
    )
    assert ServiceOrder.objects.count() == 2
    worked = ServiceOrder.objects.get(number="S-000102")
    working.accept_order(order_id=worked.pk, by=cast.service, at=NOW + timedelta(minutes=1))
    undone(job, by=cast.service_manager, at=NOW + timedelta(minutes=5))
    assert list(ServiceOrder.objects.values_list("number", flat=True)) == ["S-000102"]
    assert not OrderWait.objects.exists()


def test_an_order_without_a_number_stands_once_in_a_file(acme, cast, tmp_path):
    rows = [row(""), row("", subject="another"), row("")]
    assert told(bring(tmp_path, "service_orders", rows)) == {"new": 2, "refused": 1}
    again = bring(tmp_path, "service_orders", rows)
    assert dict(again.refused) == {4: "Row 2 of this file is the same order."}
    assert ServiceOrder.objects.count() == 2
