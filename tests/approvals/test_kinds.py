"""Every kind of request says itself what deciding it takes: adding one touches one app."""

import inspect

import pytest
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

from crm_project import catalogue
from crm_project.accounts.models import User
from crm_project.approvals.domain import requests
from crm_project.approvals.forms import DecisionForm
from crm_project.approvals.models import Request
from crm_project.approvals.presenters.cards import card, evidence_of, facts_of
from crm_project.approvals.rules.kinds import About, RequestCard, RequestKind
from crm_project.lib.refused import Refused
from tests.cast import NOW, customer

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
    assert kind.notice_kind in catalogue.notice_kinds()
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


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_kind_says_what_approving_does_and_shows_evidence(kind):
    row = Request(pk=1, kind=kind.key, subject="西湖机电", asked_at=NOW, due_at=NOW, arguments={"quarter": "2026Q1"})
    effects = []
    for language in ("en", "zh-hans"):
        with translation.override(language):
            shown = card(row, User(pk=2), NOW)
            effects.append(shown["effect"])
            assert shown["approve_label"] and shown["kind"] == str(kind.label)
    assert all(effects) and effects[0] != effects[1]
    assert callable(kind.evidence)
    assert shown["tone"] in ("info", "ok", "warn", "bad", "accent", "plum")


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.form], ids=lambda kind: kind.key)
def test_a_form_of_its_own_is_a_decision_with_a_template_for_its_fields(kind):
    assert issubclass(kind.form, DecisionForm)
    assert get_template(kind.form.fields_template)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_evidence_of_what_is_gone_meanwhile_is_empty_and_no_error(cast, kind):
    """The customer, the quote, the version that it is about: a page that can't be read can't be decided either."""
    row = Request(pk=1, kind=kind.key, subject="西湖机电", asked_by=cast.rep, decider=cast.manager, asked_at=NOW)
    assert evidence_of(row, cast.manager, NOW)["row"] is row


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
def test_a_card_reads_its_words_from_the_kind(cast, declared):
    words = RequestCard(
        tone="plum",
        effect="%(person)s gets lunch.",
        approve=lambda row: f"Grant {row.arguments['n']}",
        facts=lambda row: [("Lunch", "soup"), ("Empty", "")],
        one_key=False,
        look="Choose",
    )
    declared(card=words)
    row = Request(kind="lunch", subject="x", asked_by=cast.rep, asked_at=NOW, due_at=NOW, arguments={"n": 3}, pk=5)
    shown = card(row, cast.manager, NOW, facts=[("Owner", "Mate")])
    assert (shown["effect"], shown["approve_label"], shown["tone"]) == ("Rep gets lunch.", "Grant 3", "plum")
    assert shown["facts"] == [("Owner", "Mate"), ("Lunch", "soup")]
    assert (shown["may_decide"], shown["look_label"]) == (False, "Choose")
    assert card(row, cast.rep, NOW, may_decide=False)["look_label"] == ""


@pytest.mark.django_db
def test_the_cards_name_the_owners_of_all_customers_with_one_query(cast, django_assert_num_queries):
    rows = [asked(cast, "extension", customer_id=customer(who).pk) for who in (cast.rep, cast.mate)]
    rows.append(asked(cast, "policy"))
    with django_assert_num_queries(1):
        facts = facts_of(rows)
    assert [[str(value) for _label, value in facts[row.pk]] for row in rows] == [["Rep"], ["Mate"], []]


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
    assert (
        answer.status_code == 422
        and "This type of request is no longer in use: refuse it, or ask the applicant to withdraw it." in answer.text
    )
    signed_in(cast.manager).post(decide, {"do": "refuse", "reason": "no such thing"})
    row.refresh_from_db()
    assert row.status == Request.Status.REFUSED


def test_what_a_request_is_about_says_when_it_answers_itself():
    about = {subject: {key for key, kind in KINDS.items() if kind.about is subject} for subject in About}
    assert "extension" in about[About.OWNERSHIP] and "put_back" in about[About.OWNERSHIP]
    assert about[About.CUSTOMER] == {"key_customer"}
    assert {"discount", "expense", "overdue", "policy"} <= about[About.OTHER]
