"""Editing what others edit too: only what one changed is changed, and a real conflict shows both values."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from activities.domain import tasks
from activities.models import Task
from assignment.models import Policy, PolicyVersion
from crm_project.accounts.domain import masks, people, rights
from crm_project.accounts.domain.access import may
from crm_project.accounts.models import User
from crm_project.audit.models import Entry
from customers.domain import records
from customers.models import Contact, Customer
from deals.domain import deals, prices
from deals.models import Deal, DiscountLimit
from tests.cast import NOW, as_admin, assemble, customer, moment
from tests.deals.world import deal, product
from tests.forms_of import form_of, forms_of

pytestmark = pytest.mark.django_db


def change_file(cast, row, **fields):
    records.update_customer(customer_id=row.pk, by=cast.manager, at=NOW, fields=fields)


def test_an_old_form_of_the_file_leaves_alone_what_its_user_did_not_touch(cast, clock, signed_in):
    row = customer(cast.rep, address="文三路1号", introduction="组件")
    page = form_of(signed_in(cast.rep).get(f"/customers/{row.pk}/edit/"), "introduction")
    change_file(cast, row, address="文三路9号")
    answer = signed_in(cast.rep).post(f"/customers/{row.pk}/edit/", page.typed(introduction="组件和支架"))
    assert answer.status_code == 302, answer.content.decode()
    row.refresh_from_db()
    assert (row.address, row.introduction) == ("文三路9号", "组件和支架")
    assert set(Entry.objects.filter(actor=cast.rep, action="customer.changed").get().changes) == {"introduction"}


def test_what_both_changed_is_refused_once_with_both_values_and_then_saved(cast, clock, signed_in):
    row = customer(cast.rep, address="文三路1号")
    url = f"/customers/{row.pk}/edit/"
    page = form_of(signed_in(cast.rep).get(url), "address")
    change_file(cast, row, address="文三路9号")
    answer = signed_in(cast.rep).post(url, page.typed(address="文三路5号"))
    html = answer.content.decode()
    assert answer.status_code == 422 and "文三路9号" in html and 'value="文三路5号"' in html
    row.refresh_from_db()
    assert row.address == "文三路9号"
    again = form_of(answer, "address")
    assert signed_in(cast.rep).post(url, again.typed()).status_code == 302
    row.refresh_from_db()
    assert row.address == "文三路5号"


def test_the_same_change_by_both_is_no_conflict(cast, clock, signed_in):
    row = customer(cast.rep, address="文三路1号")
    url = f"/customers/{row.pk}/edit/"
    page = form_of(signed_in(cast.rep).get(url), "address")
    change_file(cast, row, address="文三路9号")
    assert signed_in(cast.rep).post(url, page.typed(address="文三路9号")).status_code == 302


def test_an_old_form_of_a_contact(cast, clock, signed_in):
    row = customer(cast.rep)
    contact = Contact.objects.create(
        customer=row, name="王芳", mobile="13805710001", created_by=cast.rep, created_at=NOW
    )
    url = f"/customers/{row.pk}/contacts/{contact.pk}/"
    page = form_of(signed_in(cast.rep).get(url), "mobile")
    records.save_contact(
        customer_id=row.pk,
        by=cast.manager,
        at=NOW,
        contact_id=contact.pk,
        fields={"mobile": "13805710002", "key": True},
    )
    assert signed_in(cast.rep).post(url, page.typed(title="经理")).status_code == 302
    contact.refresh_from_db()
    assert (contact.mobile, contact.key, contact.title) == ("13805710002", True, "经理")


def test_an_old_form_of_a_deal_and_its_products(cast, clock, signed_in):
    row = deal(customer(cast.rep), cast.rep)
    one, two = product("P-1", by=cast.manager), product("P-2", by=cast.manager)
    url = f"/deals/{row.pk}/edit/"
    page = form_of(signed_in(cast.rep).get(url), "intention")
    deals.update_deal(
        deal_id=row.pk,
        by=cast.rep,
        at=NOW,
        fields={"amount": 99, "expected_close": row.expected_close},
        products=[(one, 3)],
    )
    assert signed_in(cast.rep).post(url, page.typed(intention="另一个")).status_code == 302
    row = Deal.objects.get()
    assert (row.amount, row.intention) == (99, "另一个")
    assert [(line.product, line.quantity) for line in row.products.all()] == [(one, 3)]
    answer = signed_in(cast.rep).post(
        url, page.typed(form_token=None, **{"lines-0-product": two.pk, "lines-0-quantity": "7"})
    )
    assert answer.status_code == 422 and "P-1" in answer.content.decode()
    assert [(line.product, line.quantity) for line in row.products.all()] == [(one, 3)]
    again = form_of(answer, "intention")
    assert signed_in(cast.rep).post(url, again.typed()).status_code == 302
    assert [(line.product, line.quantity) for line in row.products.all()] == [(two, 7)]


def test_an_old_form_of_a_task(cast, clock, signed_in):
    task = tasks.plan_task(
        by=cast.rep,
        at=NOW,
        fields={
            "title": "去看",
            "kind": "task",
            "due_at": moment("2026-03-05 10:00"),
            "assignee": cast.rep,
            "remind_at": None,
        },
    )
    url = reverse("activities:task_edit", args=[task.pk])
    page = form_of(signed_in(cast.rep).get(url), "title")
    moved = {"title": "去看", "assignee": cast.rep, "due_at": moment("2026-03-09 10:00"), "remind_at": None}
    tasks.update_task(task_id=task.pk, by=cast.rep, at=NOW, fields=moved)
    assert signed_in(cast.rep).post(url, page.typed(title="去看看")).status_code == 302
    task = Task.objects.get()
    assert (task.title, task.due_at) == ("去看看", moment("2026-03-09 10:00"))


def test_an_old_form_of_a_person(cast, clock, signed_in):
    url = f"/people/{cast.rep.pk}/edit/"
    page = form_of(signed_in(cast.admin).get(url), "full_name")
    people.update_person(person_id=cast.rep.pk, by=cast.admin, at=NOW, mobile="13900000000")
    assert signed_in(cast.admin).post(url, page.typed(full_name="Renamed")).status_code == 302
    row = User.objects.get(pk=cast.rep.pk)
    assert (row.full_name, row.mobile) == ("Renamed", "13900000000")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_old_forms_sent_at_the_same_moment_keep_both_changes(clock):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    cast = assemble()
    row = customer(cast.rep, address="a", introduction="b")
    url, barrier, clients = f"/customers/{row.pk}/edit/", Barrier(2), [Client(), Client()]
    for client, who in zip(clients, (cast.rep, cast.manager), strict=True):
        client.force_login(who)
    pages = [form_of(client.get(url), "address") for client in clients]

    def send(client, data):
        barrier.wait()
        client.post(url, data)
        connection.close()

    changes = [{"address": "A"}, {"introduction": "B"}]
    threads = [Thread(target=send, args=(c, p.typed(**x))) for c, p, x in zip(clients, pages, changes, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    row = Customer.objects.get()
    assert (row.address, row.introduction) == ("A", "B")


def test_an_old_table_of_rights_gives_back_nothing_that_was_taken_meanwhile(cast, clock, signed_in):
    role = cast.rep.role
    url = f"/people/roles/{role.pk}/"
    page = form_of(signed_in(cast.admin).get(url), "right.customer.export")
    before = dict(role.grants)
    taken = {action: scope for action, scope in before.items() if action != "rating.view"}
    rights.set_rights(role_id=role.pk, grants=taken, by=cast.admin, at=NOW)
    confirm = signed_in(cast.admin).post(url, page.typed(**{"right.customer.export": "own"}))
    last = next(form for form in forms_of(confirm) if "confirmed" in form.fields)
    assert signed_in(cast.admin).post(url, last.typed()).status_code == 302
    role.refresh_from_db()
    assert role.grants == {**taken, "customer.export": "own"}


def test_the_same_right_set_by_both_is_refused_once(cast, clock, signed_in):
    role = cast.rep.role
    url = f"/people/roles/{role.pk}/"
    page = form_of(signed_in(cast.admin).get(url), "right.customer.export")
    rights.set_rights(role_id=role.pk, grants={**role.grants, "customer.export": "all"}, by=cast.admin, at=NOW)
    answer = signed_in(cast.admin).post(url, page.typed(**{"right.customer.export": "own"}))
    assert ". Your entry is kept here: save again to overwrite it." in answer.text and "confirmed" not in answer.text
    again = form_of(answer, "right.customer.export")
    assert again.fields["right.customer.export"] == ["own"], "what was typed is kept"
    confirm = signed_in(cast.admin).post(url, again.typed())
    assert any("confirmed" in form.fields for form in forms_of(confirm))


def test_an_old_table_of_hidden_fields(cast, clock, signed_in):
    masks.add_rule(name="email.vip", by=cast.admin, at=NOW)
    rep, manager = cast.rep.role, cast.manager.role
    pages = forms_of(signed_in(cast.admin).get("/people/masks/"))
    page = next(p for p in pages if p.fields.get("kind") == ["email"] and f"shown-{rep.pk}" in p.fields)
    masks.set_rule(name="email.vip", reach={manager.pk: ("department", "")}, by=cast.admin, at=NOW)
    assert signed_in(cast.admin).post("/people/masks/", page.typed(**{f"shown-{rep.pk}": "own"})).status_code == 302
    rep.refresh_from_db()
    manager.refresh_from_db()
    assert (rep.masks["email.vip"], manager.masks["email.vip"]) == ({"shown": "own"}, {"shown": "department"})
    answer = signed_in(cast.admin).post("/people/masks/", page.typed(form_token=None, **{f"shown-{manager.pk}": "all"}))
    assert answer.status_code == 422 and ". Your entry is kept here: save again to overwrite it." in answer.text
    new = {"new": "1", "kind": "email", "customers": "vip"}
    answer = signed_in(cast.admin).post("/people/masks/", new, follow=True)
    assert "This rule is already in force: edit it in its table." in answer.text
    manager.refresh_from_db()
    assert manager.masks["email.vip"] == {"shown": "department"}


def test_an_old_editor_of_a_policy_keeps_the_draft_of_another(cast, clock, signed_in):
    policy = Policy.objects.get(key="tracking")
    url = reverse("assignment:policy_draft", args=[policy.pk])
    client = signed_in(cast.general_manager)
    page, other = form_of(client.get(url), "cooldown_days"), form_of(client.get(url), "cooldown_days")
    assert client.post(url, other.typed(cooldown_days="9", note="longer")).status_code == 302
    assert client.post(url, page.typed(**{"no_contact-days": "20"})).status_code == 302
    body = PolicyVersion.objects.get(policy=policy, status="draft").body
    assert body["cooldown_days"] == 9
    assert next(rule for rule in body["rules"] if rule["kind"] == "no_contact")["days"] == 20
    old = form_of(client.get(url), "cooldown_days")
    assert client.post(url, form_of(client.get(url), "cooldown_days").typed(cooldown_days="8")).status_code == 302
    answer = client.post(url, old.typed(cooldown_days="7"))
    assert (
        answer.status_code == 422
        and ". Your entry is kept here: save again to overwrite it." in answer.text
        and 'value="7"' in answer.text
    )
    assert client.post(url, form_of(answer, "cooldown_days").typed()).status_code == 302
    assert PolicyVersion.objects.get(policy=policy, status="draft").body["cooldown_days"] == 7


def test_a_rule_taken_out_on_the_page_does_not_use_up_its_token(cast, clock, signed_in):
    policy = Policy.objects.get(key="tracking")
    url = reverse("assignment:policy_draft", args=[policy.pk])
    client = signed_in(cast.general_manager)
    page = form_of(client.get(url), "cooldown_days")
    assert "form_token" in page.fields
    part = client.post(url, page.typed(do="remove:no_contact"), headers={"HX-Request": "true"})
    assert part.status_code == 200
    forecast = reverse("assignment:policy_forecast", args=[policy.pk])
    assert client.post(forecast, page.typed(), headers={"HX-Request": "true"}).status_code == 200
    assert client.post(url, page.typed(cooldown_days="9")).status_code == 302
    assert PolicyVersion.objects.filter(policy=policy, status="draft").count() == 1
    again = client.post(url, page.typed(cooldown_days="12"), follow=True)
    assert "This was already saved; nothing was saved twice." in again.text


def test_a_draft_that_changed_is_not_submitted_unseen(cast, clock, signed_in):
    policy = Policy.objects.get(key="tracking")
    editor, url = (reverse(f"assignment:policy_{name}", args=[policy.pk]) for name in ("draft", "submit"))
    client = signed_in(cast.manager if may(cast.manager, "policy.edit") else cast.general_manager)
    client.post(editor, form_of(client.get(editor), "cooldown_days").typed(cooldown_days="9"))
    page = form_of(client.get(url), "holds_from")
    clock.shift(60)
    client.post(editor, form_of(client.get(editor), "cooldown_days").typed(cooldown_days="8"))
    answer = client.post(url, page.typed(reason="shorter"))
    assert answer.status_code == 422 and "changed in the meantime" in answer.text
    assert PolicyVersion.objects.get(policy=policy, body__cooldown_days=8).status == "draft"


def test_old_discount_limits_and_an_old_division_of_a_result(cast, clock, signed_in):
    client = signed_in(as_admin(cast.general_manager))
    rep, manager = cast.rep.role, cast.manager.role
    prices.set_limits(by=cast.general_manager, at=NOW, limits={rep.pk: 5, manager.pk: 10})
    page = form_of(client.get("/deals/products/"), f"role_{rep.pk}")
    prices.set_limits(by=cast.general_manager, at=NOW, limits={manager.pk: 15, rep.pk: 5})
    assert client.post(reverse("deals:limits"), page.typed(**{f"role_{rep.pk}": "6"})).status_code == 302
    held = dict(DiscountLimit.objects.values_list("role_id", "percent"))
    assert (held[rep.pk], held[manager.pk]) == (6, 15)
    answer = client.post(reverse("deals:limits"), page.typed(form_token=None, **{f"role_{manager.pk}": "20"}))
    assert answer.status_code == 422 and ". Your entry is kept here: save again to overwrite it." in answer.text


def test_an_old_page_of_a_deal_puts_back_no_amount(cast, clock, signed_in):
    row = deal(customer(cast.rep), cast.rep)
    page = form_of(signed_in(cast.rep).get(f"/deals/{row.pk}/"), "outline")
    deals.update_deal(
        deal_id=row.pk, by=cast.rep, at=NOW, fields={"amount": 99, "expected_close": row.expected_close}, products=[]
    )
    answer = signed_in(cast.rep).post(
        reverse("deals:progress", args=[row.pk]), page.typed(outline="They want it in May.")
    )
    assert answer.status_code == 302, answer.text
    assert Deal.objects.get().amount == 99
