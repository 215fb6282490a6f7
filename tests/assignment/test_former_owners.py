"""Ten released customers of each department of the demo company: their former owners learn everything alone, from the home page."""

import re
from datetime import timedelta
from html import unescape
from random import Random

import pytest
import time_machine
from django.urls import reverse

from assignment.models import OwnershipEvent, WaitingRestore
from crm_project.accounts.models import Department
from crm_project.approvals.domain.requests import decide
from crm_project.approvals.models import Request
from crm_project.demo.company import found
from crm_project.lib.time import minute
from tests.cast import moment, owner_of

FOUNDED = moment("2026-03-04 21:55")
TEN = 10
pytestmark = [pytest.mark.django_db, pytest.mark.embedded]  # the journey in Chromium is made on PostgreSQL


def links(page):
    """Every address of a page with its words, in order."""
    found = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', page, re.S)
    return [(unescape(url), unescape(re.sub(r"<[^>]+>", "", words)).strip()) for url, words in found]


def explanation_from_home(client, event):
    """The text of the explanation, reached by links alone: the home page, else its list of all that was lost, page by page."""
    wanted = reverse("assignment:loss", args=[event.pk])
    page = client.get(reverse("home")).content.decode() + client.get(reverse("reports:side")).content.decode()
    there = [url for url, _words in links(page)]
    if wanted not in there:
        there = [url for url in there if "show=mine" in url][:1]
        while there and wanted not in there:
            page = client.get(reverse("assignment:losses") + there[-1] if there[-1].startswith("?") else there[-1])
            page = page.content.decode()
            there = [url for url, _words in links(page)]
            if wanted not in there:
                there = [url for url, words in links(page) if "after=" in url and words == "Next"]
    assert wanted in there, f"nothing leads {event.closes_owner} to {event.customer}"
    return unescape(client.get(wanted).content.decode())


def released(department):
    """Customers that the policy or a manager took from somebody who is still here, chosen by a fixed seed."""
    rows = OwnershipEvent.objects.filter(
        kind__in=["released", "rotated"],
        restores__ownership__department_id=department.pk,
        closes_owner__is_active=True,
        closes_owner__trained_at__isnull=False,
    ).select_related("customer", "closes_owner", "policy_version__decided_by")
    rows = list(rows.order_by("pk"))
    return Random(8).sample(rows, min(TEN, len(rows)))


@pytest.mark.slow
@pytest.mark.req("D4", "Z17", "Nd9", "Na8")
def test_every_former_owner_finds_when_why_the_evidence_who_decided_what_would_have_saved_it_and_asks_back(client):
    found(FOUNDED)
    tried = 0
    with time_machine.travel(FOUNDED + timedelta(minutes=5), tick=False):
        for department in Department.objects.filter(parent__isnull=False):
            chosen = released(department)
            assert len(chosen) == TEN, f"{department}: {len(chosen)}"
            asked = []
            for event in chosen:
                client.force_login(event.closes_owner)
                text = explanation_from_home(client, event)
                tried += 1
                assert minute(event.at) in text
                assert "Released to the public pool" in text or "Passed to a colleague by rotation" in text
                assert re.search(r"\d+ days (after|in the stage).*remind 1 day before", text), "the rule, read aloud"
                assert "the policy, by itself" in text
                assert f"approved by {event.policy_version.decided_by}" in text
                assert "Owner reminded" in text and "Valid" in text
                for entry in [e for e in event.evidence["counted"] if "text" in e][-3:]:
                    assert entry["text"][:60] in text, "the words, not only their number"
                assert "What would have prevented it" in text and "before " + minute(event_due(event)) in text
                if "be restored:" in text:
                    assert "meanwhile" in text or "has had another owner" in text
                    continue
                url = reverse("assignment:ask_back", args=[event.pk])
                assert f'action="{url}"' in text
                assert (
                    "put-back" in client.post(url, {"reason": "the customer asks for me"}, follow=True).content.decode()
                )
                asked.append(Request.objects.get(kind="put_back", about=f"event:{event.pk}", status="pending"))
            assert asked, f"{department}: nobody could ask"
            request = asked[0]
            decide(
                request_id=request.pk, by=request.decider, approve=True, decision="", at=FOUNDED + timedelta(hours=1)
            )
            event = OwnershipEvent.objects.get(pk=request.arguments["event_id"])
            back = owner_of(event.customer) == event.closes_owner.username
            assert back or WaitingRestore.objects.filter(event=event, closed_at=None).exists(), "waits for a slot"
    assert tried == 4 * TEN


def event_due(event):
    return moment(event.evidence["due_at"][:16].replace("T", " "))
