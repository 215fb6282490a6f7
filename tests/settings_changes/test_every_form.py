"""Every form that changes settings, as every role that may send it: only an admin's changes a row (row Nh9).

The forms are found by the rights of their views, what is posted to them stands in tests/every_page/*_table.py.
"""

import pytest
from django.db import connection, transaction
from django.urls import get_resolver, resolve, reverse

from crm_project.accounts.models import Role, User
from crm_project.accounts.models.choices import Action
from crm_project.approvals.domain.requests import decide
from crm_project.approvals.models import Request
from crm_project.settings_changes.domain.pages import actions_of, all_held
from crm_project.settings_changes.rules.held import DAILY_WORK, RIGHTS
from tests.cast import NOW
from tests.every_page.rights import GRANTS, Case
from tests.test_every_page import TABLE, Writes, named, world  # noqa: F401 - the fixture

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.req("Nh9")]

# What asking writes: the request, that it was asked, the notice, and that the form was sent.
OF_ASKING = ('"approvals_request"', '"audit_entry"', '"notices_', '"ground_usedform"')
HELD = {page.name: page for page in TABLE if page.post is not None and page.name in all_held()}
# A deputy has every right of the admin, and is none.
DEPUTY = "admin"


def cases(page):
    """{role that may send it: the places where it may}."""
    found = {role: [Case(role, place) for place in page.places if page.post(Case(role, place))] for role in GRANTS}
    return {role: places for role, places in found.items() if places}


def sent(world, page, case):  # noqa: F811
    """(answer, what was written) of the form, sent by this role."""
    writes = Writes()
    with connection.execute_wrapper(writes):
        answer = world.client_of(case.role).post(
            reverse(page.name, kwargs=page.args(world, case) or None), page.data(world, case)
        )
    return answer, writes.kept


def deputise(world):  # noqa: F811
    """The viewer whose role is the admin's keeps its rights by a role of another name; somebody else is the admin."""
    viewer = world.viewers[DEPUTY]
    admin = viewer.role
    role = Role.objects.create(key="deputy", name="Deputy", level=admin.level, grants=dict(admin.grants))
    User.objects.filter(pk=viewer.pk).update(role=role)
    if not User.objects.active().filter(role=admin).exists():
        User.objects.create_user("second.admin", password="x", role=admin, name="Second admin")


def asked(world, page, role):  # noqa: F811
    """(the request that waits, what else was written) of a form sent by this role, at the first place where it would change something."""
    changed, row = [], None
    for case in cases(page)[role]:
        answer, written = sent(world, page, case)
        assert answer.status_code < 500
        changed += [sql[:110] for sql in written if not any(table in sql for table in OF_ASKING)]
        row = Request.objects.filter(kind="settings_change").order_by("pk").last()
        if row or changed:
            break
    return row, changed


@pytest.mark.both
def test_no_form_that_changes_settings_changes_a_row_unless_an_admin_sends_it(world):  # noqa: F811
    wrong = []
    for page in HELD.values():
        for role in cases(page):
            with transaction.atomic():
                deputise(world)
                row, changed = asked(world, page, role)
                transaction.set_rollback(True)
            if changed:
                wrong.append(f"{page.name} as {role}: {changed[0]}")
            elif row is None and not page.idle:
                wrong.append(f"{page.name} as {role}: nothing was asked")
    assert not wrong, "\n" + "\n".join(wrong)


def test_what_was_asked_is_applied_once_an_admin_approves_and_says_old_and_new(world):  # noqa: F811
    wrong = []
    for page in HELD.values():
        if page.idle:
            continue
        with transaction.atomic():
            deputise(world)
            row, _changed = asked(world, page, next(iter(cases(page))))
            if row is None or not row.evidence["entries"]:
                wrong.append(f"{page.name}: does not say what changes")
            else:
                writes = Writes()
                try:
                    with connection.execute_wrapper(writes):
                        decide(request_id=row.pk, by=row.decider, approve=True, decision="", at=NOW)
                except Exception as error:
                    wrong.append(f"{page.name}: {type(error).__name__} {error}")
                if not [sql for sql in writes.kept if not any(table in sql for table in OF_ASKING)]:
                    wrong.append(f"{page.name}: approved, and nothing was changed")
            transaction.set_rollback(True)
    assert not wrong, "\n" + "\n".join(wrong)


def test_every_form_opened_by_these_rights_waits_or_says_why_not(world):  # noqa: F811
    names = set(named(get_resolver()))
    assert not set(DAILY_WORK) - names, "These addresses are gone"
    assert set(Action.values) >= RIGHTS
    posting = {page.name for page in TABLE if page.post is not None}
    missing = set(all_held()) & posting - set(HELD)
    assert not missing
    for name, why in DAILY_WORK.items():
        page = next(page for page in TABLE if page.name == name)
        address = reverse(name, kwargs=page.args(world, next(iter(cases(page).values()))[0]) or None)
        assert RIGHTS.issuperset(actions_of(resolve(address).func)), f"{name} needs no exception: {why}"
