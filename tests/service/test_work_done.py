"""Who helps with an order, its files and photos, what the work cost, and the day on which one asks how it works."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from service.domain.orders import assigning, ending, files, telling, working
from service.models import OrderFile, ServiceOrder
from service.open_work import WORK
from tests.cast import NOW, customer, person
from tests.service.orders import kind, order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Ni21")]
DAY = timedelta(days=1)


@pytest.fixture
def made(cast):
    return order(customer(cast.rep), cast.service, assigned_to=cast.service)


@pytest.fixture
def mate(cast):
    return person("service.mate", "service", cast.service.department)


def photo(name="现场.png", size=100):
    return SimpleUploadedFile(name, b"\x89PNG\r\n\x1a\n" + b"0" * size)


# --- Helpers ----------------------------------------------------------------------------------------
def test_helpers_are_told_and_may_work_on_it(cast, made, mate, signed_in):
    with pytest.raises(Refused):
        working.accept_order(order_id=made.pk, by=mate, at=NOW)
    assigning.assign_order(order_id=made.pk, person=cast.service, helpers=[mate], by=cast.service_manager, at=NOW)
    assert Notice.objects.get(user=mate).kind == "service_helps"
    assert made.number in signed_in(mate).get(reverse("service:order", args=[made.pk])).text
    working.accept_order(order_id=made.pk, by=mate, at=NOW)
    made.refresh_from_db()
    assert (made.status, made.assigned) == ("accepted", cast.service)
    assigning.assign_order(order_id=made.pk, person=cast.service, helpers=[], by=cast.service_manager, at=NOW)
    with pytest.raises(Refused):
        working.start_order(order_id=made.pk, by=mate, at=NOW)
    assert Entry.objects.filter(action="service.assigned").count() == 2


def test_a_leaver_helps_no_longer_with_what_goes_on(cast, made, mate):
    assigning.assign_order(order_id=made.pk, person=cast.service, helpers=[mate], by=cast.service_manager, at=NOW)
    (work,) = (one for one in WORK if one.key == "service_orders")
    work.pass_on(leaver=mate, to=cast.service, by=cast.service_manager, at=NOW)
    assert not made.helpers.exists()


def test_only_service_staff_help_and_who_has_the_order_is_no_helper_of_it(cast, made, mate):
    with pytest.raises(Refused) as refused:
        assigning.assign_order(
            order_id=made.pk, person=cast.service, helpers=[cast.rep], by=cast.service_manager, at=NOW
        )
    assert (refused.value.code, refused.value.field) == ("staff", "helpers")
    assigning.assign_order(order_id=made.pk, person=mate, helpers=[mate, cast.service], by=cast.service_manager, at=NOW)
    assert list(made.helpers.all()) == [cast.service]


# --- Files ------------------------------------------------------------------------------------------
def test_photos_are_kept_with_the_order_and_handed_out_to_those_who_see_it(cast, made, signed_in):
    client, add = signed_in(cast.service), reverse("service:file_add", args=[made.pk])
    client.post(add, {"files": [photo(), photo("铭牌.png")]})
    rows = list(OrderFile.objects.order_by("pk"))
    assert [row.name for row in rows] == ["现场.png", "铭牌.png"]
    page = client.get(reverse("service:order", args=[made.pk])).text
    assert "现场.png" in page and "Withdraw" in page
    url = reverse("service:file", args=[rows[0].pk])
    got = client.get(url)
    assert got.headers["Content-Disposition"].startswith("attachment") and b"PNG" in b"".join(got.streaming_content)
    assert signed_in(cast.stranger).get(url).status_code == 404
    assert list(Entry.objects.values_list("action", flat=True)).count("file.downloaded") == 1


def test_a_file_is_withdrawn_by_whoever_added_it(cast, made, signed_in):
    files.add_files(order_id=made.pk, uploads=[photo()], by=cast.service, at=NOW)
    row = OrderFile.objects.get()
    with pytest.raises(Refused) as refused:
        files.withdraw_file(file_id=row.pk, by=cast.service_manager, at=NOW)
    assert refused.value.code == "not_author"
    url = reverse("service:file", args=[row.pk])
    signed_in(cast.service).post(reverse("service:file_withdraw", args=[row.pk]))
    assert signed_in(cast.service).get(url).status_code == 404


@pytest.mark.parametrize(
    "wrong", [photo("x.exe"), photo("big.png", size=30 * 1024 * 1024), SimpleUploadedFile("x.png", b"")]
)
def test_a_wrong_or_huge_file_is_refused_in_words_and_nothing_is_kept(cast, made, signed_in, wrong):
    answer = signed_in(cast.service).post(reverse("service:file_add", args=[made.pk]), {"files": wrong}, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert not OrderFile.objects.exists()


def recorded(row, **fields):
    given = {"customer": row.pk, "kind": kind().pk, "subject": "压缩机不启动", "priority": "high", "channel": "phone"}
    return given | {"description": "冷车时有异响", "reported_at": "2026-03-02T08:30"} | fields


@pytest.mark.req("M12")
def test_an_order_is_recorded_with_its_files_and_photos(cast, signed_in):
    client, row = signed_in(cast.rep), customer(cast.rep)
    shown = client.get(reverse("service:new")).text
    assert 'enctype="multipart/form-data"' in shown and 'capture="environment"' in shown
    client.post(reverse("service:new"), recorded(row, files=[photo(), photo("铭牌.png")]))
    made = ServiceOrder.objects.get()
    assert [(one.name, one.by) for one in made.files.order_by("pk")] == [("现场.png", cast.rep), ("铭牌.png", cast.rep)]
    assert Entry.objects.filter(action="file.attached", customer_id=row.pk).count() == 2
    assert "铭牌.png" in signed_in(cast.service).get(reverse("service:order", args=[made.pk])).text
    client.post(reverse("service:new"), recorded(row))
    assert ServiceOrder.objects.count() == 2, "without any, too"
    client = signed_in(cast.service)
    assert 'type="file"' not in client.get(reverse("service:edit", args=[made.pk])).text, "later on the order's page"


@pytest.mark.req("M12")
@pytest.mark.parametrize(
    "wrong", [photo("x.exe"), photo("big.png", size=30 * 1024 * 1024), SimpleUploadedFile("x.png", b"")]
)
def test_a_refused_file_keeps_everything_typed_and_records_nothing(cast, signed_in, wrong):
    row = customer(cast.rep)
    answer = signed_in(cast.rep).post(reverse("service:new"), recorded(row, files=[photo(), wrong]))
    assert answer.status_code == 422 and answer.context["form"].errors["files"]
    assert "压缩机不启动" in answer.text and "冷车时有异响" in answer.text and "choose them again" in answer.text
    assert not ServiceOrder.objects.exists() and not OrderFile.objects.exists()


@pytest.mark.req("M12")
def test_no_file_stays_on_the_disk_of_an_order_that_was_refused(cast, signed_in, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "uploads"

    def fail(*_order, **_given):
        raise Refused("no", code="no")

    monkeypatch.setattr(telling, "recorded", fail)
    answer = signed_in(cast.rep).post(reverse("service:new"), recorded(customer(cast.rep), files=[photo()]))
    assert answer.status_code == 422 and "choose them again" in answer.text
    assert not [one for one in (tmp_path / "uploads").rglob("*") if one.is_file()] and not OrderFile.objects.exists()


def test_a_closed_order_takes_no_files(cast, made):
    ServiceOrder.objects.filter(pk=made.pk).update(status="closed", closed_at=NOW)
    with pytest.raises(Refused) as refused:
        files.add_files(order_id=made.pk, uploads=[photo()], by=cast.service, at=NOW)
    assert refused.value.code == "status"


# --- The work ---------------------------------------------------------------------------------------
def test_what_it_cost_what_the_customer_pays_and_when_to_ask_again(cast, made, signed_in, clock):
    working.accept_order(order_id=made.pk, by=cast.service, at=NOW)
    client, url = signed_in(cast.service), reverse("service:order", args=[made.pk])
    typed = {
        "content": "更换了启动电容，试机正常",
        "hours": "1.5",
        "material": "启动电容 2 只",
        "cost": "180",
        "charge": "260.50",
        "ask_on": "2026-03-01",
    }
    refused = client.post(reverse("service:finish", args=[made.pk]), typed)
    assert refused.status_code == 422 and "启动电容 2 只" in refused.text
    client.post(reverse("service:finish", args=[made.pk]), {**typed, "ask_on": "2026-03-04"})
    made.refresh_from_db()
    assert (made.cost, made.charge, made.ask_on) == (180, 260.5, date(2026, 3, 4))
    page = client.get(url).text
    assert "¥180.00" in page and "¥260.50" in page and "启动电容 2 只" in page and "2026-03-04" in page
    assert "Ask how it works" not in client.get("/").text
    clock.move_to(NOW + 2 * DAY)
    assert "Ask how it works" in signed_in(cast.service).get("/").text
    ending.close_order(order_id=made.pk, by=cast.service, at=NOW + 2 * DAY)
    assert "Ask how it works" not in signed_in(cast.service).get("/").text


@pytest.mark.parametrize("part", ["", "orders"])
def test_the_work_stands_in_the_timeline_of_the_customer(cast, made, signed_in, part):
    working.accept_order(order_id=made.pk, by=cast.service, at=NOW)
    working.finish_order(order_id=made.pk, content="更换了启动电容，试机正常", by=cast.service, at=NOW)
    url = reverse("activities:timeline", args=[made.customer_id])
    text = signed_in(cast.rep).get(url, {"kind": part}).text
    assert f"finished service order {made.number}: {made.subject}" in text and "更换了启动电容" in text
    assert reverse("service:order", args=[made.pk]) in text
