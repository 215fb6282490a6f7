"""The other side of a dispute hears of it when it is reported, reads it and states their side; then that it is over (Nd3, Nd4)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assignment.domain.disputes import conflict
from crm_project.approvals.domain.requests import decide, withdraw
from crm_project.notices.models import Notice
from crm_project.notices.presenters.render import text
from customers.domain.comments import write_comment
from tests.cast import NOW, VALID, customer, owner_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Nd4")]
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def row(cast):
    return customer(cast.rep, name="宁波海曙电子有限公司", since=NOW - timedelta(days=3))


def reported(cast, row, kind="conflict"):
    if kind == "validity":
        return conflict.ask_validity(customer_id=row.pk, reason="nobody calls them", by=cast.mate, at=NOW)
    return conflict.ask_conflict(customer_id=row.pk, other_id=cast.rep.pk, reason="both quoted", by=cast.mate, at=NOW)


def told(person):
    """[(kind, sentence, address)] of what this person was told, the newest first."""
    return [(n.kind, text(n.kind, n.params), n.url) for n in Notice.objects.filter(user=person).order_by("-at", "-pk")]


@pytest.mark.req("Nd3")
@pytest.mark.parametrize("kind", ["conflict", "validity"])
def test_the_owner_is_told_at_once_and_told_what_they_can_do(cast, row, kind):
    ask = reported(cast, row, kind)
    (first,) = told(cast.rep)
    assert first[0] == f"dispute_{kind}" and first[2] == reverse("approvals:request", args=[ask.pk])
    assert str(cast.mate) in first[1] and row.name in first[1] and "state your side before it is decided" in first[1]
    assert not [n for n in told(cast.mate) if n[0].startswith("dispute")], "whoever asks knows"


def test_on_the_page_they_state_their_side_and_the_manager_hears_of_it(cast, row, signed_in):
    ask = reported(cast, row)
    url = reverse("approvals:request", args=[ask.pk])
    page = signed_in(cast.rep).get(url).text
    assert "State your side" in page and "both quoted" in page and 'name="text"' in page
    assert "Your decision" not in page
    write_comment(subject=ask, by=cast.rep, text=VALID, at=NOW)
    assert told(ask.decider)[0][:1] == ("side_stated",) and str(cast.rep) in told(ask.decider)[0][1]
    assert VALID in signed_in(ask.decider).get(url).text
    assert "State your side" not in signed_in(cast.mate).get(url).text
    assert signed_in(cast.stages_rep).get(url).status_code == 404, "nobody else reads it"


def test_nothing_more_to_state_once_it_is_decided(cast, row, signed_in):
    ask = reported(cast, row)
    decide(request_id=ask.pk, by=cast.manager, approve=False, decision="the owner has worked on it", at=LATER)
    first = told(cast.rep)[0]
    assert first[0] == "dispute_over" and "the owner has worked on it" in first[1]
    assert not Notice.objects.filter(user=cast.rep, kind="dispute_conflict", read_at=None).exists()
    assert "State your side" not in signed_in(cast.rep).get(reverse("approvals:request", args=[ask.pk])).text
    ask.refresh_from_db()
    write_comment(subject=ask, by=cast.rep, text="thanks", at=LATER)
    assert not Notice.objects.filter(kind="side_stated").exists()


def test_where_the_customer_passes_on_the_transfer_tells_and_where_it_stays_this_does(cast, row):
    ask = reported(cast, row)
    arguments = {"closer_id": cast.rep.pk}
    decide(request_id=ask.pk, by=cast.manager, approve=True, decision="as agreed", at=LATER, changes=arguments)
    assert owner_of(row) == "rep" and told(cast.rep)[0][0] == "dispute_over"
    second = reported(cast, row)
    decide(request_id=second.pk, by=cast.manager, approve=True, decision="mate closes", at=LATER + timedelta(hours=1))
    assert owner_of(row) == "mate" and [n[0] for n in told(cast.rep)].count("dispute_over") == 1


def test_a_withdrawn_report_is_over_too(cast, row):
    ask = reported(cast, row)
    withdraw(request_id=ask.pk, by=cast.mate, at=LATER)
    assert told(cast.rep)[0][0] == "dispute_over"


def test_home_leads_to_where_one_states_ones_side(cast, row, signed_in):
    ask = reported(cast, row)
    page = signed_in(cast.rep).get(reverse("home")).text
    assert "A colleague disputes your ownership; your manager decides." in page
    assert f'href="{reverse("approvals:request", args=[ask.pk])}' in page and "State your side" in page
