"""What a contact record must say, per kind, as the company set it; a late entry names its reason."""

import pytest
from django.urls import reverse

from activities.domain import follow_ups, required_parts
from activities.domain.followup_corrections import correct_followup
from activities.models import FollowUp, RequiredParts
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.models import Contact
from tests.activities.entries import judge_url, new_url, typed
from tests.cast import NOW, VALID, customer, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

WHOLE = {
    "kind": "visit_out",
    "position": "Buyer",
    "purpose": "Show the samples",
    "result": "Wants an offer",
    "next_step": "Send the offer",
}
SENTENCES = {
    "counterpart": "Enter the person you spoke with.",
    "position": "Enter the position of the person.",
    "purpose": "Enter the purpose of the contact.",
    "result": "Enter the result.",
    "next_step": "Enter the next step.",
}


@pytest.fixture
def by_the_book(cast):
    required_parts.set_parts(chosen=required_parts.required_parts_of(), by=cast.admin, at=NOW)


# --- required parts --------------------------------------------------------------------------------------------------------


@pytest.mark.req("Ni11")
def test_a_visit_with_nothing_in_it_is_refused_with_everything_typed_kept(cast, file, signed_in):
    page = signed_in(cast.rep).post(new_url(file), typed(kind="visit_out", content="", purpose="Look around"))
    assert "Enter what was discussed." in page.content.decode() and "Look around" in page.content.decode()
    with pytest.raises(Refused, match="Enter what was discussed."):
        follow_ups.record_followup(
            customer_id=file.pk,
            by=cast.rep,
            at=NOW,
            fields={"kind": "visit_in", "counterpart": "王经理", "content": ""},
        )
    assert not FollowUp.objects.exists()


@pytest.mark.req("Ni11")
@pytest.mark.parametrize("kind", ["visit_in", "visit_out", "call_in", "call_out"])
def test_the_book_asks_person_and_position_purpose_result_and_next_step(cast, file, signed_in, by_the_book, kind):
    client = signed_in(cast.rep)
    page = client.post(new_url(file), typed(kind=kind, counterpart="")).content.decode()
    for sentence in SENTENCES.values():
        assert sentence in page
    assert VALID in page and not FollowUp.objects.exists()
    for part, sentence in SENTENCES.items():
        page = client.post(new_url(file), typed(**{**WHOLE, "kind": kind, part: ""})).content.decode()
        assert sentence in page and not FollowUp.objects.exists()
    assert client.post(new_url(file), typed(**{**WHOLE, "kind": kind})).status_code == 302
    assert FollowUp.objects.get().position == "Buyer"


@pytest.mark.req("Ni11")
def test_everything_that_is_missing_is_said_at_once(cast, file, signed_in, by_the_book):
    page = signed_in(cast.rep).post(new_url(file), typed(kind="visit_out", counterpart="", content="")).content.decode()
    for sentence in ("Enter what was discussed.", *SENTENCES.values()):
        assert sentence in page


@pytest.mark.req("Ni11")
def test_other_kinds_attempts_and_known_contacts_are_asked_for_less(cast, file, signed_in, by_the_book):
    client = signed_in(cast.rep)
    assert client.post(new_url(file), typed(kind="email")).status_code == 302
    assert client.post(new_url(file), typed(kind="call_out", answered="", content="无人接听")).status_code == 302
    Contact.objects.create(customer=file, name="李总", title="总经理", created_by=cast.rep, created_at=NOW)
    entry = {**WHOLE, "counterpart": "李总", "position": ""}
    assert client.post(new_url(file), typed(**entry)).status_code == 302
    assert FollowUp.objects.count() == 3


@pytest.mark.req("Ni11")
def test_the_verbs_ask_the_same_of_a_record_and_of_a_change(cast, file, by_the_book):
    with pytest.raises(Refused) as refusal:
        follow_ups.record_followup(
            customer_id=file.pk, by=cast.rep, at=NOW, fields={**WHOLE, "counterpart": "王", "result": ""}
        )
    assert refusal.value.field == "result"
    row = follow_ups.record_followup(
        customer_id=file.pk, by=cast.rep, at=NOW, fields={**WHOLE, "counterpart": "王", "content": VALID}
    )
    with pytest.raises(Refused) as refusal:
        correct_followup(followup_id=row.pk, by=cast.rep, at=NOW, fields={"next_step": ""})
    assert refusal.value.field == "next_step"


