"""Once a year each manager confirms what the people below them may do, or proposes to an admin that it ends."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from crm_project.accounts.domain import access, people
from crm_project.accounts.models import FurtherRight
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from crm_project.rights.domain import reviewing
from crm_project.rights.models import ReviewedPerson, RightsReview
from tests.cast import NOW, moment

from .told import decided, fresh, granted

pytestmark = [pytest.mark.django_db, pytest.mark.req("Ne6"), pytest.mark.usefixtures("clock")]


@pytest.fixture
def begun(cast):
    reviewing.begin_reviews(by=cast.admin, at=NOW)
    return RightsReview.objects.get(reviewer=cast.manager)


def line(review, person):
    return review.people.get(person=person)


def told(who, kind):
    return Notice.objects.filter(user=who, kind=kind).count()


def test_everybody_is_on_the_list_of_their_superior_and_on_one_list_only(cast, begun):
    on = {row.person.username: row.review.reviewer.username for row in ReviewedPerson.objects.all()}
    assert set(on) == set(cast.people)
    assert (on["rep"], on["east_rep"], on["manager"]) == ("manager", "manager", "director")
    assert (on["director"], on["general_manager"]) == ("general_manager", "admin")
    assert not any(name == reviewer for name, reviewer in on.items())
    assert begun.due_on == date(2026, 4, 1) and told(cast.manager, "rights_review") == 1


def test_the_timetable_begins_it_once_a_year_in_its_month(cast):
    assert reviewing.begin_yearly(at=NOW) == 0, "in March nothing begins"
    assert reviewing.begin_yearly(at=moment("2027-01-04 07:40")) > 3
    RightsReview.objects.update(done_at=NOW)
    assert reviewing.begin_yearly(at=moment("2027-01-05 07:40")) == 0
    assert reviewing.begin_yearly(at=moment("2028-01-03 07:40")) > 3


def test_begun_twice_nobody_gets_a_second_list(cast, begun):
    n = RightsReview.objects.count()
    with pytest.raises(Refused, match="Everybody still has an open list"):
        reviewing.begin_reviews(by=cast.admin, at=NOW)
    with pytest.raises(Refused):
        reviewing.begin_reviews(by=cast.manager, at=NOW)
    assert RightsReview.objects.count() == n


def test_the_list_is_done_once_everybody_is_answered_for(cast, begun):
    for row in begun.people.exclude(person=cast.rep):
        reviewing.confirm(line_id=row.pk, by=cast.manager, at=NOW)
    begun.refresh_from_db()
    assert begun.done_at is None
    row = line(begun, cast.rep)
    with pytest.raises(Refused, match="This list is Manager's"):
        reviewing.confirm(line_id=row.pk, by=cast.admin, at=NOW)
    reviewing.confirm(line_id=row.pk, by=cast.manager, at=NOW)
    begun.refresh_from_db()
    assert begun.done_at == NOW
    with pytest.raises(Refused, match="already answered: Confirmed"):
        reviewing.confirm(line_id=row.pk, by=cast.manager, at=NOW)


def test_a_proposed_right_ends_when_the_admin_approves(cast, begun):
    granted(cast.rep, cast.manager, cast.admin)
    right = FurtherRight.objects.get()
    row = line(begun, cast.rep)
    with pytest.raises(Refused, match="Give the reason"):
        reviewing.propose_end(line_id=row.pk, right_id=right.pk, reason=" ", by=cast.manager, at=NOW)
    assert line(begun, cast.rep).answer == "", "what was refused is not answered"
    request = reviewing.propose_end(line_id=row.pk, right_id=right.pk, reason="not used", by=cast.manager, at=NOW)
    assert request.decider == cast.admin and access.may(fresh(cast.rep), "customer.export")
    decided(request, cast.admin)
    assert not access.may(fresh(cast.rep), "customer.export")


def test_a_proposed_role_is_changed_first_with_all_that_goes_with_it(cast, begun):
    row = line(begun, cast.rep)
    request = reviewing.propose_end(line_id=row.pk, right_id=None, reason="works elsewhere", by=cast.manager, at=NOW)
    with pytest.raises(Refused, match="First give Rep another role"):
        decided(request, cast.admin)
    people.move_person(
        person_id=cast.rep.pk,
        role=cast.clerk.role,
        department=cast.rep.department,
        superior=None,
        by=cast.admin,
        at=NOW,
    )
    assert decided(request, cast.admin).status == Request.Status.APPROVED


def test_who_leaves_passes_the_list_to_the_next_above(cast, begun):
    open_lines = begun.people.count()
    theirs = RightsReview.objects.get(reviewer=cast.director)
    before = theirs.people.count()
    people.close_person(person_id=cast.manager.pk, by=cast.admin, at=NOW)
    reviewing.pass_reviews(leaver=fresh(cast.manager), to=None, by=cast.admin, at=NOW)
    begun.refresh_from_db()
    assert begun.done_at == NOW and theirs.people.count() == before + open_lines


@pytest.mark.req("Ne7")
def test_the_manager_is_reminded_weekly_and_the_admin_sees_what_is_overdue(cast, begun, signed_in, clock):
    assert reviewing.remind(at=NOW + timedelta(days=20)) == 0
    for days in (24, 25, 31, 38):
        reviewing.remind(at=NOW + timedelta(days=days))
    assert told(cast.manager, "rights_review_due") == 3
    clock.move_to(NOW + timedelta(days=35))
    page = signed_in(cast.admin).get(reverse("rights:reviews")).text
    assert "Manager · 2026-03-02" in page and "overdue by 5 days" in page and "Begin now" in page
    own = signed_in(cast.manager).get(reverse("rights:reviews")).text
    assert "Manager · 2026-03-02" in own and "Solar Manager" not in own and "Begin now" not in own


def test_the_manager_answers_on_the_page(cast, begun, signed_in):
    granted(cast.rep, cast.manager, cast.admin)
    right = FurtherRight.objects.get()
    browser, url = signed_in(cast.manager), reverse("rights:review", args=[begun.pk])
    page = browser.get(url).text
    assert "Export · All · until 2026-03-20" in page and f'<option value="{right.pk}">' in page
    browser.post(reverse("rights:review_confirm", args=[line(begun, cast.mate).pk]))
    rows = {"what": str(right.pk), "reason": "the review is over"}
    browser.post(reverse("rights:review_end", args=[line(begun, cast.rep).pk]), rows)
    assert Request.objects.get(kind="right_end").arguments["right_id"] == right.pk
    page = browser.get(url).text
    assert "Confirmed" in page and "End proposed" in page
    assert signed_in(cast.solar_manager).get(url).status_code == 404


def test_a_right_that_has_ended_meanwhile_is_not_taken_for_the_role(cast, begun, signed_in):
    url = reverse("rights:review_end", args=[line(begun, cast.rep).pk])
    for what in ("999999", "lunch", ""):
        page = signed_in(cast.manager).post(url, {"what": what, "reason": "x"}, follow=True).text
        assert "This right has ended already." in page
    assert not Request.objects.filter(kind="right_end").exists()


@pytest.mark.embedded
@pytest.mark.parametrize("n", [1, 3])
def test_a_list_takes_as_many_queries_for_many_as_for_one(cast, begun, signed_in, queries, n):
    begun.people.exclude(pk__in=list(begun.people.values_list("pk", flat=True)[:n])).delete()
    signed_in(cast.manager)
    assert queries(reverse("rights:review", args=[begun.pk])) == 6
