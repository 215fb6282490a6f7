"""A report is corrected with its reason: both versions are kept, and what followed from the old one is put right (row T21)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from service.domain.orders import working
from service.domain.visits import correcting
from service.domain.visits.reporting import Demand
from service.models import ReturnVisit, ServiceOrder, VisitAspect, VisitCorrection
from tests.cast import NOW, customer

from .made import TODAY, report, scores, visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("T21")]
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def row(cast):
    return customer(cast.rep)


@pytest.fixture
def reported(cast, row):
    made = visit(row, cast.service, person=cast.service)
    return report(made, cast.service, 4, 5, demands=[Demand(text="two pumps")], ideas=["a manual"])


def correct(made, by, *given, at=LATER, reason="scores mixed up", **fields):
    told = {"held_on": TODAY, "scores": scores(*(given or (4, 5))), "words": "fine", "channel": "call", **fields}
    return correcting.correct_report(visit_id=made.pk, by=by, at=at, reason=reason, **told)


def refused(*args, **given):
    with pytest.raises(Refused) as refusal:
        correct(*args, **given)
    return refusal.value.code


def fresh(made):
    return ReturnVisit.objects.get(pk=made.pk)


def test_old_and_new_are_kept_with_the_reason_and_who_wrote_it_is_told(cast, reported):
    correct(reported, cast.service_manager, 5, 3, words="they were pleased")
    made, kept = fresh(reported), VisitCorrection.objects.get()
    first, second = (str(pk) for pk in VisitAspect.objects.order_by("position").values_list("pk", flat=True)[:2])
    assert (made.score, made.words) == (4, "they were pleased")
    assert kept.before == {"words": "fine", "scores": {first: 4, second: 5}}
    assert kept.after == {"words": "they were pleased", "scores": {first: 5, second: 3}}
    assert (kept.by, kept.reason) == (cast.service_manager, "scores mixed up")
    entry = Entry.objects.get(action="visit.corrected")
    assert entry.reason == "scores mixed up" and entry.changes["words"] == ["fine", "they were pleased"]
    assert Notice.objects.get(kind="visit_corrected").user == cast.service


def test_whoever_wrote_it_and_service_managers_correct_it_nobody_else(cast, reported):
    assert refused(reported, cast.rep, 5, 5) == "denied"
    assert refused(reported, cast.service, 5, 5, reason=" ") == "reason"
    assert refused(reported, cast.service) == "same"
    correct(reported, cast.service, 5, 5)
    assert not Notice.objects.filter(kind="visit_corrected").exists()


def test_a_visit_that_is_not_reported_has_nothing_to_correct(cast, row):
    assert refused(visit(row, cast.service, person=cast.service), cast.service_manager) == "status"


def test_bad_only_now_it_opens_an_order_and_the_owner_is_told(cast, reported):
    correct(reported, cast.service, 4, 1)
    made = fresh(reported)
    assert made.bad and made.opened_order == ServiceOrder.objects.get()
    assert Notice.objects.get(kind="visit_bad").user == cast.rep


def test_bad_no_longer_its_order_is_cancelled_while_nobody_has_accepted_it(cast, row):
    made = report(visit(row, cast.service, person=cast.service), cast.service, 1)
    correct(made, cast.service, 4)
    opened = ServiceOrder.objects.get()
    assert (opened.status, opened.ended_reason) == ("cancelled", "scores mixed up")
    assert not fresh(made).bad and VisitCorrection.objects.get().cancelled_order == opened
    correct(made, cast.service, 2, reason="it was bad after all", at=LATER + timedelta(hours=1))
    assert ServiceOrder.objects.count() == 2 and fresh(made).opened_order.status == "recorded"


def test_an_order_that_somebody_works_on_goes_on(cast, row):
    made = report(visit(row, cast.service, person=cast.service), cast.service, 1)
    working.accept_order(order_id=ServiceOrder.objects.get().pk, by=cast.service, at=NOW)
    assert correct(made, cast.service, 4).cancelled_order is None
    assert ServiceOrder.objects.get().status == "accepted"


def test_demands_and_ideas_are_added_and_those_undecided_taken_back(cast, reported):
    demand, idea = reported.demands.get(), reported.ideas.get()
    new = {"demands": [Demand(text="three pumps")], "ideas": ["a film"]}
    kept = correct(reported, cast.service, without_demands=[demand.pk], without_ideas=[idea.pk], **new)
    demand.refresh_from_db()
    idea.refresh_from_db()
    assert (demand.status, demand.reason) == ("aside", "scores mixed up")
    assert (idea.status, idea.answer) == ("declined", "scores mixed up")
    assert kept.before == {"demands": ["two pumps"], "ideas": ["a manual"]}
    assert kept.after == {"demands": ["three pumps"], "ideas": ["a film"]}
    assert Notice.objects.filter(kind="visit_demand", user=cast.rep).count() == 2
    assert refused(reported, cast.service, without_demands=[demand.pk]) == "decided"


def test_on_the_page_with_what_was_typed_after_a_refusal(cast, reported, signed_in):
    client, page = signed_in(cast.service), reverse("service:visit_correct", args=[reported.pk])
    opened = client.get(page)
    assert opened.status_code == 200 and page in client.get(reverse("service:visit", args=[reported.pk])).text
    first, second = VisitAspect.objects.order_by("position")[:2]
    given = {
        "reason": "",
        "held_on": TODAY.isoformat(),
        "channel": "call",
        "words": "they were pleased",
        f"score_{first.pk}": "5",
        f"score_{second.pk}": "5",
        **{f"{name}-{count}_FORMS": "0" for name in ("demands", "ideas") for count in ("TOTAL", "INITIAL")},
    }
    answer = client.post(page, given)
    assert answer.status_code == 422 and "they were pleased" in answer.text
    answer = client.post(page, given | {"reason": "mixed up"}, follow=True)
    assert "The report is corrected" in answer.text and "they were pleased" in answer.text
    assert "<del" in answer.text and "mixed up" in answer.text
    assert signed_in(cast.rep).get(page).status_code == 403
