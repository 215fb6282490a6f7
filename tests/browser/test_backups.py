"""An admin makes a backup, has it rehearsed and takes it along."""

from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from playwright.sync_api import expect

from crm_project.ops import tasks
from crm_project.ops.models import Backup
from tests.one_time_codes import SECRET, one_time_code

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.req("Nb2", "Ng4", "Nh5"),
]


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    """Folders of this test only."""
    settings.MEDIA_ROOT, settings.BACKUP_ROOT = tmp_path / "uploads", tmp_path / "backups"


def test_made_with_progress_rehearsed_and_downloaded_with_a_second_factor(walker, company):
    walker.sign_in(company.admin)
    page = walker.open("/system/")
    walker.press('#backups a[href="/system/backups/"]')
    walker.press('form[action="/system/backups/now/"] button')
    walker.check()
    row = Backup.objects.get()
    expect(page.locator(".job")).to_contain_text(row.file)
    tasks.make_backup(row.pk)
    walker.press(f'form[action="/system/backups/{row.pk}/rehearse/"] button')
    line = page.locator(f"#backup-{row.pk}")
    assert not line.locator('form[action$="/rehearse/"]').count()
    tasks.rehearse(row.pk)
    walker.open("/system/backups/")
    expect(line.locator(".tag.ok")).to_be_visible()
    TOTP.activate(company.admin, SECRET)
    walker.press(f'#backup-{row.pk} a[href$="/file/"]')
    walker.check()
    page.fill("[name=code]", one_time_code())
    with page.expect_download() as found:
        page.press("[name=code]", "Enter")
    row.refresh_from_db()
    assert found.value.suggested_filename == row.file
    assert Path(found.value.path()).stat().st_size == row.size
