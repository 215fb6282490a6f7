"""A major change is recorded from the customer page and stands there and in the timeline (row M6)."""

from datetime import date

import pytest
from django.urls import reverse

from activities.models import Attachment
from activities.presenters import timeline
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.domain.changes import kinds, recording
from customers.models import MajorChange
from tests.activities.test_attachments import PDF, upload
from tests.cast import NOW, customer

from .entries import kind, record

pytestmark = [pytest.mark.django_db, pytest.mark.req("M6"), pytest.mark.usefixtures("clock")]


def new_url(row):
    return reverse("customers:change_new", args=[row.pk])


def sent(name="Address", **more):
    given = {"happened_on": "2026-02-20", "text": "They moved to the new park", "source": "A call"} | more
    return {"kind": kind(name).pk} | given


def panel(client, row):
    return client.get(f"/customers/{row.pk}/?part=file").context["changes"]


def test_a_kind_is_chosen_and_what_it_proposes_is_marked(cast, signed_in):
    row = customer(cast.rep)
    client = signed_in(cast.rep)
    assert "Bankruptcy or insolvency" in client.get(new_url(row)).content.decode()
    form = client.get(new_url(row), {"kind": kind("Dispute or lawsuit").pk}).context["form"]
    assert form["follows"].value() == ["grade", "hold"]
    answer = client.post(new_url(row), sent("Dispute or lawsuit", text="They sued our carrier", follows=["hold"]))
    assert answer.url == f"/customers/{row.pk}/?part=file#changes"
    kept = MajorChange.objects.get()
    assert (str(kept.kind), kept.follows, kept.recorded_by, kept.source) == (
        "Dispute or lawsuit",
        ["hold"],
        cast.rep,
        "A call",
    )


def test_it_stands_on_the_page_the_newest_first_and_in_the_timeline(cast, signed_in):
    row = customer(cast.rep)
    record(row, cast.rep, happened_on=date(2026, 2, 1), text="A new plant was opened")
    record(row, cast.service, "Large order", happened_on=date(2026, 2, 25), text="They won the metro")
    shown = panel(signed_in(cast.manager), row)
    assert [(entry["kind"], entry["on"]) for entry in shown] == [
        ("Large order", "2026-02-25"),
        ("Address", "2026-02-01"),
    ]
    assert str(cast.service) in shown[0]["by"] and "A call" in shown[0]["by"]
    entries = [e for day in timeline.page(row, cast.rep, NOW, kind="major")["days"] for e in day["entries"]]
    assert [e["body"] for e in entries] == ["They won the metro", "A new plant was opened"]
    assert "Address" in entries[1]["what"] and entries[1]["who"] == str(cast.rep)


def test_the_owner_the_manager_and_the_file_keepers_are_told_each_once(cast):
    row = customer(cast.rep)
    record(row, cast.service)
    told = Notice.objects.filter(kind="major_change")
    assert {notice.user for notice in told} == {cast.rep, cast.manager, cast.file_keeper}
    assert told[0].params["change"] == "Address" and told[0].url.endswith("#changes")
    Notice.objects.all().delete()
    record(row, cast.manager)
    assert {notice.user for notice in Notice.objects.all()} == {cast.rep, cast.file_keeper}


def test_each_reads_the_kind_in_their_own_language(cast):
    cast.file_keeper.language = "zh-hans"
    cast.file_keeper.save()
    record(customer(cast.rep), cast.service)
    assert Notice.objects.get(user=cast.file_keeper).params["change"] == "地址搬迁"
    assert Notice.objects.get(user=cast.manager).params["change"] == "Address"


def test_files_come_with_it_or_nothing_of_it(cast, signed_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    row = customer(cast.rep)
    client = signed_in(cast.rep)

    assert client.post(new_url(row), sent(uploads=[upload("extract.exe", b"MZ")])).status_code == 422
    assert not MajorChange.objects.exists()
    assert client.post(new_url(row), sent(uploads=[upload("extract.pdf", PDF)])).status_code == 302
    assert Attachment.objects.get().change == MajorChange.objects.get()
    ((name, url),) = panel(client, row)[0]["files"]
    assert name == "extract.pdf" and client.get(url).status_code == 200


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"happened_on": "2026-03-03"}, "happened_on"),
        ({"happened_on": ""}, "happened_on"),
        ({"text": " x "}, "text"),
        ({"source": " "}, "source"),
        ({"follows": ["burn"]}, "follows"),
    ],
)
def test_what_is_missing_or_can_not_be_is_said_at_its_field(cast, signed_in, given, field):
    answer = signed_in(cast.rep).post(new_url(row := customer(cast.rep)), sent(**given))
    assert answer.status_code == 422 and field in answer.context["form"].errors
    assert not MajorChange.objects.filter(customer=row).exists()


def test_a_day_in_the_future_and_empty_words_are_refused_by_the_verb_too(cast):
    row = customer(cast.rep)
    for code, given in [
        ("future", {"happened_on": date(2026, 3, 3)}),
        ("text", {"text": "x"}),
        ("source", {"source": " "}),
    ]:
        with pytest.raises(Refused) as refusal:
            record(row, cast.rep, **given)
        assert refusal.value.code == code


