"""Every form of every page, sent twice: the second time nothing is written, and the answer leads to what the first one made.

The addresses and what is posted to them stand in tests/every_page/*_table.py.
"""

import pytest
from django.db import connection, transaction
from django.urls import reverse

from crm_project.ops.form_tokens import FIELD, token
from crm_project.ops.models import UsedForm
from tests.every_page.rights import GRANTS, Case
from tests.test_every_page import TABLE, Writes, world  # noqa: F401 - the fixture

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.both]

# Answered by a part of the page, not by another page; saving again sets the same once more.
IN_PLACE = {
    "activities:followup_appeal",  # nothing was rejected at these places
    "audit:export",
    "activities:task_done",
    "customers:bulk",
    "customers:cell",
    "accounts:list_column_width",
    "customers:column_width",
    "service:questionnaire_codes",  # a sheet to be printed: printed again it has other codes, those before still open
    "service:questionnaire_export",  # a file: taken again it is noted again
    "service:sheet_tell",  # a code that is shown once: asked for again it is another, and the one before holds no longer
    "assignment:policy_forecast",  # only judges what stands on the page
    "reports:work_report_save",  # saves while one types: the form is handed in later
    "accounts:end_sessions",  # tried on oneself here: nobody is signed in then
}


def sent_twice(world, page):  # noqa: F811
    """(answers, what the second one wrote) as the first person who may; None where nothing is led on to."""
    for place in page.places:
        for role in GRANTS:
            case = Case(role, place)
            if not page.post(case):
                continue
            url, client = reverse(page.name, kwargs=page.args(world, case) or None), world.client_of(role)
            data = {**page.data(world, case), FIELD: token(world.viewers[role])}
            with transaction.atomic():
                first, writes = client.post(url, data), Writes()
                saved = UsedForm.objects.filter(person_id=world.viewers[role].pk).exclude(location="").exists()
                with connection.execute_wrapper(writes):
                    second = client.post(url, data)
                transaction.set_rollback(True)
            if saved and "/accounts/login/" not in second.headers.get("Location", ""):
                return first, second, writes.kept
    return None


def test_every_form_that_is_sent_twice_is_saved_once(world):  # noqa: F811
    wrong = []
    for page in TABLE:
        if page.post is None or page.idle or page.name in IN_PLACE:
            continue
        seen = sent_twice(world, page)
        if seen is None:
            wrong.append(f"{page.name}: leads nowhere")
            continue
        first, second, kept = seen
        if kept:
            wrong.append(f"{page.name}: wrote {kept[0][:90]}")
        elif second.status_code != 302 or second.url != first.url:
            wrong.append(f"{page.name}: led to {second.headers.get('Location')}, not {first.url}")
    assert not wrong, "\n" + "\n".join(wrong)
