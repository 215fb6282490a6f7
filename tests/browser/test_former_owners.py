"""Three former owners of the demo company walk from the home page to the whole explanation, and ask to have it put back."""

from random import Random

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse

from assignment.domain.sweep.undo import refusal
from assignment.models import OwnershipEvent
from crm_project.accounts.models import User
from crm_project.approvals.models import Request
from crm_project.demo.company import found
from tests.cast import owner_of

from .conftest import PASSWORD, Walker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
SAVED = {"en": "What would have prevented it", "zh-hans": "怎样才能保住该客户"}
ASKED = {"en": "decides.", "zh-hans": "由"}


def chosen(policy):
    """A customer of the department under this policy that can still be put back, by a fixed seed."""
    rows = OwnershipEvent.objects.filter(
        kind__in=["released", "rotated"],
        policy_version__policy__key=policy,
        closes_owner__is_active=True,
        closes_owner__trained_at__isnull=False,
    )
    rows = [row for row in rows.select_related("customer", "closes_owner").order_by("pk") if not refusal(row)]
    return Random(8).choice(rows)


@pytest.mark.req("D4", "Z17", "Nd9")
def test_a_former_owner_finds_everything_and_asks_to_have_it_put_back(browser, live_server, transactional_db, now):
    found(now)
    User.objects.update(password=make_password(PASSWORD))
    walks = (("tracking", "desktop", "en"), ("solar", "phone", "zh-hans"), ("stages", "desktop", "zh-hans"))
    for policy, screen, language in walks:
        event = chosen(policy)
        walker = Walker(browser, live_server.url, screen, language)
        walker.sign_in(event.closes_owner)
        there = f"a[href='{reverse('assignment:loss', args=[event.pk])}']"
        page = walker.open("/")
        if not page.locator(there).count():
            walker.press("a[href$='?show=mine']")
            while not page.locator(there).count():
                walker.press(".pager a[rel=next]")
        walker.press(there)
        text = walker.text()
        words = [e["text"] for e in event.evidence["counted"] if e.get("text")]
        assert all(word[:40] in text for word in words[-2:]), (policy, "the words of what counted")
        assert SAVED[language] in text and str(event.policy_version.decided_by) in text
        page.fill("[name=reason]", "They call me every day")
        walker.press("#put-back button")
        assert ASKED[language] in walker.text()
        asked = Request.objects.get(kind="put_back", about=f"event:{event.pk}")
        walker.sign_in(asked.decider)
        walker.open(reverse("approvals:request", args=[asked.pk]))
        assert SAVED[language] in walker.text() and "They call me every day" in walker.text()
        walker.press("button[value=approve]")
        assert owner_of(event.customer) == event.closes_owner.username
        walker.context.close()
