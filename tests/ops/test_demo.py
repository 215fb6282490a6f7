"""The demo company shows everything at once, at whatever hour it is founded, and still the day after."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import DateTimeField, Max
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from activities.domain import followup_days
from activities.domain.access import to_check
from activities.models import FollowUp
from assignment.domain.sweep import run as sweep
from assignment.models import OwnershipEvent
from contracts.domain.sums import drift
from contracts.models import ContractText
from crm_project.accounts.domain import default_roles
from crm_project.accounts.models import Role, User
from crm_project.approvals.models import Request
from crm_project.demo.company import found
from crm_project.demo.customers import Maker
from crm_project.demo.logins import logins
from crm_project.demo.people import PASSWORD, SHOWN, hire
from crm_project.lib.time import zone
from customers.domain import default_lists
from customers.models import Customer, DuplicatePair, ListItem, NameDoubt, Ownership
from deals.models import Pipeline
from reports.models import MailSchedule
from tests.cast import moment
from tests.commands import run

FOUNDED = moment("2026-03-04 21:55")
# Columns of what is to come: deadlines, appointments, ends of terms.
PLANNED = {
    *("release_at", "remind_at", "review_at", "review_after", "contact_due_at", "extended_until", "next_contact_at"),
    *(
        "due_at",
        "next_at",
        "starts_at",
        "begins_at",
        "ends_at",
        "until",
        "expires_at",
        "reminded_for",
        "report_due_at",
        "answer_by",
        "appeal_by",
    ),
}
# By the clock of whoever migrates, not of the story.
ENTERED_BY_MIGRATIONS = {"contracts.ContractText.drafted_at"}
# Days on which something was done.
DONE = {"received_on", "spent_on", "closed_on", "delivered_on", "cooperating_since", "dated_on", "needs_on"}
pytestmark = pytest.mark.django_db


def waiting():
    return set(Request.objects.filter(status="pending").values_list("kind", flat=True))


def ahead_of(at):
    """{model.column: latest} of moments that lie after this one and mean nothing planned."""
    found = {}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            happened = isinstance(field, DateTimeField) and field.name not in PLANNED
            if happened or field.name in DONE:
                latest = model.objects.aggregate(latest=Max(field.name))["latest"]
                if latest and latest > (at if happened else at.date()):
                    found[f"{model._meta.label}.{field.name}"] = latest
    return found


@pytest.mark.embedded  # on PostgreSQL it is founded for the former owners' journey in Chromium
@pytest.mark.slow
def test_it_has_something_for_everybody_and_keeps_it(client, settings):
    settings.DEMO_ALLOWED = True
    # As after a test that emptied every table, what migrations had entered included.
    ListItem.objects.all().delete()
    ContractText.objects.all().delete()
    Pipeline.objects.all().delete()
    found(FOUNDED)
    assert ahead_of(FOUNDED) == {}, "what has happened never lies in the future"
    call_command("reconcile")  # which refuses where a stored deadline is not what the policy says
    every = {"extension", "intent", "review", "validity", "conflict", "policy"}
    every |= {"discount", "deal_figure", "sales_plan", "key_customer", "expense", "overdue", "target_change", "trip"}
    every |= {"right", "right_admin", "folder_loan", "settings_change"}
    assert waiting() == every
    assert drift() == [], "the sums agree to the cent"
    assert followup_days.count_all(at=FOUNDED) == 0, "figures agree with the rows behind them"
    assert (
        not Ownership.objects.filter(since__gt=FOUNDED).exists()
        and not Customer.objects.filter(stage_since__gt=FOUNDED).exists()
    )
    for entry in OwnershipEvent.objects.filter(closes_owner__isnull=False).exclude(evidence={}):
        told = [*entry.evidence.get("counted", ()), *entry.evidence.get("not_counted", ())]
        assert all(parse_datetime(one["occurred_at"]) <= entry.at for one in told), entry
    sweep.run(at=FOUNDED + timedelta(hours=14))
    assert waiting() == every, "the first sweep after founding it takes nothing that somebody has asked about"
    assert to_check(User.objects.get(username="manager"), FOUNDED).count() >= 4, "late entries wait for a word"
    assert DuplicatePair.objects.count() >= 5 and NameDoubt.objects.count() >= 2
    assert set(MailSchedule.objects.values_list("content", flat=True)) == {"analysis", "list"}
    planned = [
        when.astimezone(zone()).hour
        for when in FollowUp.objects.exclude(next_contact_at=None).values_list("next_contact_at", flat=True)
    ]
    assert len(planned) > 100 and min(planned) >= 9 and max(planned) <= 17
    # Its logins stand on the sign-in page, of whoever has kept the password.
    assert [who["username"] for who in logins()] == list(SHOWN)
    page = client.get(reverse("account_login")).content.decode()
    assert PASSWORD in page and "sun.yue" in page
    person = User.objects.get(username="sun.yue")
    person.set_password("a-password-of-her-own")
    person.save(update_fields=["password"])
    assert [who["username"] for who in logins()] == [name for name in SHOWN if name != "sun.yue"]


@pytest.mark.embedded
@pytest.mark.slow
def test_founded_in_the_first_hours_of_a_day_nothing_of_it_has_yet_to_happen(settings):
    """Late entries of the evening before, and what follows from them."""
    settings.DEMO_ALLOWED = True
    early = moment("2026-03-04 00:20")
    default_roles.ensure(Role)
    default_lists.ensure(ListItem)
    people, departments = hire(early, early - timedelta(days=400))
    Maker(early, people, departments).run()
    assert FollowUp.objects.count() > 500
    assert {name: at for name, at in ahead_of(early).items() if name not in ENTERED_BY_MIGRATIONS} == {}


def test_where_others_can_reach_it_the_demo_is_not_loaded_and_no_password_is_told(client, settings):
    settings.DEMO_ALLOWED = True
    default_roles.ensure(Role)  # a test before this one may have emptied every table
    hire(FOUNDED, FOUNDED - timedelta(days=400))
    assert logins()
    settings.DEMO_ALLOWED = False
    assert logins() == [] and PASSWORD not in client.get(reverse("account_login")).content.decode()
    User.objects.update(is_active=False)
    code, _out, sentences = run("demo")
    assert code and "DEMO=1" in sentences[0]


def test_no_other_company_tells_a_password(cast, client):
    assert logins() == []
    assert "demo-logins" not in client.get(reverse("account_login")).content.decode()
