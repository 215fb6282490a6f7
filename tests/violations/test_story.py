"""A violation from its evidence to its expiry: statement, decision, appeal, void; who sees it, and who never does (row Nh6)."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from crm_project.accounts.domain import suspension
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from crm_project.violations.domain import deciding, ending, evidence, kinds, opening, waiting
from crm_project.violations.models import Violation, ViolationKind
from crm_project.violations.rules.expiry import months_later
from tests.cast import NOW, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Nh6")]


def opened(cast, by=None, who=None, at=NOW, **more):
    data = {
        "person": who or cast.rep,
        "kind": ViolationKind.objects.first(),
        "day": NOW.date(),
        "what": "the password stood on a note",
        "evidence": [["signed in from 10.0.0.1", "/audit/7/"]],
        "files": [],
        "by": by or cast.manager,
        "at": at,
    }
    return opening.open_violation(**data | more)


def stated(cast, **more):
    row = opened(cast, **more)
    return deciding.state_side(row_id=row.pk, statement="it was not me", files=[], by=row.person, at=NOW)


def decided(cast, row=None, by=None, at=NOW, **more):
    data = {"decision": "upheld", "effect": "warning", "suspended_until": None, "expires_on": date(2026, 9, 2)}
    row = row or stated(cast)
    return deciding.decide(row_id=row.pk, reason="the log says so", by=by or cast.hr, at=at, **data | more)


def notices(person, kind):
    return Notice.objects.filter(user=person, kind=kind)


def refused(verb, **arguments):
    with pytest.raises(Refused) as found:
        verb(**arguments)
    return found.value.code


def test_the_person_is_told_first_and_the_decider_only_once_it_is_their_turn(cast):
    row = opened(cast)
    assert row.state == "statement" and row.decider == cast.hr
    assert notices(cast.rep, "violation_opened").count() == 1 and not notices(cast.hr, "violation_decide").exists()
    deciding.state_side(row_id=row.pk, statement="it was not me", files=[], by=cast.rep, at=NOW)
    assert notices(cast.hr, "violation_decide").count() == 1
    assert "password" not in str(list(Notice.objects.values_list("params", flat=True)))


def test_who_opened_it_and_who_it_is_about_do_not_decide(cast):
    row = stated(cast, by=cast.hr)
    assert row.decider == cast.general_manager
    arguments = {"decision": "upheld", "effect": "note", "suspended_until": None, "expires_on": None, "reason": "so"}
    assert refused(deciding.decide, row_id=row.pk, by=cast.hr, at=NOW, **arguments) == "opened"
    assert refused(deciding.decide, row_id=row.pk, by=cast.rep, at=NOW, **arguments) == "own"
    assert refused(deciding.decide, row_id=row.pk, by=cast.manager, at=NOW, **arguments) == "forbidden"
    deciding.decide(row_id=row.pk, by=cast.general_manager, at=NOW, **arguments)
    assert notices(cast.rep, "violation_decided").exists()


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("day", {"day": NOW.date() + timedelta(days=1)}),
        ("what", {"what": "  "}),
    ],
)
def test_what_cannot_be_opened(cast, code, more):
    assert refused(opened, cast=cast, **more) == code and not Violation.objects.exists()


def test_nobody_opens_one_about_themselves_or_beyond_their_right(cast):
    assert refused(opened, cast=cast, by=cast.manager, who=cast.manager) == "own"
    assert refused(opened, cast=cast, by=cast.manager, who=cast.stranger) == "forbidden"
    assert refused(opened, cast=cast, by=cast.mate) == "forbidden"
    assert opened(cast, by=cast.auditor, who=cast.stranger).pk


def test_a_kind_that_is_switched_off_is_offered_no_more(cast):
    kind = kinds.switch_kind(kind_id=ViolationKind.objects.first().pk, by=cast.admin, at=NOW)
    assert refused(opened, cast=cast, kind=kind) == "kind"


def test_without_a_statement_somebody_decides_after_the_time_and_nobody_before(cast):
    row = opened(cast)
    arguments = {"decision": "dismissed", "effect": "", "suspended_until": None, "expires_on": None, "reason": "so"}
    assert refused(deciding.decide, row_id=row.pk, by=cast.hr, at=NOW, **arguments) == "early"
    assert waiting.pass_on(at=row.answer_by) == 0
    later = row.answer_by + timedelta(minutes=1)
    assert waiting.pass_on(at=later) == 1 and notices(cast.hr, "violation_decide").exists()
    row.refresh_from_db()
    assert deciding.may_state(row, cast.rep), "a late statement is taken until somebody decides"
    deciding.decide(row_id=row.pk, by=cast.hr, at=later, **arguments)
    assert not Violation.objects.get().stands(NOW.date())


def test_the_person_is_reminded_a_day_before_and_the_decider_every_few_days(cast):
    row = opened(cast)
    waiting.remind(at=NOW)
    assert not notices(cast.rep, "violation_due").exists()
    for _twice in range(2):
        waiting.remind(at=row.remind_at)
    assert notices(cast.rep, "violation_due").count() == 1
    deciding.state_side(row_id=row.pk, statement="it was not me", files=[], by=cast.rep, at=NOW)
    for days in (2, 3, 4, 6):
        waiting.remind(at=NOW + timedelta(days=days))
    assert notices(cast.hr, "violation_late").count() == 2


def test_it_counts_until_its_day_and_not_while_an_appeal_is_open(cast):
    row = decided(cast)
    assert row.stands(date(2026, 9, 2)) and not row.stands(date(2026, 9, 3))
    assert Violation.objects.standing(date(2026, 9, 2)).count() == 1
    assert not Violation.objects.standing(date(2026, 9, 3)).exists()
    row = deciding.appeal(row_id=row.pk, text="it was somebody else", by=cast.rep, at=NOW)
    assert row.decider == cast.general_manager and not row.stands(NOW.date())
    final = {"row_id": row.pk, "decision": "dismissed", "reason": "the camera shows another"}
    assert refused(deciding.decide_finally, by=cast.hr, at=NOW, **final) == "forbidden"
    row = deciding.decide_finally(by=cast.general_manager, at=NOW, **final)
    assert row.state == "final" and row.decision == "upheld" and not row.stands(NOW.date())


def test_an_appeal_comes_in_time_from_the_person(cast):
    row = decided(cast)
    assert refused(deciding.appeal, row_id=row.pk, text="no", by=cast.mate, at=NOW) == "forbidden"
    late = row.appeal_by + timedelta(minutes=1)
    assert refused(deciding.appeal, row_id=row.pk, text="no", by=cast.rep, at=late) == "late"
    assert refused(deciding.appeal, row_id=row.pk, text=" ", by=cast.rep, at=NOW) == "appeal"


def test_a_suspended_account_signs_nobody_in_until_its_day_is_over(cast, signed_in, client):
    browser = signed_in(cast.rep)
    assert browser.get(reverse("violations:mine")).status_code == 200
    decided(cast, effect="suspension", suspended_until=date(2026, 3, 4))
    assert browser.get(reverse("violations:mine")).status_code == 302
    rep = User.objects.get(pk=cast.rep.pk)
    assert rep.suspended_on(date(2026, 3, 4)) and not rep.suspended_on(date(2026, 3, 5)) and rep.is_active
    row = deciding.appeal(row_id=Violation.objects.get().pk, text="no", by=cast.rep, at=NOW)
    deciding.decide_finally(row_id=row.pk, decision="dismissed", reason="so", by=cast.general_manager, at=NOW)
    assert User.objects.get(pk=cast.rep.pk).suspended_until is None
    assert signed_in(cast.rep).get(reverse("violations:mine")).status_code == 200


def test_a_suspension_has_a_day_and_never_locks_the_last_admin_out(cast):
    row = stated(cast)
    for until in (None, date(2026, 3, 1), date(2027, 3, 1)):
        with pytest.raises(Refused) as found:
            decided(cast, row=row, effect="suspension", suspended_until=until)
        assert found.value.code == "suspended_until"
    arguments = {"person": cast.admin, "until": date(2026, 3, 4), "at": NOW}
    assert refused(suspension.suspend, by=cast.hr, **arguments) == "last_admin"
    assert refused(suspension.suspend, by=cast.admin, **arguments) == "own"
    person("second_admin", "admin")
    assert suspension.suspend(by=cast.hr, **arguments).suspended_until


def test_withdrawn_and_void_ones_stay_on_record_with_their_reason(cast):
    row = opened(cast)
    assert refused(ending.withdraw, row_id=row.pk, reason="wrong", by=cast.rep, at=NOW) == "forbidden"
    assert refused(ending.withdraw, row_id=row.pk, reason=" ", by=cast.manager, at=NOW) == "reason"
    assert ending.withdraw(row_id=row.pk, reason="wrong", by=cast.manager, at=NOW).state == "withdrawn"
    row = decided(cast, effect="suspension", suspended_until=date(2026, 3, 4))
    assert refused(ending.declare_void, row_id=row.pk, reason="wrong", by=cast.manager, at=NOW) == "forbidden"
    row = ending.declare_void(row_id=row.pk, reason="wrong", by=cast.general_manager, at=NOW)
    assert row.state == "void" and not row.stands(NOW.date())
    assert (
        User.objects.get(pk=cast.rep.pk).suspended_until is None and notices(cast.rep, "violation_ended").count() == 2
    )


def test_what_a_leaver_had_to_decide_passes_on(cast):
    row = stated(cast)
    other = person("second_hr", "hr")
    assert waiting.pass_deciding(leaver=cast.hr, to=other, by=cast.admin, at=NOW) == 1
    assert Violation.objects.get(pk=row.pk).decider == other and notices(other, "violation_decide").exists()


def test_the_audit_says_that_and_by_whom_and_nothing_of_what(cast):
    row = decided(cast)
    found = list(Entry.objects.filter(subject_type="violation").order_by("pk"))
    assert [one.action for one in found] == ["violation.opened", "violation.stated", "violation.decided"]
    told = " ".join(f"{one.subject_name} {one.changes} {one.reason}" for one in found)
    assert str(row.person) not in told and "password" not in told and "log says" not in told


def test_who_sees_it(cast, signed_in):
    url = reverse("violations:violation", args=[opened(cast).pk])
    seen = {
        name
        for name in ("rep", "mate", "manager", "director", "stranger", "hr", "auditor", "general_manager", "admin")
        if signed_in(getattr(cast, name)).get(url).status_code == 200
    }
    assert seen == {"rep", "manager", "director", "hr", "auditor", "general_manager"}


def test_from_the_form_to_the_decision_in_the_browser(cast, signed_in):
    entry = log.record(by=cast.rep, action="customer.exported", at=NOW, subject=cast.rep)
    client = signed_in(cast.auditor)
    new = f"{reverse('violations:new')}?entry={entry.pk}"
    assert client.get(new).context["form"].initial["person"] == cast.rep.pk
    note = SimpleUploadedFile("note.txt", b"a note")
    data = {
        "person": cast.rep.pk,
        "kind": ViolationKind.objects.first().pk,
        "day": "2026-03-02",
        "what": "exported at night",
    }
    answer = client.post(new, {**data, "files": note})
    row = Violation.objects.get()
    assert answer.url == reverse("violations:violation", args=[row.pk])
    assert str(cast.rep) in row.evidence[0][0] and row.evidence[0][1] == reverse("audit:entry", args=[entry.pk])
    client = signed_in(cast.rep)
    page = client.get(answer.url).text
    assert "exported at night" in page and "note.txt" in page and "State your side" in page
    client.post(reverse("violations:statement", args=[row.pk]), {"statement": "for the fair"})
    client = signed_in(cast.hr)
    wrong = client.post(reverse("violations:decide", args=[row.pk]), {"decision": "upheld", "reason": "so"})
    assert wrong.status_code == 422 and "effect" in wrong.context["decide_form"].errors
    client.post(
        reverse("violations:decide", args=[row.pk]),
        {"decision": "upheld", "effect": "warning", "expires_on": "2026-09-02", "reason": "no order"},
    )
    page = signed_in(cast.rep).get(answer.url).text
    assert "no order" in page and "2026-09-02" in page and reverse("violations:appeal", args=[row.pk]) in page


def test_evidence_is_taken_only_from_pages_of_ours(cast, signed_in):
    good = evidence.open_url(text="a row of a spot check", url="/spot-checks/1/", person=cast.rep.pk, day="2026-02-27")
    client = signed_in(cast.manager)
    assert client.get(good).context["evidence"] == [["a row of a spot check", "/spot-checks/1/"]]
    assert client.get(f"{good}x").context["evidence"] == []
    entry = log.record(by=cast.rep, action="customer.exported", at=NOW, subject=cast.rep)
    assert client.get(f"{reverse('violations:new')}?entry={entry.pk}").context["evidence"] == []


def test_each_count_opens_its_rows(cast, signed_in):
    opened(cast)
    opened(cast, by=cast.auditor, who=cast.stranger, kind=ViolationKind.objects.last())
    opened(cast, by=cast.auditor, who=cast.mate)
    client = signed_in(cast.hr)
    table = client.get(reverse("violations:counts")).context["table"]
    assert sum(row["sum"] for row in table["rows"]) == 3
    for row in table["rows"]:
        assert len(client.get(row["url"]).context["lines"]) == row["sum"]
        for n, url, _kind in row["cells"]:
            assert len(client.get(url).context["lines"]) == n
    assert len(signed_in(cast.manager).get(reverse("violations:all")).context["lines"]) == 2


@pytest.mark.embedded
def test_the_lists_take_the_same_queries_for_one_and_thirty(cast, queries, signed_in):
    opened(cast)
    signed_in(cast.hr)
    one = queries(reverse("violations:all")), queries(reverse("violations:counts"))
    for _n in range(29):
        opened(cast)
    assert (queries(reverse("violations:all")), queries(reverse("violations:counts"))) == one


@pytest.mark.embedded
@pytest.mark.parametrize(
    ("day", "months", "until"),
    [
        (date(2026, 3, 2), 12, date(2027, 3, 2)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
    ],
)
def test_the_day_that_is_proposed(day, months, until):
    assert months_later(day, months) == until
