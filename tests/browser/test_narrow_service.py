"""Figures and the calendar of service on a phone: names stay in sight, headings and times in one piece (rows Ni22, Ni21)."""

import pytest

from crm_project.lib.time import local_date
from service.domain.orders import working
from tests.browser.conftest import Walker
from tests.cast import customer
from tests.service.orders import order

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.req("Ni22", "Ni21"),
]
# What stands at the left edge once the table is moved to its end.
EDGES = """() => { const wrap = document.querySelector('main .table-wrap:has(> .many-figures, > .wraps)'); wrap.scrollLeft = 400;
  return [wrap.scrollLeft, ...[...wrap.querySelectorAll('tbody th, tfoot th')].map(
    (name) => Math.round(name.getBoundingClientRect().left - wrap.getBoundingClientRect().left))]; }"""
# Those that take more lines than they have words.
BROKEN = """(them) => them.filter((one) => { const range = document.createRange(); range.selectNodeContents(one);
  const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size;
  return lines > one.textContent.trim().split(/\\s+/).length; }).map((one) => one.textContent)"""


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
    assert phone.page.locator(".many-figures thead th").evaluate_all(BROKEN) == []
    made.refresh_from_db()
    times = phone.open(f"/service/calendar/?day={local_date(made.due_at)}").locator(".cal-item time")
    assert times.count() and times.evaluate_all(BROKEN) == []
    phone.context.close()
