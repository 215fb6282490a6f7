"""A change of settings by somebody who is not an admin: it waits, is shown old → new, and never overwrites silently (row Nh9)."""

import pytest
from django.urls import reverse

from crm_project.approvals.models import Request
from crm_project.audit.models import Entry
from crm_project.notices.models import Notice
from customers.domain import lists
from customers.domain.reviews import setting
from customers.models import ListItem
from deals.models import Product
from service.domain.visits.lock import rules_now
from tests.cast import NOW, person
from tests.deals.world import product

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Nh9")]

NEW = reverse("deals:product_new")
GOOD = {"code": "P-9", "name": "Valve", "name_zh": "阀门", "unit": "pcs", "active": "on"}


def entry():
    return ListItem.objects.filter(kind="trade").first()


def renamed(client, row, name):
    """The answer to the form of a list's entry, opened and sent."""
    page = reverse("customers:list_item", args=[row.pk])
    form = client.get(page).context["form"]
    return client.post(page, {"name": name, "name_zh": row.name_zh, form.opened_key: form.opened})


def waiting():
    return Request.objects.get(kind="settings_change", status="pending")


def decided(client, row, how, **data):
    return client.post(f"{reverse('approvals:decide', args=[row.pk])}?do={how}", data)


def test_it_waits_and_the_person_is_led_to_the_request_that_shows_old_and_new(cast, signed_in):
    row = entry()
    answer = renamed(signed_in(cast.file_keeper), row, "Shipyards")
    ask = waiting()
    assert answer.url == reverse("approvals:request", args=[ask.pk])
    assert ListItem.objects.get(pk=row.pk).name == row.name
    assert ask.asked_by == cast.file_keeper and ask.decider == cast.admin
    page = signed_in(cast.file_keeper).get(answer.url).content.decode()
    assert f"</span>{row.name}</del>" in page.replace("before: ", "before:") and "Shipyards</ins>" in page
    assert Notice.objects.filter(user=cast.admin, kind="request_settings_change").exists()
    assert not Entry.objects.filter(action="list.saved").exists()


def test_an_admin_applies_it_with_one_key(cast, signed_in):
    row = entry()
    renamed(signed_in(cast.file_keeper), row, "Shipyards")
    ask = waiting()
    admin = signed_in(cast.admin)
    inbox = admin.get(reverse("approvals:inbox")).content.decode()
    assert f"{row.name} → Shipyards" in inbox and "It takes effect at once" in inbox
    decided(admin, ask, "approve")
    ask.refresh_from_db()
    assert ask.status == "approved" and ListItem.objects.get(pk=row.pk).name == "Shipyards"
    assert Entry.objects.get(action="list.saved").actor == cast.admin
    assert Notice.objects.filter(user=cast.file_keeper, kind="decided_approved").exists()


def test_an_admin_applies_what_their_own_role_may_not_change(cast, signed_in):
    """The admin answers for the setting, not for the daily work with it."""
    assert "questionnaire.manage" not in cast.admin.role.grants
    signed_in(cast.service_manager).post(
        reverse("service:visit_rules"), {"report_days": 5, "bad_score": 1, "ahead_days": 7}
    )
    decided(signed_in(cast.admin), waiting(), "approve")
    assert (rules_now().report_days, rules_now().bad_score) == (5, 1)


def test_an_admins_own_change_applies_at_once(cast, signed_in):
    signed_in(cast.admin).post(NEW, GOOD)
    assert Product.objects.filter(code="P-9").exists() and not Request.objects.exists()


def test_a_refusal_takes_a_reason_and_changes_nothing(cast, signed_in):
    signed_in(cast.general_manager).post(NEW, GOOD)
    ask, admin = waiting(), signed_in(cast.admin)
    assert decided(admin, ask, "refuse").status_code == 422
    decided(admin, ask, "refuse", reason="the number is taken by a part")
    ask.refresh_from_db()
    assert ask.status == "refused" and not Product.objects.exists()
    seen = signed_in(cast.general_manager).get(reverse("approvals:request", args=[ask.pk])).content.decode()
    assert "the number is taken by a part" in seen


def test_it_may_be_withdrawn_while_it_waits(cast, signed_in):
    client = signed_in(cast.general_manager)
    client.post(NEW, GOOD)
    client.post(reverse("approvals:withdraw", args=[waiting().pk]))
    assert Request.objects.get().status == "withdrawn" and not Product.objects.exists()


def test_what_was_changed_meanwhile_is_shown_and_not_overwritten(cast, signed_in):
    row = entry()
    renamed(signed_in(cast.file_keeper), row, "Shipyards")
    ask = waiting()
    lists.save_item(kind=row.kind, item_id=row.pk, name="Harbours", name_zh=row.name_zh, by=cast.admin, at=NOW)
    admin = signed_in(cast.admin)
    page = admin.get(reverse("approvals:request", args=[ask.pk])).content.decode()
    assert "has been changed since it was requested" in page
    answer = decided(admin, ask, "approve", page="1")
    ask.refresh_from_db()
    assert answer.status_code == 422 and ask.status == "pending"
    assert ListItem.objects.get(pk=row.pk).name == "Harbours"


