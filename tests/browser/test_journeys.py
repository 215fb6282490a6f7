"""The main journeys, as people walk them."""

from datetime import timedelta

import pytest

from assignment.domain.ownership.extend import ask_extension
from assignment.domain.sweep import run as sweep
from assignment.models import Policy
from assignment.rules.policy import NEVER
from crm_project.approvals.models import Request
from crm_project.audit.models import Entry
from customers.domain.duplicates import matching
from customers.models import Customer, ListItem, Ownership
from tests.cast import customer, followup, owner_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.req("Nc1", "Nc2", "Nc3", "Nd7", "Nd2", "Nc7", "Ni5")
def test_a_reps_day(walker, company, now):
    """Sign in, duplicate warning, new customer, invalid then valid follow-up, the countdown moves, an extension is asked."""
    known = customer(company.mate, since=now - timedelta(days=3), name="杭州春意空调有限公司")
    matching.index([(known.pk, known.name)])
    walker.sign_in(company.rep)
    page = walker.open("/customers/new/")
    page.fill("[name=name]", "杭州春意空调")
    page.wait_for_selector("text=杭州春意空调有限公司")
    assert "Mate" in walker.text()
    page.fill("[name=name]", "宁波海风电器有限公司")
    page.fill("[name=address]", "宁波市鄞州区天童路1号")
    page.fill("[name=phone]", "0574-88000000")
    page.fill("[name=introduction]", "老客户介绍,做小家电")
    page.select_option("[name=trade]", str(ListItem.objects.filter(kind="trade").first().pk), force=True)
    page.wait_for_timeout(600)
    walker.press("main form button.btn-primary")
    assert Customer.objects.filter(name="宁波海风电器有限公司").exists(), walker.text()
    row = Customer.objects.get(name="宁波海风电器有限公司")
    assert owner_of(row) == "rep"
    first = Ownership.objects.get(pk=row.pk).release_at

    Ownership.objects.filter(pk=row.pk).update(since=now - timedelta(days=10), release_at=first - timedelta(days=10))
    say(walker, row, "外出", "王经理")
    assert Ownership.objects.get(pk=row.pk).release_at == first - timedelta(days=10)
    say(walker, row, "与王经理谈了明年的采购计划和价格", "王经理")
    assert Ownership.objects.get(pk=row.pk).release_at == first

    walker.open(f"/ownership/customers/{row.pk}/extension/")
    walker.page.fill("[name=days]", "3")
    walker.page.fill("[name=reason]", "客户正在走内部审批流程")
    walker.press("main form button.btn-primary")
    request = Request.objects.get(kind="extension")
    assert (request.customer_id, request.decider) == (row.pk, company.manager)


def say(walker, row, text, whom):
    page = walker.open(f"/activities/customers/{row.pk}/followups/new/")
    page.fill("[name=counterpart]", whom)
    page.fill("[name=content]", text)
    page.wait_for_selector("#judge *")
    page.wait_for_timeout(700)
    walker.check()
    walker.press("#followup-form button.btn-primary")


@pytest.mark.req("Z14", "D6", "Nd9", "M15")
def test_a_managers_hour(walker, company, now):
    """The inbox, a review, giving a customer to somebody else, the forecast of a changed rule."""
    asked = customer(company.stranger, since=now - timedelta(days=5))
    ask_extension(customer_id=asked.pk, days=3, reason="they sign next week", by=company.stranger, at=now)
    walker.sign_in(company.direct_manager)
    page = walker.open("/approvals/")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("a")
    walker.check()
    assert Request.objects.get(kind="extension").status == "approved"

    mate = type(company.rep).objects.create(
        username="second",
        full_name="Second",
        role=company.rep.role,
        department=company.stranger.department,
        trained_at=now,
        password="!",
    )
    walker.open(f"/ownership/customers/{asked.pk}/transfer/")
    page.select_option("[name=to]", str(mate.pk), force=True)
    page.fill("[name=reason]", "区域调整")
    walker.press("main form button.btn-primary")
    assert owner_of(asked) == "second"

    walker.open("/ownership/policies/")
    direct = Policy.objects.get(key="direct")
    walker.open(f"/ownership/policies/{direct.pk}/")
    walker.open(f"/ownership/policies/{direct.pk}/draft/")


@pytest.mark.req("Nb1", "M9", "Ne9", "Na8")
def test_an_admins_closing_of_an_account(walker, company, now):
    """Close an account: it ends at once, the handover begins, the audit tells."""
    rows = [customer(company.rep, since=now - timedelta(days=2)) for _ in range(3)]
    walker.sign_in(company.admin)
    walker.open("/people/")
    walker.open(f"/people/{company.rep.pk}/")
    walker.open(f"/people/{company.rep.pk}/close/")
    page = walker.page
    if page.locator("main form [name=reason]").count():
        page.fill("main form [name=reason]", "离职")
    walker.press("main form button[type=submit], main form button.btn-danger, main form button.btn-primary")
    company.rep.refresh_from_db()
    assert not company.rep.is_active
    assert (
        Entry.objects.filter(action__startswith="person.", subject_id=str(company.rep.pk)).exists()
        or Entry.objects.filter(subject_name=str(company.rep)).exists()
    )
    walker.open(f"/ownership/handovers/new/?leaver={company.rep.pk}")
    walker.open("/audit/")
    assert [owner_of(row) for row in rows] == ["rep"] * 3


@pytest.mark.req("Nc14", "D4", "Z17")
def test_the_pool_release_seen_explained_claimed(walker, company, now):
    """A release is seen, explained and the customer claimed by a colleague."""
    row = customer(company.rep, since=now - timedelta(days=30))
    followup(row, company.rep, now - timedelta(days=20), content="外出")
    sweep.run(at=now)
    assert owner_of(row) is None
    walker.sign_in(company.mate)
    walker.open("/")
    walker.open("/ownership/pool/")
    assert row.name in walker.text()
    walker.open(f"/ownership/customers/{row.pk}/why/")
    assert "外出" in walker.text()
    walker.open("/ownership/pool/")
    walker.press(f"form[action='/ownership/pool/{row.pk}/claim/'] button")
    assert owner_of(row) == "mate"
    assert Ownership.objects.get(pk=row.pk).release_at < NEVER
