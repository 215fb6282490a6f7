"""A backup that fails or does not come is told to the admins once, and once more when it works again."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from crm_project.notices.models import Notice
from crm_project.notices.presenters.render import text
from crm_project.ops import problems, tasks
from crm_project.ops.backups import dumps, second_place, watching
from crm_project.ops.models import Alarm, Backup

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("Na5", "Nh4", "Nh5")]


@pytest.fixture(autouse=True)
def folders(settings, tmp_path, cast):
    """Folders of this test only; an admin with an address."""
    settings.MEDIA_ROOT, settings.BACKUP_ROOT = tmp_path / "uploads", tmp_path / "backups"
    cast.admin.email, cast.admin.digest = "admin@crm.example", "none"
    cast.admin.save(update_fields=["email", "digest"])
    return tmp_path


def told():
    return list(Notice.objects.filter(kind__startswith="backup").order_by("pk").values_list("kind", "user__username"))


def fails(monkeypatch):
    def full(path):
        raise OSError("No space left on device")

    monkeypatch.setattr(dumps, "dump", full)


def test_a_failed_backup_is_told_once_and_its_end_once(monkeypatch):
    with monkeypatch.context() as patch:
        fails(patch)
        for _night in range(2):
            with pytest.raises(CommandError, match="No space left"):
                call_command("backup", verbosity=0)
    assert told() == [("backup_alarm", "admin")]
    assert [m.subject for m in mail.outbox] == ["The backup failed"] and "No space left" in mail.outbox[0].body
    for _night in range(2):
        call_command("backup", verbosity=0)
    assert told() == [("backup_alarm", "admin"), ("backup_over", "admin")]
    assert [m.subject for m in mail.outbox] == ["The backup failed", "The backup works again"]
    assert not Alarm.objects.exists()


def test_a_backup_that_does_not_come_is_missed_after_a_day():
    begin = timezone.now()
    assert watching.watch(at=begin), "a new installation has a day"
    assert watching.watch(at=begin + timedelta(hours=25))
    assert not watching.watch(at=begin + timedelta(hours=27))
    assert not watching.watch(at=begin + timedelta(hours=28))
    assert told() == [("backup_alarm", "admin")] and Alarm.objects.get().problem == problems.NEVER
    call_command("backup", verbosity=0)
    assert told()[1:] == [("backup_over", "admin")]
    tasks.watch_backups()
    assert len(told()) == 2


def test_a_backup_is_copied_to_the_second_place_and_old_copies_go(settings, folders):
    second = folders / "elsewhere"
    second.mkdir()
    for day in range(1, 4):
        (second / f"crm-2025010{day}-033000.zip").touch()
    settings.BACKUP_SECOND_FOLDER = str(second)
    call_command("backup", keep=2, verbosity=0)
    row = Backup.objects.get()
    assert row.copied and row.size > 0
    names = sorted(path.name for path in second.iterdir())
    assert names == ["crm-20250103-033000.zip", row.file, f"{row.file}.sha256"]
    assert (second / row.file).read_bytes() == (Path(settings.BACKUP_ROOT) / row.file).read_bytes()


def test_a_second_place_that_is_gone_is_an_alarm_and_not_made_on_this_disk(settings, folders):
    settings.BACKUP_SECOND_FOLDER = str(folders / "not-mounted")
    with pytest.raises(CommandError, match="second place"):
        call_command("backup", verbosity=0)
    assert not (folders / "not-mounted").exists()
    assert told() == [("backup_alarm", "admin")]
    assert len(list(Path(settings.BACKUP_ROOT).glob("crm-*.zip"))) == 1, "the first copy is there all the same"
    assert [m.subject for m in mail.outbox] == ["The second copy of the backup failed"]


def test_where_only_the_second_copy_fails_nobody_says_that_there_is_no_backup(settings, folders, cast, signed_in):
    settings.BACKUP_SECOND_FOLDER = str(folders / "gone")
    begin = timezone.now() - timedelta(hours=40)
    watching.watch(at=begin)
    with pytest.raises(CommandError):
        call_command("backup", verbosity=0)
    assert not watching.watch(at=timezone.now())
    assert Alarm.objects.get().problem == problems.SECOND_GONE, "not: no backup was made so far"
    page = signed_in(cast.admin).get(reverse("ops:system")).text
    assert "There is no backup yet" not in page and "Last one:" in page
    assert "It lies in the folder only: the second copy failed." in page and "second copy failed" in page
    said = Notice.objects.get(kind="backup_alarm")
    assert text(said.kind, said.params).startswith("The second copy of the backup failed: The second place")
    assert not watching.watch(at=timezone.now() + timedelta(hours=60))
    assert Alarm.objects.get().problem == problems.NEVER, "whole it never was, and this one is too old by now"


def test_a_disk_that_refuses_the_copy_is_told_as_that(monkeypatch, settings, folders):
    second = folders / "elsewhere"
    second.mkdir()
    settings.BACKUP_SECOND_FOLDER = str(second)

    def full(source, target):
        raise OSError("No space left on device")

    monkeypatch.setattr(second_place.shutil, "copyfile", full)
    with pytest.raises(CommandError, match="copy to .* failed: No space left on device"):
        call_command("backup", verbosity=0)
    assert Alarm.objects.get().problem == problems.COPY_FAILED and list(second.iterdir()) == []


def test_a_copy_that_is_not_the_backup_is_refused_and_leaves_nothing(monkeypatch, settings, folders):
    second = folders / "elsewhere"
    second.mkdir()
    settings.BACKUP_SECOND_FOLDER = str(second)
    monkeypatch.setattr(second_place.shutil, "copyfile", lambda source, target: Path(target).write_bytes(b"half of it"))
    with pytest.raises(CommandError, match="differs from the backup"):
        call_command("backup", verbosity=0)
    assert list(second.iterdir()) == [] and not Backup.objects.get().copied
    assert told() == [("backup_alarm", "admin")]


def test_the_page_shows_parts_disk_and_backups(cast, signed_in, settings):
    client, url = signed_in(cast.admin), reverse("ops:system")
    text = client.get(url).content.decode()
    assert "There is no backup yet" in text and "No second place is set." in text and " free" in text
    call_command("backup", verbosity=0)
    settings.BACKUP_SECOND_FOLDER = "/nowhere"
    with pytest.raises(CommandError):
        call_command("backup", verbosity=0)
    text = client.get(url).content.decode()
    good, bad = Backup.objects.order_by("pk")
    assert "There is no backup yet" not in text and "The second place for backups, /nowhere, is not there." in text
    assert 'href="/system/backups/"' in text and good.file in client.get("/system/backups/").text
    assert 'role="alert"' in text
    for person in (cast.rep, cast.manager, cast.auditor):
        assert signed_in(person).get(url).status_code == 403
    assert bad.problem


def test_what_is_wrong_is_said_in_the_language_of_whoever_reads_it(cast, signed_in, settings, folders):
    settings.BACKUP_SECOND_FOLDER = str(folders / "gone")
    cast.admin.language = "zh-hans"
    cast.admin.save(update_fields=["language"])
    with pytest.raises(CommandError, match="The second place"):
        call_command("backup", verbosity=0)
    sentence = f"第二备份位置 {folders / 'gone'} 不存在。"
    assert sentence in mail.outbox[0].body
    client = signed_in(cast.admin)
    client.cookies["django_language"] = "zh-hans"
    page = client.get(reverse("ops:system")).content.decode()
    assert page.count(sentence) == 3, "the bell, the alarm and the backup"
    assert sentence in client.get(reverse("notices:list")).content.decode()


def test_copies_that_find_no_second_place_do_not_fill_this_disk(settings, folders):
    settings.BACKUP_SECOND_FOLDER = str(folders / "gone")
    root = Path(settings.BACKUP_ROOT)
    root.mkdir()
    for day in range(1, 6):
        (root / f"crm-2025010{day}-033000.zip").touch()
    with pytest.raises(CommandError):
        call_command("backup", keep=2, verbosity=0)
    names = sorted(path.name for path in root.glob("crm-*.zip"))
    assert names[0] == "crm-20250105-033000.zip" and len(names) == 2


def test_the_menu_of_an_admin_leads_there(cast, signed_in):
    link = f'href="{reverse("ops:system")}"'
    assert link in signed_in(cast.admin).get("/").content.decode()
    assert link not in signed_in(cast.rep).get("/").content.decode()
