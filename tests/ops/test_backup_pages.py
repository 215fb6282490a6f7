"""Backups in the browser: made, rehearsed, downloaded with a second factor."""

from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings as conf
from django.core.management import call_command
from django.utils import timezone

from crm_project.audit.models import Entry
from crm_project.ops import backup_page, problems, tasks
from crm_project.ops.backups import dumps, folder, making, rehearsal, running
from crm_project.ops.models import Backup
from tests.one_time_codes import SECRET, one_time_code

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("Nb2", "Ng4", "Nh5")]


@pytest.fixture(autouse=True)
def folders(settings, tmp_path, cast, monkeypatch):
    """Folders of this test only; tasks are noted instead of sent."""
    settings.MEDIA_ROOT, settings.BACKUP_ROOT = tmp_path / "uploads", tmp_path / "backups"
    sent = []
    monkeypatch.setattr(tasks.make_backup, "delay_on_commit", lambda pk: sent.append(("make", pk)))
    monkeypatch.setattr(tasks.rehearse, "delay_on_commit", lambda pk: sent.append(("rehearse", pk)))
    return sent


def test_an_admin_has_one_made_and_sees_how_far_it_is(cast, signed_in, folders):
    client = signed_in(cast.admin)
    page = client.post("/system/backups/now/", follow=True).text
    row = Backup.objects.get()
    assert folders == [("make", row.pk)] and row.made_by == cast.admin
    assert "It begins as soon as a background process is free." in page and "Back up now" not in page
    again = client.post("/system/backups/now/", follow=True).text
    assert "A backup is being made: wait until it is done." in again and Backup.objects.count() == 1
    seen = []

    def look(stage, done, total):
        running._Progress(row)(stage, done, total)
        seen.append(client.get(f"/system/backups/{row.pk}/state/").text)

    look(making.FILES, 200, 400)
    assert "200 of 400" in seen[0] and "50 %" in seen[0] and "data-poll" in seen[0]
    tasks.make_backup(row.pk)
    row.refresh_from_db()
    assert row.ended_at and row.size and (Path(conf.BACKUP_ROOT) / row.file).is_file()
    ended = client.get(f"/system/backups/{row.pk}/state/")
    assert "data-poll" not in ended.text and ended["HX-Refresh"] == "true"
    page = client.get("/system/backups/").text
    assert row.file in page and row.sha256[:16] in page and "Back up now" in page
    assert Entry.objects.filter(action="backup.made", actor=cast.admin).count() == 1
    before = row.ended_at
    tasks.make_backup(row.pk)  # the task of a killed worker comes again
    row.refresh_from_db()
    assert row.ended_at == before


def test_one_that_ended_too_early_says_so_and_does_not_stand_in_the_way(cast, monkeypatch):
    row = running.ask_for_backup(by=cast.admin, at=timezone.now())

    def killed(path):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(dumps, "dump", killed)
        with pytest.raises(SystemExit):
            tasks.make_backup(row.pk)
    row.refresh_from_db()
    assert row.problem == problems.INTERRUPTED and not row.size
    left = running.ask_for_backup(by=cast.admin, at=timezone.now())  # its process is gone without a word
    call_command("backup", verbosity=0)
    left.refresh_from_db()
    assert left.problem == problems.INTERRUPTED
    assert [path.name for path in Path(conf.BACKUP_ROOT).glob(".crm-*")] == []


def test_two_processes_do_not_make_backups_at_once(cast):
    with folder.alone("making"), pytest.raises(Exception, match="Another process"):
        call_command("backup", verbosity=0)
    call_command("backup", verbosity=0)


def test_a_rehearsal_is_asked_for_once(cast, signed_in, folders):
    call_command("backup", verbosity=0)
    row = Backup.objects.get()
    client = signed_in(cast.admin)
    page = client.post(f"/system/backups/{row.pk}/rehearse/", follow=True).text
    assert "being rehearsed" in page and folders == [("rehearse", row.pk)]
    other = Backup.objects.create(at=timezone.now(), ended_at=timezone.now(), file="other.zip", size=1)
    for one in (row, other):
        page = client.post(f"/system/backups/{one.pk}/rehearse/", follow=True).text
        assert "A backup is being rehearsed: wait for the outcome." in page
    assert len(folders) == 1
    other.delete()
    Backup.objects.update(rehearsing_since=timezone.now() - rehearsal.LONGEST)  # its process is gone
    assert f"/system/backups/{row.pk}/rehearse/" in client.get("/system/backups/").text
    Backup.objects.update(rehearsing_since=None, rehearsed_at=timezone.now(), rehearsal_problem=problems.DAMAGED)
    Backup.objects.update(rehearsal_values={"file": row.file})
    page = client.get("/system/backups/").text
    assert f"{row.file} is damaged: use another backup." in page and "can't be restored" in page
    empty = Backup.objects.create(at=timezone.now(), ended_at=timezone.now(), file="x", problem="disk full")
    with pytest.raises(Exception, match="not whole"):
        rehearsal.ask_for_rehearsal(row_id=empty.pk, by=cast.admin, at=timezone.now())


def test_an_old_backup_that_is_kept_stays_in_the_list(cast, signed_in):
    begun = timezone.now() - timedelta(days=300)
    kept, gone = (
        Backup.objects.create(at=begun + timedelta(days=n), ended_at=begun, file=f"crm-{n}.zip", size=9) for n in (0, 1)
    )
    Path(conf.BACKUP_ROOT).mkdir(exist_ok=True)
    (Path(conf.BACKUP_ROOT) / kept.file).write_bytes(b"123456789")
    nights = [begun + timedelta(days=10 + n) for n in range(backup_page.SHOWN)]
    Backup.objects.bulk_create(Backup(at=at, ended_at=at, file=f"{at:%F}", size=9) for at in nights)
    page = signed_in(cast.admin).get("/system/backups/").text
    assert f"/system/backups/{kept.pk}/file/" in page and gone.file not in page


def test_a_download_takes_a_second_factor_typed_just_now_and_is_recorded(cast, signed_in):
    call_command("backup", verbosity=0)
    row = Backup.objects.get()
    client, url = signed_in(cast.admin), f"/system/backups/{row.pk}/file/"
    answer = client.get(url, follow=True)
    assert answer.redirect_chain[0][0] == "/accounts/2fa/totp/activate/"
    assert "This takes two-step sign-in: set it up, then try again." in answer.text
    TOTP.activate(cast.admin, SECRET)
    assert client.get(url)["Location"].startswith("/accounts/2fa/reauthenticate/?next=")
    said = {"code": one_time_code(), "next": url}
    answer = client.post("/accounts/2fa/reauthenticate/", said, follow=True)
    assert answer.redirect_chain[-1][0] == url and answer.status_code == 200
    assert b"".join(answer) == (Path(conf.BACKUP_ROOT) / row.file).read_bytes()
    assert "no-store" in answer["Cache-Control"]
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY][-1]["at"] -= 3600
    session.save()
    assert client.get(url).status_code == 302, "typed an hour ago"
    entry = Entry.objects.get(action="backup.downloaded")
    assert (entry.actor, entry.subject_name) == (cast.admin, row.file)
    for person in (cast.rep, cast.general_manager, cast.auditor):
        assert signed_in(person).get(url).status_code == 403
