"""Customers from a file: new ones with owner, clock and ledger; known ones unchanged, filled in or refused (Z10, D3, Ni5)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assignment.domain import deadlines
from assignment.domain.ledger import owner_on
from assignment.domain.sweep.reconcile import ledger_disagrees, reconcile
from assignment.models import OwnershipEvent
from crm_project.accounts.models import User
from crm_project.audit.models import Entry
from customers.domain.duplicates import matching
from customers.domain.records import update_customer
from customers.models import Contact, Customer, ListItem, NameDoubt, NameGram, Ownership
from tests.cast import NOW, assemble, customer, moment
from tests.customers.tables import bring, told

pytestmark = pytest.mark.django_db

NAME = "杭州友好科技有限公司"


def row(name=NAME, **values):
    return {"full_name": name, "department": "Sales", **values}


def said(report):
    return dict(report.refused)


FULL = row(
    code="X-1",
    owner="rep",
    owned_since="2026-02-20T09:00",
    stage="intent",
    stage_since="2026-02-25",
    kind="company",
    type="EPC",
    region="浙江; Jiangsu",
    site="Home",
    address="文三路 1 号",
    phone="0571-88880000",
    email="a@example.com",
    trade="Solar energy",
    introduction="一家公司",
    value_rating="good",
    segment="direct",
    vip="yes",
    contact_name="王经理",
    contact_title="采购",
    contact_mobile=13800000000,
    contact_key="yes",
)


@pytest.mark.req("Ni3", "Z10")
def test_every_column_arrives(cast, tmp_path):
    assert told(bring(tmp_path, "customers", [FULL], history=True)) == {"new": 1}
    made = Customer.objects.get(code="X-1")
    assert (made.name, made.department, made.stage, made.stage_since) == (
        NAME,
        cast.departments["sales"],
        "intent",
        moment("2026-02-25 00:00"),
    )
    assert (made.type.name, made.site.name, made.trade.name) == ("EPC", "Home", "Solar energy")
    assert sorted(made.regions.values_list("name_zh", flat=True)) == sorted(["浙江", "江苏"])
    assert (made.address, made.phone, made.email, made.introduction) == (
        "文三路 1 号",
        "0571-88880000",
        "a@example.com",
        "一家公司",
    )
    assert (made.value_rating, made.segment, made.vip, made.pooled_at) == ("good", "direct", True, None)
    contact = made.contacts.get()
    assert (contact.name, contact.title, contact.mobile, contact.key) == ("王经理", "采购", "13800000000", True)
    assert (made.created_at, made.changed_at) == (moment("2026-02-20 09:00"), NOW)


def test_the_owner_holds_it_since_then_with_clock_and_ledger(cast, tmp_path):
    bring(tmp_path, "customers", [FULL], history=True)
    held = Ownership.objects.get()
    assert (held.owner, held.since, held.department) == (
        cast.rep,
        moment("2026-02-20 09:00"),
        cast.departments["sales"],
    )
    assert held.release_at == moment("2026-03-07 10:00")  # 15 days without a valid follow-up
    assert owner_on(held.pk, moment("2026-02-21 00:00")) == cast.rep.pk
    assert OwnershipEvent.objects.get().policy_version_id == held.policy_version
    assert ledger_disagrees() == []


@pytest.mark.parametrize("policy", ["tracking", "solar", "stages", "direct"])
def test_the_clocks_are_those_that_a_reconcile_would_find(db, tmp_path, policy):
    assemble(policy)
    rows = [
        row(
            f"杭州{n}号科技有限公司",
            owner="rep",
            owned_since=f"2026-02-{n + 1:02d}",
            stage=stage,
            stage_since=since,
            contact_name="王",
            contact_key=key,
        )
        for n, (stage, since, key) in enumerate(
            (s, t, k)
            for s in ("potential", "intent", "official", None)
            for t in ("2026-02-20", None)
            for k in ("yes", None)
        )
    ]
    assert told(bring(tmp_path, "customers", rows, history=True)) == {"new": 16}
    assert reconcile(at=NOW) == (16, 0)


def test_without_owner_it_stands_in_the_pool_of_its_department(cast, tmp_path):
    bring(tmp_path, "customers", [row()])
    made = Customer.objects.get()
    assert (made.pooled_at, made.pool_reason, made.code[:2]) == (NOW, "imported", "C-")
    assert not Ownership.objects.exists()


def test_it_is_found_by_its_name_at_once(cast, tmp_path):
    bring(tmp_path, "customers", [row()])
    assert [match.name for match in matching.find("友好科技")] == [NAME]
    assert NameGram.objects.filter(customer=Customer.objects.get()).exists()


@pytest.mark.req("Nc1")
def test_a_name_that_is_not_a_full_one_is_taken_and_put_on_the_work_list(cast, tmp_path):
    assert told(bring(tmp_path, "customers", [row("友好"), row()])) == {"new": 2}
    assert NameDoubt.objects.get().customer.name == "友好"


def test_the_second_run_changes_nothing(cast, tmp_path):
    rows = [FULL, row("上海第二科技有限公司"), row("上海第三科技有限公司", owner="mate")]
    bring(tmp_path, "customers", rows, history=True)
    tables = [Customer, Ownership, OwnershipEvent, Contact, NameGram, ListItem]
    before = [list(model.objects.order_by("pk").values()) for model in tables]
    assert told(bring(tmp_path, "customers", rows, history=True, at=NOW + timedelta(days=1))) == {"unchanged": 3}
    assert [list(model.objects.order_by("pk").values()) for model in tables] == before


def test_the_same_row_again_changes_nothing_whatever_happened_since(cast, tmp_path):
    rows = [FULL]
    bring(tmp_path, "customers", rows, history=True)
    made = Customer.objects.get()
    update_customer(customer_id=made.pk, by=cast.rep, at=NOW, fields={"phone": "010-1"})
    Ownership.objects.all().delete()
    Customer.objects.update(stage="official", pooled_at=NOW)
    assert told(bring(tmp_path, "customers", rows, history=True)) == {"unchanged": 1}
    assert Customer.objects.get().phone == "010-1" and not Ownership.objects.exists()


def test_empty_fields_are_filled_in_and_empty_cells_change_nothing(cast, tmp_path):
    known = customer(cast.rep, name=NAME, address="老地址")
    report = bring(
        tmp_path,
        "customers",
        [row(owner="rep", phone="0571-1", region="浙江", contact_name="李", contact_key="yes", type="EPC")],
    )
    assert told(report) == {"changed": 1}
    known.refresh_from_db()
    assert (known.phone, known.address, known.type.name, known.regions.get().name_zh) == (
        "0571-1",
        "老地址",
        "EPC",
        "浙江",
    )
    assert known.contacts.get().key
    entry = Entry.objects.get(action="customer.imported")
    assert entry.changes["phone"] == ["", "0571-1"] and "row 2" in entry.reason
    assert deadlines.refresh([known.pk], at=NOW) == 0


def test_what_nobody_changed_here_since_may_be_corrected_by_the_next_file(cast, tmp_path):
    bring(tmp_path, "customers", [row(phone="0571-1", region="浙江", contact_name="王", contact_mobile="1")])
    report = bring(
        tmp_path,
        "customers",
        [row(phone="0571-2", region="江苏", contact_name="王", contact_mobile="2")],
        at=NOW + timedelta(hours=1),
    )
    assert told(report) == {"changed": 1}
    made = Customer.objects.get()
    assert (made.phone, made.regions.get().name_zh, made.contacts.get().mobile) == ("0571-2", "江苏", "2")
    update_customer(customer_id=made.pk, by=cast.file_keeper, at=NOW + timedelta(hours=2), fields={"address": "新路"})
    report = bring(tmp_path, "customers", [row(phone="0571-3", address="别处")], at=NOW + timedelta(hours=3))
    assert "has different values in address, phone and was changed here since: edit it on its page." in said(report)[2]
    assert Customer.objects.get().phone == "0571-2"


@pytest.mark.req("Ni5", "Z10")
def test_a_duplicate_is_refused_naming_code_and_owner(cast, tmp_path):
    customer(cast.mate, name=NAME, code="C-7")
    for values in ({"owner": "rep"}, {"code": "C-8", "owner": "mate"}, {}):
        assert said(bring(tmp_path, "customers", [row(**values)])) == {
            2: f"This customer already exists: C-7 “{NAME}”, owned by Mate."
        }
    assert said(bring(tmp_path, "customers", [row("（杭州）友好科技有限责任公司", code="C-9")]))[2].startswith(
        "This customer already exists: C-7"
    )


def test_a_code_belongs_to_one_name(cast, tmp_path):
    customer(cast.mate, name=NAME, code="C-7")
    assert said(bring(tmp_path, "customers", [row("上海别的科技有限公司", code="C-7")])) == {
        2: f"C-7 is “{NAME}”: a name is changed on the customer's page."
    }


def test_the_same_customer_twice_in_a_file_is_taken_once(cast, tmp_path):
    report = bring(
        tmp_path,
        "customers",
        [
            row(),
            row("杭州友好科技有限责任公司"),
            row("上海二科技有限公司", code="A"),
            row("上海三科技有限公司", code="A"),
        ],
    )
    assert told(report) == {"new": 2, "refused": 2}
    assert said(report) == {
        3: "Row 2 of this file is the same customer.",
        5: "Row 4 of this file is the same customer.",
    }


def test_a_refused_row_does_not_stand_in_the_way_of_a_right_one(cast, tmp_path):
    report = bring(tmp_path, "customers", [row(owner="nobody"), row(owner="rep")])
    assert told(report) == {"new": 1, "refused": 1}
    assert said(report) == {2: "owner: the user name “nobody” does not exist; import people first."}


def test_people_may_stand_there_by_their_full_names(cast, tmp_path):
    User.objects.filter(pk=cast.rep.pk).update(full_name="王芳")
    by_name = row(owner="王芳")
    assert told(bring(tmp_path, "customers", [by_name])) == {"new": 1}
    assert Ownership.objects.get().owner == cast.rep
    assert told(bring(tmp_path, "customers", [by_name, row(owner="rep")])) == {"unchanged": 1, "refused": 1}
    User.objects.filter(pk=cast.stranger.pk).update(full_name="王芳")
    other = row("宁波海风电器有限公司", owner="王芳")
    report = bring(tmp_path, "customers", [other])
    assert said(report) == {2: "owner: several people are called “王芳”; enter the user name."}
    User.objects.filter(pk=cast.stranger.pk).update(is_active=False)
    assert told(bring(tmp_path, "customers", [other])) == {"new": 1}, "who has left is not meant where somebody is here"


def test_owner_stage_and_department_of_a_known_customer_are_changed_by_their_verbs_only(cast, tmp_path):
    customer(cast.rep, name=NAME, code="C-7")
    report = bring(
        tmp_path, "customers", [row(owner="rep", stage="intent", department="Solar", owned_since="2026-01-01")]
    )
    assert said(report) == {
        2: f"C-7 “{NAME}” has different values in department, owned_since, stage: edit them on its page."
    }


def test_merged_and_removed_customers_are_named(cast, tmp_path):
    kept = customer(cast.rep, name=NAME, code="C-1")
    customer(department=cast.departments["sales"], name="上海旧科技有限公司", code="C-2", merged_into=kept)
    customer(department=cast.departments["sales"], name="上海错科技有限公司", code="C-3", removed_at=NOW)
    report = bring(tmp_path, "customers", [row("上海旧科技有限公司"), row("上海错科技有限公司")])
    assert said(report) == {
        2: f"C-2 was merged into C-1 “{NAME}”.",
        3: "C-3 “上海错科技有限公司” was removed from the lists.",
    }


def test_what_a_row_may_not_say(cast, tmp_path):
    User.objects.filter(username="mate").update(is_active=False)
    report = bring(
        tmp_path,
        "customers",
        [
            row("上海1科技有限公司", owned_since="2026-03-03", owner="rep"),
            row("上海2科技有限公司", stage_since="2027-01-01"),
            row("上海3科技有限公司", owned_since="2026-01-01"),
            row("上海4科技有限公司", bad_debt="yes"),
            row("上海5科技有限公司", department="Nowhere"),
            row("上海6科技有限公司", owner="mate"),
            row("上海7科技有限公司", owner="finance"),
            row("上海8科技有限公司", owner="solar_rep"),
            row("上海9科技有限公司", phone="138****0000"),
            row("上海10科技有限公司", contact_mobile="1"),
            row("上海11科技有限公司", stage="won", email="x"),
            row("!!!"),
            row(None),
        ],
    )
    assert told(report) == {"refused": 13}
    assert list(said(report).values()) == [
        "owned_since is in the future.",
        "stage_since is in the future.",
        "owned_since is filled in, but owner is empty.",
        "bad_debt can only be imported with history.",
        "department: there is no “Nowhere”.",
        "Mate can't hold customers: choose somebody whose role can.",
        "Finance can't hold customers: choose somebody whose role can.",
        "owner: Solar Rep belongs to Solar, not to Sales.",
        "phone: part of the number is hidden.",
        "contact_mobile is filled in, but contact_name is empty.",
        "stage: “won” is unknown; use one of potential, intent, official. email: “x” is not an e-mail address.",
        "full_name: “!!!” is not a name.",
        "full_name is empty.",
    ]


def test_a_future_time_is_refused_in_history_too(cast, tmp_path):
    report = bring(tmp_path, "customers", [row(owner="rep", owned_since="2026-03-02T09:01")], history=True)
    assert said(report) == {2: "owned_since is in the future."}


def test_bad_debt_comes_with_history(cast, tmp_path):
    bring(tmp_path, "customers", [row(bad_debt="yes")], history=True)
    assert Customer.objects.get().bad_debt


def test_an_owner_of_a_team_below_brings_the_customer_into_that_team(cast, tmp_path):
    bring(tmp_path, "customers", [row(owner="east_rep")])
    assert Customer.objects.get().department == Ownership.objects.get().department == cast.departments["east"]


@pytest.mark.req("D3")
def test_slots_hold_without_history_and_not_with_it(cast, tmp_path):
    for n in range(13):
        customer(cast.stranger, name=f"深圳{n}号科技有限公司")
    rows = [row(f"上海{n}科技有限公司", department="Direct", owner="stranger") for n in range(5)]
    rows[0]["stage"] = "official"
    dry = bring(tmp_path, "customers", rows, write=False)
    report = bring(tmp_path, "customers", rows)
    assert (dry.counts, dry.refused) == (report.counts, report.refused)
    assert said(report) == {5: "All 15 slots of Stranger are taken.", 6: "All 15 slots of Stranger are taken."}
    assert told(bring(tmp_path, "customers", rows, history=True)) == {"unchanged": 3, "new": 2}


def test_people_of_the_same_name_are_told_apart_by_their_phone(cast, tmp_path):
    report = bring(
        tmp_path,
        "customers",
        [
            row("王小明", kind="individual", phone="138 0000 0001"),
            row("王小明", kind="individual", phone="13800000002"),
        ],
    )
    assert told(report) == {"new": 2}


def test_a_new_value_of_a_list_takes_a_yes_and_the_right_to_manage_lists(cast, tmp_path):
    new = row(type="Dealer", region="火星; 浙江", trade="Solar ENERGY")
    by = User.objects.select_related("role", "department").get(pk=cast.clerk.pk)
    for said_yes in ({"by": by, "new_values": True}, {"new_values": False}):
        report = bring(tmp_path, "customers", [new], **said_yes)
    assert said(report)[2].startswith("type: “Dealer” is not in the list (Wholesaler / distributor, ")
    assert "region: “火星” is not in the list" in said(report)[2]
    assert told(bring(tmp_path, "customers", [new], write=False, new_values=True)) == {"new": 1}
    assert not ListItem.objects.filter(name__in=["Dealer", "火星"]).exists()
    assert told(bring(tmp_path, "customers", [new], new_values=True)) == {"new": 1}
    assert ListItem.objects.filter(name__in=["Dealer", "火星"]).count() == 2
    assert Customer.objects.get().trade.name == "Solar energy"


@pytest.mark.req("Nb3")
def test_rows_outside_the_right_to_import_are_refused(cast, tmp_path):
    by = User.objects.select_related("role", "department").get(pk=cast.manager.pk)
    customer(cast.stranger, name="深圳别家科技有限公司", code="C-5")
    report = bring(
        tmp_path,
        "customers",
        [
            row(),
            row("上海二科技有限公司", department="Sales/East", owner="east_rep"),
            row("上海三科技有限公司", department="Direct"),
            row("深圳别家科技有限公司", department="Direct", owner="stranger", phone="1"),
        ],
        by=by,
    )
    assert said(report) == {
        4: "You have no right to import into Direct.",
        5: "This customer already exists: C-5 “深圳别家科技有限公司”, owned by Stranger.",
    }


def test_a_dry_run_tells_the_same_and_changes_nothing(cast, tmp_path):
    customer(cast.rep, name=NAME)
    rows = [
        row(owner="rep", phone="1"),
        row("上海二科技有限公司", owner="rep"),
        row("上海二科技有限公司"),
        row("上海三科技有限公司", stage="x"),
        row("上海四科技有限公司", type="New"),
    ]
    tables = [Customer, Ownership, OwnershipEvent, NameGram, ListItem, Entry]
    before = [list(model.objects.order_by("pk").values()) for model in tables]
    dry = bring(tmp_path, "customers", rows, write=False, new_values=True)
    assert [list(model.objects.order_by("pk").values()) for model in tables] == before
    wet = bring(tmp_path, "customers", rows, new_values=True)
    assert told(dry) == told(wet) == {"changed": 1, "new": 2, "refused": 2} and dry.refused == wet.refused


def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(cast, tmp_path):
    bring(tmp_path, "customers", [row(owner="rep")])  # what is read once and kept
    counts = []
    for n in (1, 60):
        rows = [
            row(f"苏州{n}{i}号科技有限公司", owner="rep", type="EPC", region="浙江", contact_name="王")
            for i in range(n)
        ]
        with CaptureQueriesContext(connection) as seen:
            bring(tmp_path, "customers", rows)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_ten_thousand_bad_rows_are_each_answered(cast, tmp_path):
    rows = [row(f"无{n}", stage="nowhere", owner=f"nobody{n}") for n in range(10_000)]
    report = bring(tmp_path, "customers", rows)
    assert told(report) == {"refused": 10_000} and len(report.refused) == 10_000
    assert not Customer.objects.exists()


@pytest.mark.req("Na7")
def test_half_of_what_belongs_together_is_refused_for_known_customers_too(cast, tmp_path):
    """It was dropped without a word, and the row said to be unchanged."""
    bring(tmp_path, "customers", [row(), row("杭州二号科技有限公司")])
    report = bring(
        tmp_path,
        "customers",
        [
            row(contact_mobile="13800000000", address="文三路 2 号"),
            row("杭州二号科技有限公司", owned_since="2026-02-20"),
        ],
    )
    assert said(report) == {
        2: "contact_mobile is filled in, but contact_name is empty.",
        3: "owned_since is filled in, but owner is empty.",
    }
    assert not Contact.objects.exists() and not Customer.objects.exclude(address="").exists()
