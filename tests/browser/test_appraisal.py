"""In Chromium: a score read and appealed against, decided by the manager; a scheme set after its forecast."""

from datetime import timedelta

import pytest

from crm_project.accounts.models import Role
from crm_project.lib.time import local_date
from reports.models import AppraisalScheme, Score
from reports.rules.periods import month_of
from tests.cast import as_admin

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]


def _score(company, now):
    month = month_of(local_date(now)).shifted(-1)
    scheme = AppraisalScheme.objects.create(
        number=1, holds_from=month.first, items=[["calls", "60", "20"], ["complete_files", "40", "90"]], created_at=now
    )
    scheme.roles.set(Role.objects.filter(key="rep"))
    return Score.objects.create(
        person=company.rep,
        department=company.rep.department,
        first=month.first,
        scheme=scheme,
        measured={"calls": "12", "complete_files": "45.0"},
        closed_with=56,
        total=56,
        closed_at=now - timedelta(days=1),
        appeal_by=now + timedelta(days=4),
    )


@pytest.mark.req("Nf16", "Ni16")
def test_a_score_is_appealed_against_and_granted(walker, company, now):
    score = _score(company, now)
    key = month_of(score.first).key
    walker.sign_in(company.rep)
    walker.open(f"/appraisal/?month={key}")
    walker.press(f"a[href='/appraisal/{company.rep.pk}/{key}/']")
    page = walker.page
    page.fill("[name=points]", "70")
    page.fill("[name=reason]", "两次拜访记在了同事名下")
    walker.press(f"form[action='/appraisal/scores/{score.pk}/appeal/'] button.btn-primary")
    score.refresh_from_db()
    assert company.manager.full_name in walker.text()

    walker.sign_in(company.manager)
    walker.open(f"/approvals/{score.waiting_id}/")
    assert "两次拜访记在了同事名下" in walker.text()
    walker.press("form[action$='/decide/'] button[value=approve]")
    walker.open(f"/appraisal/{company.rep.pk}/{key}/")
    assert "56 → 70" in walker.text()


@pytest.mark.req("Nf16")
def test_a_scheme_is_set_after_its_forecast(walker, company, now):
    score = _score(company, now)
    walker.sign_in(as_admin(company.hr))
    page = walker.open(f"/appraisal/schemes/new/?from={score.scheme_id}")
    page.fill("[name='points-calls']", "70")
    page.fill("[name='points-complete_files']", "30")
    walker.press("button[name=preview]")
    # 70 × 12/20 + 30 × 45/90, beside what was got.
    assert "57" in page.inner_text("table") and "56" in page.inner_text("table")
    walker.press("form .btn-secondary:not([name])")
    assert AppraisalScheme.objects.latest("pk").items[0] == ["calls", "70", "20"]
    walker.open("/appraisal/schemes/")
