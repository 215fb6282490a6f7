"""The first pages that a rep and a manager come to by links, dark and on a phone: nothing broken, cut off or untranslated.

`make crawl` walks through all pages as every role.
"""

from collections import defaultdict
from datetime import timedelta

import pytest

from scripts import crawler
from tests.browser.conftest import PASSWORD
from tests.cast import customer, followup

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ON_A_PHONE = next(look for look in crawler.LOOKS if look[2] == "zh-hans" and look[3] == "dark")


@pytest.mark.parametrize("who", ["rep", "manager"])
def test_the_pages_that_links_lead_to_are_whole(who, browser, live_server, company, now):
    row = customer(company.rep, since=now - timedelta(days=3), name="宁波海风电器有限公司")
    followup(row, company.rep, now - timedelta(hours=1), "与王经理谈了明年的采购计划")
    found = defaultdict(set)
    assert (
        crawler.walk(browser, live_server.url, company.people[who].username, ON_A_PHONE, found, PASSWORD, most=20) == 20
    )
    assert not found, dict(found)


def test_a_defect_is_seen(page):
    page.set_content(
        "<html lang='zh-Hans'><title>x</title><main><h1>客户</h1><p style='width:3000px'>Save and return</p>"
        "<div style='width:40px;overflow:hidden;white-space:nowrap'>这里的文字太长</div></main>"
    )
    seen = page.evaluate(crawler.LOOK_OVER, {"chinese": True})
    assert any("wider than the screen" in one for one in seen)
    assert any("cut off" in one for one in seen) and "in English: and return" in seen
