"""From a customer's call to a plan that has proven itself: a desk in English, a phone in Chinese (rows Ni21, T21, M16, Nc13)."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assignment.domain import deadlines
from assignment.domain.sweep import run as sweep
from assignment.models import OwnershipEvent, PolicyVersion
from service.domain.orders import ending, working
from service.domain.remedial import deciding, due, tasks, writing
from service.domain.visits import planning
from service.models import RemedialPlan, ReturnVisit, ServiceOrder, VisitAspect, VisitSheet
from service.rules import remedial_steps as steps
from tests.browser.conftest import SETTLED, Walker
from tests.cast import customer, owner_of
from tests.service.questionnaires.asked import contact
from tests.service.remedial.plans import DRAFT, REPORT
from tests.service.test_warranty import bought

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.req("Ni21", "T21", "M16", "Nc13"),
]
SAVE = "main form .form-actions .btn-primary"
DAY = timedelta(days=1)


@pytest.fixture
def row(company, now):
    """A customer of the rep, for 14 of 15 days without a word; what they bought is in warranty, and releases wait for repairs."""
    version = PolicyVersion.objects.get(policy__key="tracking")
    body = {**version.body, "order_wait_days": 200, "order_kinds": ["repair_in_warranty", "online_support"]}
    PolicyVersion.objects.filter(pk=version.pk).update(body=body, decided_at=now - 30 * DAY)
    made = customer(company.rep, since=now - 14 * DAY, name="宁波海风电器有限公司")
    bought(made, signed=(now - 60 * DAY).strftime("%Y-%m-%d %H:%M"), name="逆变器 10kW")
    contact(made, email="")
    deadlines.refresh([made.pk], at=now)
    return made


def test_a_call_is_followed_to_its_end(browser, live_server, company, row, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    desk = Walker(browser, live_server.url, "desktop", "en")
    phone = Walker(browser, live_server.url, "phone", "zh-hans")
    desk.sign_in(company.service_manager)
    phone.sign_in(company.service)
    order = called(desk, row)
    worked_on(phone, order)
    waited(desk, company, row, order)
    signed(phone, order)
    bad = visited(phone, company, order)
    plan = put_right(desk, phone, company, bad)
    proven(desk, company, row, plan)
    desk.context.close()
    phone.context.close()


def called(desk, row):
    """The customer calls: what they bought says that it is in warranty, and the kind follows."""
    page = desk.open(f"/service/new/?customer={row.pk}")
    page.fill("[name=subject]", "压缩机不启动")
    page.check("[name=lines]")
    expect(page.locator("main")).to_contain_text("In warranty until")
    page.wait_for_function(SETTLED)  # the field of the kind came anew with it
    page.select_option("[name=kind]", label="Repair in warranty")
    page.select_option("[name=priority]", "high")
    page.wait_for_function(SETTLED)
    desk.press(SAVE)
    expect(page.locator("main")).to_contain_text("in warranty until")
    return ServiceOrder.objects.get()


def worked_on(phone, order):
    """Accepted on the phone, then it waits for parts."""
    page = phone.open(f"/service/{order.pk}/")
    phone.press("form[action$='/accept/'] button")
    page.locator(f"form[action$='/{order.pk}/wait/']").locator("xpath=ancestor::details").locator("summary").click()
    page.check("[name=waits_for][value=parts]")
    phone.press(f"form[action$='/{order.pk}/wait/'] button.btn")
    expect(page.locator("main")).to_contain_text("等待配件")


def waited(desk, company, row, order):
    """The release of the owner waits, and Why says for what."""
    sweep.run(at=timezone.now() + 3 * DAY)
    assert owner_of(row) == "rep"
    desk.sign_in(company.rep)
    page = desk.open(f"/ownership/customers/{row.pk}/why/")
    expect(page.locator("main")).to_contain_text("waits for a service order")
    expect(page.locator("main")).to_contain_text(order.number)


def signed(phone, order):
    """Done, and signed on the screen; what was drawn may be drawn again."""
    working.resume_order(order_id=order.pk, by=order_person(order), at=timezone.now())
    page = phone.open(f"/service/{order.pk}/")
    page.fill("[name=content]", "更换了启动电容")
    phone.press("#finish-form button.btn-primary")
    phone.press("main .page-actions a[href$='/sheet/']")
    phone.press(SAVE)
    pad = page.locator("canvas[data-ready]")
    expect(pad).to_be_visible()
    page.click("#sign button.btn-primary")
    expect(page.locator("[data-signature-empty]")).to_be_visible()
    draw(page, pad)
    page.click("[data-signature-clear]")
    assert not page.input_value("[name=strokes]")
    draw(page, pad)
    assert page.input_value("[name=strokes]")
    page.fill("[name=signer]", "王经理")
    phone.press("#sign button.btn-primary")
    expect(page.locator("main")).to_contain_text("王经理")
    sheet = VisitSheet.objects.get()
    order.refresh_from_db()
    assert (order.status, sheet.signer) == ("confirmed", "王经理") and sheet.file_sha256 in phone.text()
    ending.close_order(order_id=order.pk, by=order_person(order), at=timezone.now())


def order_person(order):
    order.refresh_from_db()
    return order.assigned


def draw(page, pad):
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 120)
    page.mouse.down()
    for x, y in ((80, 40), (140, 130), (200, 50), (260, 110)):
        page.mouse.move(box["x"] + x, box["y"] + y, steps=4)
    page.mouse.up()


def visited(phone, company, order):
    """The return visit goes badly: its report opens an order."""
    today = timezone.localdate()
    visit = planning.plan_visit(
        customer_id=order.customer_id,
        by=company.service,
        at=timezone.now(),
        fields={"order": order, "due_on": today, "channel": "call", "purpose": "after the repair"},
        person=company.service,
    )
    page = phone.open(f"/service/visits/{visit.pk}/report/")
    page.check(f"[name=score_{VisitAspect.objects.order_by('position').first().pk}][value='1']")
    page.fill("[name=words]", "又坏了，很不满意")
    phone.press(SAVE)
    bad = ReturnVisit.objects.get().opened_order
    expect(page.locator("main")).to_contain_text(bad.number)
    return bad


def put_right(desk, phone, company, bad):
    """All ten steps; the manager sends the draft back once."""
    page = phone.open(f"/service/remedial-plans/new/?order={bad.pk}")
    for name, text in DRAFT.items():
        page.fill(f"[name={name}]", text)
    phone.press(SAVE)
    phone.press("form[action$='/submit/'] button")
    plan = RemedialPlan.objects.get()
    desk.sign_in(company.service_manager)
    page = desk.open(f"/service/remedial-plans/{plan.pk}/")
    page.click("summary:has-text('Send back to an earlier step')")
    page.fill("form[action$='/send-back/'] [name=reason]", "say what it costs")
    desk.press("form[action$='/send-back/'] button.btn")
    expect(page.locator("main")).to_contain_text("say what it costs")
    at, by = timezone.now(), company.service
    writing.save_text(plan_id=plan.pk, body={**DRAFT, "measures": "更换整机，费用 900 元"}, by=by, at=at)
    writing.submit(plan_id=plan.pk, by=by, at=at)
    page.reload()
    desk.press("form[action$='/approve/'] button.btn-primary")
    deciding.approve(plan_id=plan.pk, by=company.general_manager, at=at, seen=steps.DRAFT_APPROVAL)
    task = tasks.set_task(
        plan_id=plan.pk, what="更换整机", person=company.finance, due_on=timezone.localdate() + DAY, by=by, at=at
    )
    tasks.hand_over(plan_id=plan.pk, by=by, at=at)
    tasks.finish_task(task_id=task.pk, proof="已更换", by=company.finance, at=at)
    tasks.accept(plan_id=plan.pk, by=by, at=at)
    writing.save_text(plan_id=plan.pk, body=REPORT, by=by, at=at)
    writing.submit(plan_id=plan.pk, by=by, at=at)
    deciding.approve(plan_id=plan.pk, by=company.service_manager, at=at, seen=steps.REPORT_REVIEW)
    desk.sign_in(company.general_manager)
    page = desk.open(f"/service/remedial-plans/{plan.pk}/")
    desk.press("button:has-text('Approve, file and close')")
    plan.refresh_from_db()
    assert plan.step == steps.CLOSED
    return plan


def proven(desk, company, row, plan):
    """Ninety days without a relapse; the last order closed, the owner is reminded and the release waits no longer."""
    at = timezone.now()
    bad = ServiceOrder.objects.get(status="recorded")
    working.accept_order(order_id=bad.pk, by=company.service, at=at)
    # The release was due tomorrow; what is still wrong is mended in ten days.
    working.finish_order(order_id=bad.pk, content="更换整机", by=company.service, at=at + 10 * DAY)
    ending.close_order(order_id=bad.pk, by=company.service, at=at + 10 * DAY)
    due.run(at=at + 91 * DAY)
    page = desk.open(f"/service/remedial-plans/{plan.pk}/")
    expect(page.locator("main")).to_contain_text("Proven")
    for days in (11, 13):
        sweep.run(at=at + days * DAY)
    event = OwnershipEvent.objects.get(customer=row, kind="released")
    assert event.evidence["floor"] == "order" and event.evidence["order"]["closed_at"]
    desk.sign_in(company.rep)
    page = desk.open(f"/ownership/events/{event.pk}/")
    expect(page.locator("main")).to_contain_text("Had waited for service")
