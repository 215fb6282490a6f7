"""The auditor's search: found by person, action, customer, subject, day and text; the export is itself an entry."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assignment.domain import ownership
from assignment.domain.policies import requests, versions
from crm_project.audit import tasks
from crm_project.audit.domain import chain, log
from crm_project.audit.models import Entry
from crm_project.audit.presenters.rows import table
from crm_project.audit.presenters.text import action_words
from crm_project.notices.models import Notice
from customers.domain import records
from customers.domain.duplicates import merge
from customers.domain.stages import ask_intent
from tests.cast import NOW, customer

SEARCH = reverse("audit:search")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.both]


def names(client, **query):
    return [row["subject"] for row in client.get(SEARCH, query).context["rows"]]


@pytest.mark.req("Na8", "Ne3")
def test_entries_are_found_by_person_action_customer_subject_day_and_text(cast, signed_in):
    row, other = customer(cast.rep), customer(cast.mate, since=NOW - timedelta(days=3))
    ownership.release(customer_id=row.pk, by=cast.manager, reason="not worked on", at=NOW)
    log.record(
        by=cast.admin,
        action="role.rights",
        at=NOW,
        subject=cast.rep.role,
        changes={"rights": [None, "customer.export"]},
    )
    client = signed_in(cast.auditor)
    assert names(client, who="manager") == [row.name]
    assert other.name in names(client, action="ownership") and "Rep" not in names(client, action="ownership")
    assert names(client, action="rights") == ["Rep"]
    assert set(names(client, customer=row.code)) == {row.name} == set(names(client, customer=row.name))
    assert names(client, subject=f"customer:{other.pk}") == [other.name]
    assert names(client, until="2026-02-28") == [other.name]
    assert row.name in names(client, since="2026-03-02") and other.name not in names(client, since="2026-03-02")
    assert names(client, q="not worked") == [row.name]
    for text in (row.code, row.code.lower(), f" {row.code} ", row.name):
        found = names(client, q=text)
        assert set(found) == {row.name} and len(found) == len(names(client, customer=row.code)), text
    assert (
        "No entry matches these filters. Remove one, or choose a longer period."
        in client.get(SEARCH, {"q": "nothing like it"}).content.decode()
    )


@pytest.mark.req("Na8", "Ne3")
@pytest.mark.parametrize("box", ["q", "customer"])
def test_everything_about_a_customer_is_found_by_code_name_and_former_name(cast, signed_in, box):
    row, other = customer(cast.rep, name="杭州旧名科技有限公司"), customer(cast.rep, name="杭州别家科技有限公司")
    records.update_customer(customer_id=row.pk, by=cast.rep, at=NOW, fields={"name": "宁波新名科技有限公司"})
    contact = records.save_contact(customer_id=row.pk, by=cast.rep, at=NOW, fields={"name": "王芳"})
    records.save_contact(customer_id=other.pk, by=cast.rep, at=NOW, fields={"name": "李明"})
    client = signed_in(cast.auditor)
    wanted = set(Entry.objects.filter(customer_id=row.pk).values_list("pk", flat=True))
    assert Entry.objects.get(subject_type="contact", subject_id=str(contact.pk)).pk in wanted
    for text in (row.code, row.code.lower(), "宁波新名科技有限公司", "宁波新名", "杭州旧名科技有限公司", "杭州旧名"):
        found = {line["pk"] for line in client.get(SEARCH, {box: text}).context["rows"]}
        assert found == wanted, text
    assert signed_in(cast.rep).get(SEARCH, {box: row.code}).status_code == 403


@pytest.mark.req("Na8")
def test_what_was_merged_is_found_with_its_survivor(cast, signed_in):
    one, other = customer(cast.rep, name="杭州前身科技有限公司"), customer(cast.rep, name="杭州后身科技有限公司")
    records.save_contact(customer_id=other.pk, by=cast.rep, at=NOW, fields={"name": "王芳"})
    merge.merge_customers(one_id=one.pk, other_id=other.pk, by=cast.manager, at=NOW, reason="one company")
    client = signed_in(cast.auditor)
    kept, merged = sorted((one, other), key=lambda row: row.pk)
    wanted = set(Entry.objects.filter(customer_id__in=[kept.pk, merged.pk]).values_list("pk", flat=True))
    for text in (kept.code, merged.code, merged.name):
        assert {line["pk"] for line in client.get(SEARCH, {"customer": text}).context["rows"]} == wanted, text


@pytest.mark.req("Ne3", "Na8")
def test_codes_are_kept_and_labels_are_shown(cast, signed_in):
    row = customer(cast.rep)
    for field, old, new in (
        ("stage", "potential", "intent"),
        ("standing", "ordinary", "key"),
        ("value_rating", "", "premier"),
    ):
        log.record(by=cast.rep, action="customer.changed", at=NOW, subject=row, changes={field: [old, new]})
    told = {c[0]: c[1:] for entry in signed_in(cast.auditor).get(SEARCH).context["rows"] for c in entry["changes"]}
    assert ("Potential", "Intent") in told.values() and ("Ordinary customer", "Key customer") in told.values()
    assert ("", "Premier") in told.values()
    assert Entry.objects.filter(changes={"stage": ["potential", "intent"]}).exists(), "stored as codes"


def test_only_those_who_may_read_the_audit(cast, signed_in):
    for person in (cast.rep, cast.manager, cast.clerk):
        assert signed_in(person).get(SEARCH).status_code == 403
    for person in (cast.auditor, cast.admin, cast.general_manager):
        assert signed_in(person).get(SEARCH).status_code == 200


@pytest.mark.req("Ne3")
def test_an_entry_shows_old_and_new_and_its_place_in_the_chain(cast, signed_in):
    row = customer(cast.rep)
    ownership.transfer(customer_id=row.pk, to=cast.mate, by=cast.manager, reason="holidays", at=NOW)
    entry = Entry.objects.get(action="ownership.transferred")
    url = reverse("audit:entry", args=[entry.pk])
    client = signed_in(cast.auditor)
    text = client.get(url).content.decode()
    assert "holidays" in text and "waiting to be sealed" in text
    assert client.get(url).context["row"]["changes"] == [("owner", "Rep", "Mate")], "names, not keys"
    tasks.seal()
    assert "unaltered" in client.get(url).content.decode()
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger' AND tbl_name='audit_entry'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute("UPDATE audit_entry SET reason='nothing' WHERE id=%s", [entry.pk])
            for _name, sql in triggers:
                cursor.execute(sql)
            assert "ALTERED" in client.get(url).content.decode()


def test_the_export_carries_what_was_found_and_is_logged(cast, signed_in):
    row = customer(cast.rep)
    ownership.give_up(customer_id=row.pk, by=cast.rep, reason="=HYPERLINK(1)", at=NOW)
    answer = signed_in(cast.auditor).post(reverse("audit:export") + "?who=rep&action=ownership")
    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Type"].startswith("text/csv") and row.name in text
    assert "'=HYPERLINK(1)" in text, "no formula reaches a spreadsheet"
    entry = Entry.objects.get(action="audit.exported")
    assert entry.actor == cast.auditor and "who=rep" in entry.changes["query"][1]
    assert signed_in(cast.auditor).get(reverse("audit:export")).status_code == 405
    assert signed_in(cast.rep).post(reverse("audit:export")).status_code == 403


@pytest.mark.req("Ne3")
def test_the_state_of_the_chain_stands_on_the_page(cast, signed_in):
    customer(cast.rep)
    client = signed_in(cast.auditor)
    assert "not checked yet" in client.get(SEARCH).content.decode()
    assert tasks.seal() == Entry.objects.count()
    tasks.prove()
    text = client.get(SEARCH).content.decode()
    assert "intact" in text and f"{Entry.objects.count()} entries" in text


def test_a_broken_chain_is_told_to_those_who_read_the_audit(cast, monkeypatch, signed_in):
    monkeypatch.setattr(chain, "verify", lambda *_: (4, "entry 5 was altered"))
    tasks.prove()
    assert set(Notice.objects.filter(kind="chain_broken").values_list("user__username", flat=True)) == {
        "auditor",
        "admin",
        "general_manager",
    }
    assert "broken" in signed_in(cast.auditor).get(SEARCH).content.decode()


def test_proving_is_asked_for_in_the_browser_and_done_in_the_background(cast, signed_in, monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.prove, "delay_on_commit", lambda: sent.append(1))
    signed_in(cast.auditor).post(reverse("audit:prove"))
    assert sent and Entry.objects.filter(action="audit.proved", actor=cast.auditor).exists()


@pytest.mark.embedded
def test_fifty_entries_take_as_many_queries_as_one(cast, signed_in, queries):
    signed_in(cast.auditor)
    customer(cast.rep)
    few = queries(SEARCH)
    for _ in range(49):
        customer(cast.mate)
    assert queries(SEARCH) == few


@pytest.mark.req("Na8")
def test_no_link_leads_to_what_the_reader_may_not_open(cast, signed_in):
    request = ask_intent(customer_id=customer(cast.rep).pk, reason="They asked for an offer", by=cast.rep, at=NOW)
    rows = list(Entry.objects.filter(action="request.asked").select_related("actor"))
    url = reverse("approvals:request", args=[request.pk])
    assert [row["subject_url"] for row in table(rows, cast.manager, NOW)] == [url], "who decides opens it"
    assert [row["subject_url"] for row in table(rows, cast.auditor, NOW)] == [""]
    page = signed_in(cast.auditor).get(SEARCH).text
    assert url not in page and rows[0].subject_name.split(" · ")[-1] in page


@pytest.mark.req("Ne3", "M15")
def test_a_reason_that_no_person_wrote_reads_as_words(cast, signed_in):
    solar = versions.preset("solar", at=NOW)
    requests.ask_approval(department=cast.departments["sales"], policy=solar, by=cast.manager, at=NOW)
    assert Entry.objects.filter(reason="under_policy").exists(), "stored as a code"
    page = signed_in(cast.auditor).get(SEARCH, {"action": "requests"}).text
    assert "The department is assigned this policy of the rule book." in page and "under_policy" not in page


@pytest.mark.req("Nb3", "Ne3")
def test_looking_up_a_customer_by_code_is_called_so(cast, signed_in):
    theirs = customer(cast.stranger)
    signed_in(cast.rep).get(reverse("customers:list"), {"q": theirs.code})
    rows = signed_in(cast.auditor).get(SEARCH, {"action": "looks"}).context["rows"]
    assert [(row["what"], row["subject"]) for row in rows] == [("looked up a customer by code", theirs.name)]


def test_an_unknown_action_shows_itself():
    assert action_words("something.new") == "something.new"