@pytest.mark.req("Nb3")
def test_everybody_who_opens_the_page_records_and_nobody_else(cast):
    row = customer(cast.rep)
    for person in (cast.rep, cast.manager, cast.service, cast.finance, cast.file_keeper):
        record(row, person)
    with pytest.raises(Refused) as refusal:
        record(row, cast.stranger)
    assert refusal.value.code == "forbidden"
    role = cast.manager.role
    role.grants = {key: value for key, value in role.grants.items() if key != "customer.restricted"}
    role.save()
    with pytest.raises(Refused):
        record(customer(cast.rep, restricted=True), cast.manager)


def test_a_kind_that_is_no_longer_offered_is_refused_and_stays_where_it_is_used(cast, signed_in):
    row = customer(cast.rep)
    record(row, cast.rep)
    kinds.switch_kind(kind_id=kind().pk, by=cast.file_keeper, at=NOW)
    with pytest.raises(Refused) as refusal:
        record(row, cast.rep)
    assert refusal.value.code == "kind"
    client = signed_in(cast.rep)
    assert panel(client, row)[0]["kind"] == "Address"
    assert "What kind of change?" in client.post(new_url(row), sent()).content.decode()
    assert MajorChange.objects.count() == 1


def test_an_entry_is_corrected_by_a_new_one_that_takes_its_place(cast, signed_in):
    row = customer(cast.rep)
    old = record(row, cast.rep, "Dispute or lawsuit", follows=["hold"])
    client = signed_in(cast.rep)
    form = client.get(new_url(row), {"corrects": old.pk, "kind": old.kind_id}).context["form"]
    assert form["text"].value() == old.text and [code for code, _label in form.fields["follows"].choices] == [
        "review",
        "grade",
        "key",
    ]
    client.post(new_url(row), sent("Address", corrects=old.pk, text="They only moved", follows=["review"]))
    new = MajorChange.objects.get(corrects=old)
    assert (new.follows, str(new.kind)) == (["review", "hold"], "Address")
    assert [entry["text"] for entry in panel(client, row)] == ["They only moved"]
    old.refresh_from_db()
    assert old.text == "They moved to the new park"
    entries = timeline.page(row, cast.rep, NOW, kind="major")["days"][0]["entries"]
    assert [(e["void"], e["body"]) for e in entries] == [(False, "They only moved"), (True, old.text)]
    assert Entry.objects.get(action="major_change.corrected").changes["kind"] == ["Dispute or lawsuit", "Address"]
    with pytest.raises(Refused) as refusal:
        recording.void_change(change_id=old.pk, reason="no", by=cast.rep, at=NOW)
    assert refusal.value.code == "done"


def test_an_entry_is_void_with_a_reason_and_stays_readable(cast, signed_in):
    row = customer(cast.rep)
    change = record(row, cast.rep)
    client, url = signed_in(cast.file_keeper), reverse("customers:change_void", args=[row.pk, change.pk])
    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "It was another company"}).status_code == 302
    (entry,) = panel(client, row)
    assert entry["void"] and "It was another company" in entry["voided"] and not entry["may_correct"]
    assert {n.user for n in Notice.objects.filter(kind="major_change_voided")} == {cast.rep, cast.manager}
    assert client.post(url, {"reason": "again"}).status_code == 422


@pytest.mark.parametrize("who", ["mate", "service", "finance", "auditor"])
def test_only_the_person_who_recorded_it_or_who_reviews_the_file_takes_it_back(cast, signed_in, who):
    row = customer(cast.rep)
    change = record(row, cast.rep)
    person = getattr(cast, who)
    with pytest.raises(Refused) as refusal:
        recording.void_change(change_id=change.pk, reason="no", by=person, at=NOW)
    assert refusal.value.code == "forbidden"
    with pytest.raises(Refused):
        record(row, person, corrects_id=change.pk)
    assert not panel(signed_in(cast.auditor), row)[0]["may_correct"]


@pytest.mark.req("Nb4")
def test_numbers_in_the_words_are_masked_for_those_who_may_not_read_them(cast, signed_in):
    row = customer(cast.rep, vip=True)
    change = record(row, cast.rep, text="New line 0571-88886666 since May", source="Called 13912345678")
    recording.void_change(change_id=change.pk, reason="It is 0571-88886667", by=cast.rep, at=NOW)
    assert "88886666" in signed_in(cast.rep).get(f"/customers/{row.pk}/?part=file").content.decode()
    client = signed_in(cast.auditor)
    for url in (
        f"/customers/{row.pk}/?part=file",
        f"/customers/{row.pk}/timeline/",
        f"/customers/{row.pk}/?part=history",
    ):
        page = client.get(url).content.decode()
        assert "Address" in page or "major change" in page
        for number in ("88886666", "13912345678", "88886667"):
            assert number not in page, (url, number)
