"""The pages of return visits: the list, a visit by hand, its report, demands and ideas, the plans (rows T21, T23, Nf15)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm_project.audit.models import Entry
from customers.domain import service_calls
from customers.models import Customer
from deals.models import Deal
from service.domain.visits import fill, outcomes, planning, plans, reporting
from service.models import ReturnVisit, ServiceOrder, VisitAspect, VisitDemand, VisitIdea, VisitPlan
from tests.cast import NOW, as_admin, customer
from tests.service.orders import order

from .made import TODAY, plan, report, visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
DAY = timedelta(days=1)
LIST = reverse("service:visits")


@pytest.fixture
def signed_in():
    """A browser of each person's own."""

    def browser(person):
        client = Client()
        client.force_login(person)
        return client

    return browser


@pytest.fixture
def row(cast):
    return customer(cast.rep, since=NOW - timedelta(days=3), name="宁波海风电器有限公司")


def names(page):
    return [one.purpose for one in page.context["page"].rows]


def lines(prefix, *rows):
    """A formset as the browser posts it."""
    data = {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": "0"}
    return data | {f"{prefix}-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def told(*given, **fields):
    """A report as it is posted, with a score for each of the first aspects."""
    aspects = VisitAspect.objects.order_by("position")
    scores = {f"score_{one.pk}": str(score) for one, score in zip(aspects, given, strict=False)}
    return (
        {"held_on": "2026-03-02", "channel": "call", "words": "", **scores} | lines("demands") | lines("ideas") | fields
    )


@pytest.mark.req("T21", "T23")
def test_the_way_of_a_visit_by_the_pages(cast, row, signed_in):
    """The rep plans it, service reports it badly: an order; the owner opens a deal of the demand, the idea is answered."""
    form = {"customer": row.pk, "purpose": "how the pump runs", "channel": "call", "due_on": "2026-03-02"}
    answer = signed_in(cast.rep).post(reverse("service:visit_new"), form)
    made = ReturnVisit.objects.get()
    page = reverse("service:visit", args=[made.pk])
    assert answer.url == page and "how the pump runs" in signed_in(cast.rep).get(page).text
    client = signed_in(cast.service)
    assert "宁波海风" in client.get(f"{LIST}?tab=unassigned").text
    write = reverse("service:visit_report", args=[made.pk])
    bad = client.post(write, told() | lines("ideas", {"text": "a manual in Chinese"}))
    assert bad.status_code == 422 and "a manual in Chinese" in bad.text and "give scores" in bad.text
    demands = lines("demands", {"text": "two more pumps", "quantity": "2", "wanted_on": "2026-05-01"}, {"text": ""})
    ideas = lines("ideas", {"text": "a manual in Chinese"})
    client.post(write, told(4, 1, words="late twice") | demands | ideas)
    opened = ServiceOrder.objects.get()
    text = client.get(page).text
    assert opened.number in text and "two more pumps" in text and "a manual in Chinese" in text and "late twice" in text
    assert "Opened by the return visit" in client.get(reverse("service:order", args=[opened.pk])).text
    owner, demand = signed_in(cast.rep), VisitDemand.objects.get()
    assert reverse("service:demand_deal", args=[demand.pk]) in owner.get("/").text
    deal_page = reverse("service:demand_deal", args=[demand.pk])
    assert "two more pumps" in owner.get(deal_page).text
    deal = {"name": "two more pumps", "intention": "asked for", "amount": "5000", "currency": "CNY"}
    deal |= {"expected_close": "2026-05-01", "line": "short"}
    owner.post(deal_page, deal | lines("lines"))
    assert Deal.objects.get().from_demands.get() == demand
    assert owner.get(deal_page).url == reverse("deals:detail", args=[Deal.objects.get().pk])
    assert "From a demand named at the return visit of 2026-03-02" in owner.get(owner.get(deal_page).url).text
    head, idea = signed_in(cast.service_manager), VisitIdea.objects.get()
    assert "a manual in Chinese" in head.get(reverse("service:ideas")).text
    head.post(reverse("service:idea_answer", args=[idea.pk]), {"status": "accepted", "answer": "In May."})
    later = visit(row, cast.service, person=cast.service, due_on=TODAY + DAY)
    assert "In May." in client.get(reverse("service:visit_report", args=[later.pk])).text
    assert "In May." in owner.get(f"{reverse('customers:detail', args=[row.pk])}?part=service").text
    timeline = owner.get(reverse("customers:timeline", args=[row.pk])).text
    assert "reported a return visit" in timeline and "late twice" in timeline


@pytest.mark.req("T23")
def test_the_tabs_of_the_list(cast, row, signed_in):
    late = visit(row, cast.service, person=cast.service, purpose="late", at=NOW - 5 * DAY, due_on=TODAY - 2 * DAY)
    visit(row, cast.service, person=cast.service, purpose="soon", due_on=TODAY + 3 * DAY)
    visit(row, cast.rep, purpose="nobody's", due_on=TODAY + DAY)
    held = visit(row, cast.service, person=cast.service_manager, purpose="held")
    planning.hold_visit(visit_id=held.pk, held_on=TODAY, by=cast.service_manager, at=NOW)
    done = visit(row, cast.service, person=cast.service, purpose="done")
    report(done, cast.service, 1)
    client = signed_in(cast.service)
    seen = {tab: names(client.get(f"{LIST}?tab={tab}")) for tab in ("mine", "overdue", "planned", "unassigned", "done")}
    assert seen == {
        "mine": ["late", "soon"],
        "overdue": ["late"],
        "planned": ["late", "nobody's", "soon"],
        "unassigned": ["nobody's"],
        "done": ["done"],
    }
    assert names(client.get(f"{LIST}?tab=reports")) == ["held"]
    assert names(client.get(f"{LIST}?tab=all&bad=true")) == ["done"]
    assert names(client.get(f"{LIST}?tab=planned&to_day=2026-03-01")) == ["late"]
    assert "Overdue" in client.get(reverse("service:visit", args=[late.pk])).text
    assert names(signed_in(cast.mate).get(f"{LIST}?tab=all")) == [], "not of their reach"


@pytest.mark.embedded
@pytest.mark.parametrize("tab", ["mine", "all"])
def test_the_list_takes_the_same_queries_for_one_and_thirty(cast, row, signed_in, tab):
    client, url = signed_in(cast.service), f"{LIST}?tab={tab}"

    def cost():
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    visit(row, cast.service, person=cast.service)
    one = cost()
    for _n in range(29):
        visit(row, cast.service, person=cast.service)
    assert cost() <= one <= 14


@pytest.mark.req("T23")
def test_the_actions_of_a_visit_come_back_as_they_were_typed(cast, row, signed_in):
    made = visit(row, cast.service, person=cast.service)
    client, page = signed_in(cast.service), reverse("service:visit", args=[made.pk])
    bad = client.post(reverse("service:visit_postpone", args=[made.pk]), {"due_on": "2026-03-02", "reason": "a fair"})
    assert bad.status_code == 422 and "choose a later day" in bad.text and "a fair" in bad.text
    client.post(reverse("service:visit_postpone", args=[made.pk]), {"due_on": "2026-03-09", "reason": "a fair"})
    assert "2026-03-09" in client.get(page).text and "a fair" in client.get(page).text
    client.post(reverse("service:visit_hold", args=[made.pk]), {"held_on": "2026-03-02"})
    assert "2026-03-05" in client.get(page).text, "the day of the report"
    assert client.post(reverse("service:visit_cancel", args=[made.pk]), {"reason": "x"}).status_code == 422
    assert client.post(reverse("service:visit_assign", args=[made.pk]), {}).status_code == 403
    assert signed_in(cast.mate).get(page).status_code == 404


@pytest.mark.req("T23")
def test_a_visit_is_planned_from_a_done_order(cast, row, signed_in):
    made = order(row, cast.rep)
    ServiceOrder.objects.update(status="done", accepted_at=NOW, done_at=NOW)
    client, address = signed_in(cast.service), f"{reverse('service:visit_new')}?order={made.pk}"
    assert address in client.get(reverse("service:order", args=[made.pk])).text
    form = client.get(address).context["form"]
    assert form.initial["customer"] == row.pk and made.number in form.initial["purpose"]
    posted = {"customer": row.pk, "order": made.pk, "purpose": "x", "channel": "call", "due_on": "2026-03-02"}
    client.post(reverse("service:visit_new"), posted)
    assert ReturnVisit.objects.get().order == made


@pytest.mark.req("Nf15")
def test_the_form_refuses_a_vip_in_words_until_the_owner_wrote_the_reason(cast, signed_in):
    row = customer(cast.rep, vip=True, name="贵宾公司")
    posted = {"customer": row.pk, "purpose": "the yearly call", "channel": "call", "due_on": "2026-03-02"}
    client = signed_in(cast.service)
    bad = client.post(reverse("service:visit_new"), posted | {"person": cast.service.pk})
    assert bad.status_code == 422 and str(cast.rep) in bad.text and "the yearly call" in bad.text
    page = reverse("customers:service_calls", args=[row.pk])
    assert str(cast.rep) in client.get(page).text
    allow = reverse("customers:service_call_allow", args=[row.pk])
    assert client.post(allow, {"reason": "x", "until": "2026-03-02"}).status_code == 403
    owner = signed_in(cast.rep)
    assert owner.post(allow, {"reason": " ", "until": "2026-03-02"}).status_code == 422
    owner.post(allow, {"reason": "the pump leaks", "until": "2026-03-05"})
    assert "the pump leaks" in client.get(page).text
    answer = client.post(reverse("service:visit_new"), posted | {"person": cast.service.pk})
    assert "the pump leaks" in client.get(answer.url).text
    assert Entry.objects.get(action="customer.call_allowed").reason == "the pump leaks"


@pytest.mark.req("Nf15")
def test_the_mark_is_set_and_taken_away_on_the_customers_page(cast, row, signed_in):
    owner, head = signed_in(cast.rep), signed_in(cast.service_manager)
    detail = f"{reverse('customers:detail', args=[row.pk])}?part=service"
    assert (
        signed_in(cast.service)
        .post(reverse("customers:service_calls_mark", args=[row.pk]), {"reason": "x"})
        .status_code
        == 403
    )
    owner.post(reverse("customers:service_calls_mark", args=[row.pk]), {"reason": "by mail only"})
    assert service_calls.mark_of(row).reason == "by mail only" and "No service calls" in head.get(detail).text
    head.post(reverse("customers:service_calls_clear", args=[row.pk]))
    assert service_calls.mark_of(row) is None
    actions = Entry.objects.filter(customer_id=row.pk, action__in=["customer.no_calls", "customer.calls"])
    assert actions.count() == 2


# --- plans --------------------------------------------------------------------------------------------------------------------
PLAN = {
    "name": "quarterly",
    "whom": "official",
    "days": "90",
    "visitor": "service",
    "channel": "call",
    "starts_on": "2026-03-02",
    "active": "on",
}


@pytest.mark.req("T23")
def test_plans_are_data_of_the_service_managers(cast, signed_in):
    client, new = signed_in(as_admin(cast.service_manager)), reverse("service:visit_plan_new")
    assert signed_in(cast.service).get(new).status_code == 403
    for wrong, said in (
        ({"whom": "level"}, "Of which class"),
        ({"visitor": "named"}, "Who makes"),
        ({"days": "0"}, "greater than or equal to 1"),
    ):
        bad = client.post(new, PLAN | wrong)
        assert bad.status_code == 422 and said in bad.text and "quarterly" in bad.text
    client.post(new, PLAN)
    row = VisitPlan.objects.get()
    assert (row.days, row.changed_by) == (90, cast.service_manager)
    page = client.get(reverse("service:visit_plans")).text
    assert "every 90 days" in page and ">in use</span>" in page and ">yes</span>" not in page
    client.post(reverse("service:visit_plan", args=[row.pk]), PLAN | {"days": "60"})
    changed = Entry.objects.get(action="visit_plan.changed")
    assert changed.changes == {"days": [90, 60]}


@pytest.mark.req("T21")
def test_rules_and_aspects_are_data_of_the_service_managers(cast, signed_in):
    client = signed_in(as_admin(cast.service_manager))
    rules = {"report_days": "5", "bad_score": "1", "ahead_days": "7", "order_kind": ""}
    client.post(reverse("service:visit_rules"), rules)
    assert "5 working days" in client.get(reverse("service:visit_plans")).text
    client.post(reverse("service:visit_aspect_new"), {"name": "Packing", "name_zh": "包装", "active": "on"})
    row = VisitAspect.objects.get(name="Packing")
    assert row.position == 5 and "Packing" in client.get(reverse("service:visit_plans")).text
    client.post(reverse("service:visit_aspect", args=[row.pk]), {"name": "Packing", "name_zh": "包装"})
    row.refresh_from_db()
    assert not row.active and Entry.objects.filter(action="visit_plan.aspect").count() == 2


# --- home ---------------------------------------------------------------------------------------------------------------------
@pytest.mark.req("T23")
def test_home_lists_visits_reports_and_demands(cast, row, signed_in):
    visit(row, cast.service, person=cast.service, due_on=TODAY + 3 * DAY)
    visit(row, cast.service, person=cast.service, due_on=TODAY + 30 * DAY)
    made = visit(row, cast.service, person=cast.service)
    planning.hold_visit(visit_id=made.pk, held_on=TODAY, by=cast.service, at=NOW)

    def seen(person):
        queue = signed_in(person).get("/").context["queue"]
        return [one.act.label for _label, rows in queue for one in rows if one.key.startswith(("visit", "demand"))]

    assert sorted(seen(cast.service)) == ["Open", "Write the report"]
    visit(row, cast.rep)
    assert seen(cast.service_manager) == ["Open"], "nobody's, and due"
    assert seen(cast.general_manager) == [], "who manages service is nearer to the work"
    report(made, cast.service, demands=[reporting.Demand(text="pumps")])
    assert seen(cast.service) == ["Open"] and seen(cast.rep) == ["Open a deal"]
    outcomes.put_aside(demand_id=VisitDemand.objects.get().pk, reason="no", by=cast.rep, at=NOW)
    assert seen(cast.rep) == []


def test_every_customer_of_a_plan_is_shown_with_it(cast, signed_in):
    plans.save_rules(fields={"ahead_days": 20}, by=cast.service_manager, at=NOW)
    plan(name="每季度回访")
    row = customer(cast.rep, stage="official", stage_since=NOW - 20 * DAY)
    fill.fill(at=NOW)
    assert "每季度回访" in signed_in(cast.service).get(LIST).text and Customer.objects.get() == row


@pytest.mark.req("T21")
def test_what_is_wrong_with_a_line_is_counted_above_the_report_and_leads_there(cast, row, signed_in):
    made = visit(row, cast.service, person=cast.service)
    wrong = told(4, held_on="2026-03-05") | lines("demands", {"text": "pumps"}, {"quantity": "3"})
    page = signed_in(cast.service).post(reverse("service:visit_report", args=[made.pk]), wrong)
    assert page.status_code == 422 and "2 entries need your attention" in page.text
    assert '<a href="#id_demands-1-text">In words, line 2</a>: Of what?' in page.text
    assert "to 2026-03-02" in page.text, "tomorrow is no limit that one may try"


@pytest.mark.req("T21", "T23")
def test_what_somebody_else_was_faster_with_is_said_and_what_was_typed_comes_back(cast, row, signed_in):
    made = visit(row, cast.service, person=cast.service)
    report(made, cast.service_manager)
    client, page = signed_in(cast.service), reverse("service:visit", args=[made.pk])
    write = reverse("service:visit_report", args=[made.pk])
    assert client.get(write).url == page
    late = client.post(write, told(4, words="typed in vain") | lines("ideas", {"text": "an idea"}))
    assert late.status_code == 422 and "typed in vain" in late.text and "an idea" in late.text
    assert f"{cast.service_manager} has reported this visit already" in late.text
    for verb, given in (("postpone", {"due_on": "2026-03-09", "reason": "x"}), ("cancel", {"reason": "x"})):
        late = client.post(reverse(f"service:visit_{verb}", args=[made.pk]), given)
        assert late.status_code == 422 and "has reported this visit already" in late.text


@pytest.mark.req("T23")
def test_the_list_begins_with_what_is_open_for_who_heads_others_and_with_their_own_for_who_makes_visits(
    cast, row, signed_in
):
    visit(row, cast.service_manager, person=cast.service, purpose="theirs")
    visit(row, cast.service_manager, person=cast.rep, purpose="the rep's")
    done = visit(row, cast.service_manager, person=cast.service, purpose="over")
    report(done, cast.service)
    for head in (cast.service_manager, cast.general_manager, cast.manager):
        page = signed_in(head).get(LIST)
        assert (page.context["tab"], set(names(page))) == ("open", {"theirs", "the rep's"})
    for person, own in ((cast.service, "theirs"), (cast.rep, "the rep's")):
        page = signed_in(person).get(LIST)
        assert (page.context["tab"], names(page)) == ("mine", [own])