def test_a_form_without_the_state_it_was_opened_in_is_stale_too(cast, signed_in):
    """A switch says nothing of what stood there; the old value of the trial does."""
    row = entry()
    signed_in(cast.file_keeper).post(reverse("customers:list_item_do", args=[row.pk, "switch"]))
    ask = waiting()
    lists.switch_item(item_id=row.pk, by=cast.admin, at=NOW)
    decided(signed_in(cast.admin), ask, "approve")
    ask.refresh_from_db()
    assert ask.status == "pending" and ListItem.objects.get(pk=row.pk).active is False


def test_what_is_gone_can_only_be_refused(cast, signed_in):
    row = product("P-2")
    client = signed_in(cast.general_manager)
    page = reverse("deals:product", args=[row.pk])
    form = client.get(page).context["form"]
    client.post(page, {**GOOD, "code": "P-2", form.opened_key: form.opened})
    ask = waiting()
    Request.objects.filter(pk=ask.pk).update(arguments={**ask.arguments, "path": "/deals/products/999999/"})
    admin = signed_in(cast.admin)
    assert "no longer exists" in admin.get(reverse("approvals:request", args=[ask.pk])).content.decode()
    decided(admin, ask, "approve")
    assert waiting() == ask


def test_who_has_lost_the_right_meanwhile_changes_nothing_any_more(cast, signed_in):
    signed_in(cast.service_manager).post(
        reverse("service:visit_rules"), {"report_days": 5, "bad_score": 1, "ahead_days": 7}
    )
    role = cast.service_manager.role
    role.grants.pop("service.manage")
    role.save()
    decided(signed_in(cast.admin), waiting(), "approve")
    assert waiting().status == "pending"


def test_the_page_says_beforehand_that_an_admin_approves_and_then_what_waits(cast, signed_in):
    client = signed_in(cast.general_manager)
    before = client.get(NEW).content.decode()
    assert "takes effect once an admin has approved it" in before and "Waits for approval" not in before
    client.post(NEW, GOOD)
    after = client.get(reverse("deals:products")).content.decode()
    assert "Waits for approval" in after and reverse("approvals:request", args=[waiting().pk]) in after
    for who in (cast.admin, cast.rep):
        assert "once an admin has approved" not in signed_in(who).get(reverse("deals:products")).content.decode()


def test_a_form_that_is_wrong_is_answered_as_ever(cast, signed_in):
    answer = signed_in(cast.general_manager).post(NEW, {**GOOD, "name": ""})
    assert answer.status_code == 422 and "name" in answer.context["form"].errors and not Request.objects.exists()


def test_the_same_change_waits_once(cast, signed_in):
    client = signed_in(cast.general_manager)
    client.post(NEW, GOOD)
    answer = client.post(NEW, GOOD, follow=True)
    assert "already requested this" in answer.content.decode() and waiting()


def test_without_another_admin_the_person_is_told_what_is_missing(cast, signed_in):
    cast.admin.is_active = False
    cast.admin.save()
    answer = signed_in(cast.general_manager).post(NEW, GOOD, follow=True)
    assert "needs an active admin" in answer.content.decode() and not Request.objects.exists()


def test_an_admin_who_is_away_is_passed_over(cast, signed_in):
    other = person("second_admin", "admin")
    cast.admin.away_from = cast.admin.away_until = NOW.date()
    cast.admin.save()
    signed_in(cast.general_manager).post(NEW, GOOD)
    assert waiting().decider == other


def test_drafts_and_daily_work_wait_for_nobody(cast, signed_in):
    signed_in(cast.service_manager).post(
        reverse("service:questionnaire_new"),
        {"name": "Summer", "name_zh": "夏季", "title": "Summer", "title_zh": "夏季"},
    )
    assert not Request.objects.exists()


def test_whoever_may_not_is_refused_as_ever(cast, signed_in):
    assert signed_in(cast.rep).post(NEW, GOOD).status_code == 403 and not Request.objects.exists()


def test_a_new_version_is_shown_beside_the_one_before(cast, signed_in):
    numbers = {"vip": 30, "core": 30, "growth": 30, "ordinary": 30, "other": 30, "remind_days": 3, "escalate_days": 3}
    setting.set_rules(by=cast.admin, at=NOW, department=None, holds_from=NOW.date(), **numbers)
    signed_in(cast.file_keeper).post(
        reverse("customers:review_rules_new"), {**numbers, "vip": 60, "holds_from": "2026-03-02", "what": "save"}
    )
    assert waiting().evidence["entries"][0]["changes"] == {"vip": [30, 60]}
