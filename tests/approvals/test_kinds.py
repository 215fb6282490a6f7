"""Every kind of request says itself what deciding it takes: adding one touches one app."""

import inspect

import pytest
from django.urls import reverse
from django.utils import translation

from crm_project import catalogue
from crm_project.approvals.domain import requests
from crm_project.approvals.models import Request
from crm_project.approvals.rules.kinds import About, RequestKind
from crm_project.lib.refused import Refused
from crm_project.notices.presenters.sentences import KINDS as NOTICES
from tests.cast import NOW

KINDS = catalogue.request_kinds()
VERBS = ("approve", "refuse", "withdraw")


def asked(cast, kind, **fields):
    row = Request(
        kind=kind, subject="西湖机电", asked_by=cast.rep, asked_at=NOW, decider=cast.manager, reason="why", **fields
    )
    return requests.open_requests([row])[0]


@pytest.fixture
def declared(monkeypatch):
    """Declares one more kind, whose verbs note how they were called."""

    def one(**fields):
        kind = RequestKind(**({"key": "lunch", "label": "Lunch", "approve": None, "withdraw": None} | fields))
        kinds = {**KINDS, kind.key: kind}
        monkeypatch.setattr("crm_project.approvals.domain.kinds.request_kinds", lambda: kinds)
        return kind

    return one


def noting(calls, name):
    return lambda **arguments: calls.append((name, arguments))


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_kind_has_a_label_in_both_languages_and_a_notice(kind):
    labels = []
    for language in ("en", "zh-hans"):
        with translation.override(language):
            labels.append(str(kind.label))
    assert all(labels) and labels[0] != labels[1]
    assert kind.notice_kind in NOTICES
    assert len(kind.key) <= Request._meta.get_field("kind").max_length


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_verb_is_the_function_itself_and_takes_who_when_and_the_request(kind):
    assert kind.approve is not None
    for name in VERBS:
        verb = getattr(kind, name)
        if verb is None:
            continue
        assert inspect.isfunction(verb), f"{kind.key}.{name} is not a function"
        takes = inspect.signature(verb).parameters
        assert {"by", "at", "request"} <= takes.keys(), f"{kind.key}.{name}"
        assert all(p.kind is p.KEYWORD_ONLY for p in takes.values()), f"{kind.key}.{name} takes keywords only"


def test_no_key_is_declared_twice():
    rows = [kind.key for rows in catalogue.declared("requests", "REQUESTS") for kind in rows]
    assert len(rows) == len(set(rows)) == len(KINDS)


@pytest.mark.django_db
@pytest.mark.parametrize(("approve", "called"), [(True, "approve"), (False, "refuse")])
def test_deciding_calls_exactly_the_declared_verb_with_the_stored_arguments(cast, declared, approve, called):
    calls = []
    declared(**{name: noting(calls, name) for name in VERBS}, notice="request_extension")
    row = asked(cast, "lunch", arguments={"days": 3})
    requests.decide(request_id=row.pk, by=cast.manager, approve=approve, decision="so", at=NOW, changes={"to_id": 7})
    assert calls == [(called, {"days": 3, "to_id": 7, "by": cast.manager, "at": NOW, "request": row})]


@pytest.mark.django_db
def test_taking_back_calls_the_declared_verb(cast, declared):
    calls = []
    declared(**{name: noting(calls, name) for name in VERBS}, notice="request_extension")
    row = asked(cast, "lunch", arguments={"days": 3})
    requests.withdraw(request_id=row.pk, by=cast.rep, at=NOW)
    assert calls == [("withdraw", {"days": 3, "by": cast.rep, "at": NOW, "request": row})]


@pytest.mark.django_db
def test_a_verb_that_refuses_leaves_the_request_waiting(cast, declared):
    def refuses(**arguments):
        raise Refused("Not today.", code="today")

    declared(approve=refuses, notice="request_extension")
    row = asked(cast, "lunch")
    with pytest.raises(Refused, match="Not today"):
        requests.decide(request_id=row.pk, by=cast.manager, approve=True, decision="", at=NOW)
    row.refresh_from_db()
    assert row.status == Request.Status.PENDING


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_a_kind_that_no_app_declares_any_more_can_be_read_and_refused_but_not_approved(cast, signed_in):
    row = Request.objects.create(
        kind="lunch",
        subject="西湖机电",
        asked_by=cast.rep,
        asked_at=NOW,
        due_at=NOW,
        decider=cast.manager,
        arguments={"customer_id": 1},
    )
    page = reverse("approvals:request", args=[row.pk])
    for url in (reverse("approvals:inbox"), page, reverse("approvals:evidence", args=[row.pk])):
        assert "西湖机电" in signed_in(cast.manager).get(url).text, url
    assert "西湖机电" in signed_in(cast.rep).get(reverse("approvals:mine")).text
    assert signed_in(cast.rep).get(reverse("home")).status_code == 200
    assert signed_in(cast.manager).get(reverse("home")).status_code == 200
    decide = reverse("approvals:decide", args=[row.pk])
    answer = signed_in(cast.manager).post(decide, {"do": "approve", "page": "1"})
    assert answer.status_code == 422 and "not in use any more" in answer.text
    signed_in(cast.manager).post(decide, {"do": "refuse", "reason": "no such thing"})
    row.refresh_from_db()
    assert row.status == Request.Status.REFUSED


def test_what_a_request_is_about_says_when_it_answers_itself():
    about = {subject: {key for key, kind in KINDS.items() if kind.about is subject} for subject in About}
    assert "extension" in about[About.OWNERSHIP] and "put_back" in about[About.OWNERSHIP]
    assert about[About.CUSTOMER] == {"key_customer"}
    assert {"discount", "expense", "overdue", "policy"} <= about[About.OTHER]
