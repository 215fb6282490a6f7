"""Figures and the calendar of service on a phone: names stay in sight, headings and times in one piece (rows Ni22, Ni21)."""

import pytest

from service.domain.orders import working
from tests.browser.conftest import Walker
from tests.cast import customer
from tests.service.orders import order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.req("Ni22", "Ni21")]
# What stands at the left edge once the table is moved to its end.
EDGES = """() => { const wrap = document.querySelector('main .table-wrap:has(> .many-figures, > .wraps)'); wrap.scrollLeft = 400;
  return [wrap.scrollLeft, ...[...wrap.querySelectorAll('tbody th, tfoot th')].map(
    (name) => Math.round(name.getBoundingClientRect().left - wrap.getBoundingClientRect().left))]; }"""
# How many lines each takes.
LINES = """(them) => them.map((one) => { const range = document.createRange(); range.selectNodeContents(one);
  return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size; })"""


def test_tables_and_days_on_a_phone(browser, live_server, company, now):
    for _n in range(2):
        made = order(customer(company.rep, since=now), company.rep, at=now)
        working.accept_order(order_id=made.pk, by=company.service, at=now)
    phone = Walker(browser, live_server.url, "phone", "zh-hans")
    phone.page.set_viewport_size({"width": 360, "height": 740})
    phone.sign_in(company.service_manager)
    for page in ("/service/statistics/?by=person", "/figures/"):
        moved, *edges = phone.open(page).evaluate(EDGES)
        assert moved > 20 and edges and set(edges) <= {0, 1}, (page, moved, edges)
    phone.open("/service/statistics/?by=person")
    heads = phone.page.locator("thead tr:last-child th")
    assert set(heads.evaluate_all(LINES)) == {1}, heads.all_inner_texts()
    times = phone.open("/service/calendar/").locator(".cal-item time")
    assert times.count() == 2 and set(times.evaluate_all(LINES)) == {1}
    phone.context.close()
