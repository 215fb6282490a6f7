"""A person asks for a right with proof; the superior decides, then an admin; nobody decides about themselves."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection

from crm_project.accounts.domain import access
from crm_project.accounts.models import FurtherRight, User
from crm_project.approvals.domain import requests
from crm_project.approvals.domain.chasing import chase
from crm_project.approvals.domain.undoing import undo_decision
from crm_project.approvals.models import Request
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from crm_project.rights.models import ProofFile, RightRequest
from tests.cast import NOW, person

from .told import UNTIL, asked, decided, fresh, granted, proof

pytestmark = [pytest.mark.django_db, pytest.mark.req("Ne6"), pytest.mark.usefixtures("clock")]


def told(who, kind):
    return Notice.objects.filter(user=who, kind=kind).count()


def test_the_right_is_there_once_the_superior_and_then_an_admin_have_approved(cast):
    row = asked(cast.rep)
    assert row.state == "superior" and row.first.decider == cast.manager and told(cast.manager, "request_right") == 1
    assert not access.may(fresh(cast.rep), "customer.export")

    decided(row.first, cast.manager)
    row.refresh_from_db()
    assert row.state == "admin" and row.second.decider == cast.admin and told(cast.admin, "request_right_admin") == 1
    assert row.second.reason == "the yearly review" and not access.may(fresh(cast.rep), "customer.export")

    decided(row.second, cast.admin)
    row.refresh_from_db()
    assert row.state == "granted" and access.scope(fresh(cast.rep), "customer.export") == "all"
    assert told(cast.rep, "decided_approved") == 2
    right = FurtherRight.objects.get()
    assert (right.given_by, right.until, right.request_id) == (cast.admin, UNTIL, row.pk)
    entry = Entry.objects.get(action="right.given")
    assert entry.actor == cast.admin and entry.subject_id == str(cast.rep.pk)
    assert entry.changes == {
        "right": [None, "customer.export"],
        "reach": [None, "all"],
        "until": [None, "2026-03-20"],
    }


def test_a_right_adds_to_the_role_and_never_narrows_it(cast):
    granted(cast.rep, cast.manager, cast.admin, action="contract.view", scope="department")
    rep = fresh(cast.rep)
    assert access.scope(rep, "contract.view") == "department" and access.scope(rep, "contract.record") == "own"
    rep.role.grants["contract.view"] = "all"
    assert access.scope(rep, "contract.view") == "all"


def test_who_has_no_superior_asks_the_admin_alone(cast):
    row = asked(cast.general_manager, action="followup.others")
    assert row.state == "admin" and row.first is None and row.second.decider == cast.admin
    decided(row.second, cast.admin)
    assert access.may(fresh(cast.general_manager), "followup.others")


def test_nobody_gives_a_right_to_themselves(cast):
    with pytest.raises(Refused, match="Nobody else may give this right") as refused:
        asked(cast.admin, action="deal.view")
    assert refused.value.code == "no_admin" and not ProofFile.objects.exists()
    second = person("second_admin", "admin", cast.departments["company"])
    row = asked(cast.admin, action="deal.view")
    assert cast.admin not in (row.first.decider, row.second)
    decided(row.first, row.first.decider)
    row.refresh_from_db()
    assert row.second.decider == second


def test_the_superior_who_approved_does_not_give_the_right_too(cast):
    """A manager who is an admin besides decides one step only, a stand-in likewise."""
    row = asked(cast.rep)
    decided(row.first, cast.manager)
    row.refresh_from_db()
    User.objects.filter(pk=cast.admin.pk).update(stand_in=cast.manager, away_from=date(2026, 3, 1))
    with pytest.raises(Refused) as refused:
        decided(row.second, cast.manager)
    assert refused.value.code == "forbidden"
    User.objects.filter(pk=cast.manager.pk).update(role=cast.admin.role)
    with pytest.raises(Refused, match="You approved it as the superior"):
        decided(row.second, fresh(cast.manager))
    row.refresh_from_db()
    assert row.state == "admin" and not FurtherRight.objects.exists()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"action": "people.manage"}, "role_only"),
        ({"action": "customer.claim"}, "role_only"),
        ({"action": "lunch"}, "role_only"),
        ({"scope": "everywhere"}, "scope"),
        ({"action": "product.manage", "scope": "department"}, "scope"),
        ({"action": "contract.view", "scope": "own"}, "has"),
        ({"until": date(2026, 3, 1)}, "until"),
        ({"until": date(2027, 3, 4)}, "until"),
        ({"files": []}, "proof"),
        ({"files": [proof("order.exe")]}, "file"),
        ({"files": [proof("order.pdf", b"no pdf")]}, "file"),
        ({"reason": "  "}, "reason"),
    ],
)
def test_what_is_refused_at_once_leaves_nothing_behind(cast, fields, code):
    with pytest.raises(Refused) as refused:
        asked(cast.rep, **fields)
    assert refused.value.code == code
    assert not RightRequest.objects.exists() and not ProofFile.objects.exists() and not Request.objects.exists()


@pytest.mark.parametrize("until", [date(2026, 3, 2), date(2027, 3, 3), None])
def test_from_today_to_a_year_ahead_or_for_good(cast, until):
    assert asked(cast.rep, until=until).until == until


def test_what_was_given_for_as_long_is_not_asked_for_again_but_longer_or_further_is(cast):
    granted(cast.rep, cast.manager, cast.admin, scope="department")
    with pytest.raises(Refused, match="given already, until 2026-03-20"):
        asked(cast.rep, scope="own", until=UNTIL - timedelta(days=1))
    assert asked(cast.rep, scope="department", until=UNTIL + timedelta(days=1)).state == "superior"
    with pytest.raises(Refused, match="asked for this right already"):
        asked(cast.rep, scope="all")


def test_a_refusal_with_its_reason_ends_it_at_either_step(cast):
    row = asked(cast.rep)
    decided(row.first, cast.manager, approve=False, decision="not needed")
    row.refresh_from_db()
    assert row.state == "refused" and told(cast.rep, "decided_refused") == 1
    row = asked(cast.rep)
    decided(row.first, cast.manager)
    row.refresh_from_db()
    decided(row.second, cast.admin, approve=False, decision="the proof is of last year")
    row.refresh_from_db()
    assert row.state == "refused" and told(cast.rep, "decided_refused") == 2 and not FurtherRight.objects.exists()


def test_the_person_may_withdraw_until_the_second_decision(cast):
    row = asked(cast.rep)
    requests.withdraw(request_id=row.first_id, by=cast.rep, at=NOW)
    row.refresh_from_db()
    assert row.state == "withdrawn"
    row = asked(cast.rep)
    decided(row.first, cast.manager)
    row.refresh_from_db()
    requests.withdraw(request_id=row.second_id, by=cast.rep, at=NOW)
    row.refresh_from_db()
    assert row.state == "withdrawn"
    with pytest.raises(Refused):
        decided(row.second, cast.admin)


def test_what_is_decided_after_its_last_day_is_refused_in_words(cast):
    row = asked(cast.rep)
    late = NOW + timedelta(days=30)
    decided(row.first, cast.manager, at=late)
    row.refresh_from_db()
    with pytest.raises(Refused, match="ended on 2026-03-20") as refused:
        decided(row.second, cast.admin, at=late)
    assert refused.value.code == "over"


def test_decisions_are_taken_back_within_minutes(cast):
    row = asked(cast.rep)
    first = decided(row.first, cast.manager)
    arguments = {"right_request_id": row.pk}
    undo_decision(request_id=first.pk, arguments=arguments, by=cast.manager, at=NOW)
    row.refresh_from_db()
    assert row.state == "superior" and row.second is None
    assert not requests.waiting_for(cast.admin, NOW).exists() and requests.waiting_for(cast.manager, NOW).exists()

    decided(row.first, cast.manager)
    row.refresh_from_db()
    second = decided(row.second, cast.admin)
    undo_decision(request_id=second.pk, arguments=arguments, by=cast.admin, at=NOW)
    row.refresh_from_db()
    assert row.state == "admin" and not access.may(fresh(cast.rep), "customer.export")
    with pytest.raises(Refused, match="already decided"):
        requests.decide(request_id=first.pk, by=cast.manager, approve=True, decision="", at=NOW)
    decided(row.second, cast.admin)
    assert access.may(fresh(cast.rep), "customer.export")


@pytest.mark.req("Ne7")
def test_a_late_decision_is_chased_at_both_steps(cast):
    row = asked(cast.rep)
    assert chase(at=NOW + timedelta(days=3)) == 1 and told(cast.manager, "request_overdue") == 1
    decided(row.first, cast.manager, at=NOW + timedelta(days=3))
    assert chase(at=NOW + timedelta(days=4)) == 0
    assert chase(at=NOW + timedelta(days=6)) == 1 and told(cast.admin, "request_overdue") == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.soak
@pytest.mark.postgres
def test_of_two_admins_at_once_one_gives_the_right(cast):
    second = person("second_admin", "admin", cast.departments["company"])
    row = asked(cast.rep)
    decided(row.first, cast.manager)
    row.refresh_from_db()
    User.objects.filter(pk=cast.admin.pk).update(stand_in=second, away_from=date(2026, 3, 1))
    barrier, said = threading.Barrier(2), []

    def decide(who):
        try:
            barrier.wait(timeout=10)
            decided(row.second, fresh(who))
            said.append("given")
        except Refused as refusal:
            said.append(refusal.code)
        finally:
            connection.close()

    both = [threading.Thread(target=decide, args=[who]) for who in (cast.admin, second)]
    for one in both:
        one.start()
    for one in both:
        one.join(timeout=30)
    assert sorted(said) == ["decided", "given"] and FurtherRight.objects.count() == 1