@pytest.mark.req("Ni11")
def test_the_parts_are_set_on_a_page_and_kept_in_the_audit(cast, signed_in):
    client, url = signed_in(cast.admin), reverse("activities:record_parts")
    assert url in client.get(reverse("home")).content.decode()
    rows = client.get(url + "?fill=book").context["rows"]
    assert sum(asked for row in rows for _part, asked in row["cells"]) == 20 and not RequiredParts.objects.exists()
    client.post(url, {"visit_out": ["result", "purpose", "nonsense"], "flying": ["purpose"]})
    assert required_parts.table() == {"visit_out": {"purpose", "result"}}
    assert Entry.objects.get(action="list.parts").changes == {"visit_out": [None, "purpose, result"]}
    client.post(url, {})
    assert required_parts.table() == {}
    assert signed_in(cast.manager).get(url).status_code == 403


@pytest.mark.req("Ni11", "Nc14")
def test_claiming_with_the_first_contact_can_say_all_of_it(cast, signed_in, by_the_book):
    file = customer(None, department=cast.departments["sales"])
    url = reverse("assignment:claim_form", args=[file.pk])
    entry = {"contact_name": "李总", "kind": "call_out", "content": VALID, "next_step": "Send the offer"}
    page = signed_in(cast.rep).post(url, entry).content.decode()
    assert "Enter the position of the person." in page and VALID in page
    more = {"contact_title": "总经理", "purpose": "First contact", "result": "Wants an offer"}
    assert signed_in(cast.rep).post(url, entry | more).status_code == 302
    assert FollowUp.objects.get().result == "Wants an offer"


# --- late entries ----------------------------------------------------------------------------------------------------------


@pytest.mark.req("Nf13")
def test_a_late_entry_is_asked_for_its_reason_and_tells_the_manager_at_once(cast, file, signed_in):
    client = signed_in(cast.rep)
    entry = typed(occurred_at="2026-02-25T10:00")
    page = client.post(new_url(file), entry).content.decode()
    assert (
        "Entered later than the department allows: give the reason. Your manager is notified and confirms it." in page
        and VALID in page
    )
    assert not FollowUp.objects.exists() and not Notice.objects.filter(kind="followup_late").exists()
    assert client.post(new_url(file), entry | {"late_reason": "ill for three days"}).status_code == 302
    row = FollowUp.objects.get()
    assert row.late and row.late_reason == "ill for three days"
    notice = Notice.objects.get(kind="followup_late")
    assert notice.user == cast.manager and notice.params["reason"] == "ill for three days"
    assert notice.url == reverse("activities:followup_check", args=[row.pk])
    page = signed_in(cast.manager).get(reverse("activities:review_list")).content.decode()
    assert "Late because: ill for three days" in page
    page = signed_in(cast.manager).get(notice.url).content.decode()
    assert "Late because: ill for three days" in page
    page = signed_in(cast.rep).get(reverse("activities:timeline", args=[file.pk])).content.decode()
    assert "Late because: ill for three days" in page


@pytest.mark.req("Nf13")
def test_an_entry_in_time_asks_nothing_and_tells_nobody(cast, file, signed_in):
    signed_in(cast.rep).post(new_url(file), typed(occurred_at="2026-03-02T08:00"))
    assert FollowUp.objects.get().late is False and not Notice.objects.filter(kind="followup_late").exists()
    elsewhere = customer(cast.solar_rep, since=moment("2026-02-16 09:00"))
    signed_in(cast.solar_rep).post(new_url(elsewhere), typed(occurred_at="2026-02-17T10:00"))
    assert FollowUp.objects.count() == 2, "Solar knows no late entries"


@pytest.mark.req("Nf13")
def test_a_change_that_makes_an_entry_late_is_asked_too(cast, file):
    row = follow_ups.record_followup(
        customer_id=file.pk, by=cast.rep, at=NOW, fields={"kind": "note", "counterpart": "王", "content": VALID}
    )
    earlier = {"occurred_at": moment("2026-02-25 10:00")}
    with pytest.raises(Refused, match="give the reason"):
        correct_followup(followup_id=row.pk, by=cast.rep, at=NOW, fields=earlier)
    correct_followup(followup_id=row.pk, by=cast.rep, at=NOW, fields={**earlier, "late_reason": "wrong day"})
    assert Notice.objects.get(kind="followup_late").user == cast.manager


@pytest.mark.req("Nf13")
def test_while_typing_it_is_said_that_a_reason_is_wanted(cast, file, signed_in):
    page = signed_in(cast.rep).post(judge_url(file), typed(occurred_at="2026-02-25T10:00")).content.decode()
    assert "Entered later than the department allows: give the reason below" in page
