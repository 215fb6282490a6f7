"""Which reports people must hand in, when they are due, and who is told of it."""

from datetime import date, timedelta

import pytest

from crm_project.accounts.domain import working_days
from crm_project.lib.refused import Refused
from crm_project.notices.presenters.render import text
from reports.domain.work_reports import demanded, reminding, templates
from reports.rules.report_periods import period_of
from tests.cast import NOW, moment
from tests.reports.work_reports.writers import MONDAY, WEEK, begun, demand, handed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Ni1")]


def open_ones(person, at):
    return [(one.period.kind, one.period.first.isoformat(), one.due_at) for one in demanded.open_demands(person, at)]


def test_without_a_template_nothing_is_demanded_but_anybody_may_write(cast):
    assert open_ones(cast.rep, MONDAY) == []
    assert begun(cast.rep).template is None and templates.figures_of(None)


def test_a_week_is_due_on_the_next_working_day_from_the_day_on_which_the_template_holds(cast):
    demand(cast, holds_from=WEEK)
    assert open_ones(cast.rep, moment("2026-03-05 09:00")) == []  # the week is not over
    # Its last working day is the Friday.
    assert open_ones(cast.rep, moment("2026-03-06 09:00")) == [("weekly", "2026-03-02", moment("2026-03-09 10:00"))]
    working_days.set_day(day=date(2026, 3, 9), working=False, note="", by=cast.admin, at=NOW)
    assert open_ones(cast.rep, MONDAY) == [("weekly", "2026-03-02", moment("2026-03-10 10:00"))]
    handed_in(cast.rep)
    assert open_ones(cast.rep, MONDAY) == []


def test_zero_days_mean_the_last_working_day_of_the_period(cast):
    demand(cast, "monthly", days=0, hour=18)
    found = open_ones(cast.rep, moment("2026-03-02 09:00"))
    assert found == [("monthly", "2026-02-01", moment("2026-02-28 18:00"))]  # a Saturday on which China worked


def test_a_department_follows_its_own_template_and_the_one_above(cast):
    demand(cast)
    own = demand(cast, department=cast.rep.department, days=2)
    book = templates.TemplateBook()
    assert book.template(cast.rep.department, "weekly", WEEK) == own
    assert book.template(cast.east_rep.department, "weekly", WEEK) == own  # East belongs to Sales
    assert book.template(cast.solar_rep.department, "weekly", WEEK).department is None
    assert book.template(cast.rep.department, "weekly", date(2026, 1, 5)) is None
    demand(cast, department=cast.rep.department, demanded=False, holds_from=date(2026, 3, 9))
    later = templates.TemplateBook().template(cast.rep.department, "weekly", date(2026, 3, 9))
    assert later.number == 2 and not later.demanded


def test_who_joined_later_or_writes_no_reports_is_not_asked(cast):
    demand(cast)
    people = [cast.rep, cast.auditor]
    cast.rep.date_joined = moment("2026-03-09 08:00")
    period = period_of("weekly", WEEK)
    assert demanded.demands_of(people, MONDAY, periods=[period]) == []
    cast.rep.date_joined = moment("2026-03-06 08:00")
    assert [one.person for one in demanded.demands_of(people, MONDAY, periods=[period])] == [cast.rep]


def test_demands_cost_the_same_for_one_and_for_all(cast, django_assert_num_queries):
    demand(cast)
    for people in ([cast.rep], [cast.rep, cast.mate, cast.manager, cast.east_rep, cast.stranger]):
        with django_assert_num_queries(3):
            assert len(demanded.demands_of(people, MONDAY)) >= len(people)


def test_the_author_is_reminded_before_and_after_and_the_superior_waits_no_longer_in_the_dark(cast):
    demand(cast, holds_from=WEEK)
    for one in (cast.mate, cast.manager, cast.director, cast.east_rep):
        handed_in(one)
    reminding.remind(at=moment("2026-03-08 09:00"))
    assert not cast.rep.notices.filter(kind="work_report_due").exists()
    reminding.remind(at=MONDAY)
    reminding.remind(at=MONDAY)
    assert [text(one.kind, one.params) for one in cast.rep.notices.filter(kind="work_report_due")] == [
        "Weekly report 2026 week 10 is due 2026-03-09 10:00"
    ]
    assert not cast.mate.notices.filter(kind="work_report_due").exists()
    late = moment("2026-03-09 10:20")
    reminding.remind(at=late)
    reminding.remind(at=late + timedelta(hours=1))
    assert cast.rep.notices.filter(kind="work_report_late").count() == 1
    told = cast.manager.notices.get(kind="work_reports_missing")
    assert "Rep" in text(told.kind, told.params) and "Mate" not in text(told.kind, told.params)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sections": []}, "sections"),
        ({"sections": [{"key": "a", "label": "Same"}, {"key": "b", "label": "Same"}]}, "sections"),
        ({"sections": [{"key": f"t{n}", "label": f"T{n}"} for n in range(13)]}, "sections"),
        ({"figures": ["points"]}, "figures"),
    ],
)
def test_a_template_that_makes_no_sense_is_refused(cast, changes, code):
    with pytest.raises(Refused) as refused:
        demand(cast, **changes)
    assert refused.value.code == code


def test_only_who_manages_templates_sets_them(cast):
    with pytest.raises(Refused) as refused:
        demand(cast, by=cast.manager)
    assert refused.value.code == "forbidden"
