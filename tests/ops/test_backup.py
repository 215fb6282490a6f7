"""A backup brings back the data and the uploads, whatever happened since."""

import json
import stat
import zipfile
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings as conf
from django.core.management import CommandError, call_command
from django.db import connection

from crm_project.accounts.models import User
from crm_project.lib.tables.archive import Archive, TooMuch
from crm_project.ops.backups import checksums, dumps, restoring
from crm_project.ops.backups.refusals import BackupRefused
from crm_project.ops.heartbeats import beat
from crm_project.ops.models import Heartbeat

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("Na5", "Nh5", "Ng5")]


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    """Uploads and backups of this test only."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.BACKUP_ROOT = tmp_path / "backups"
    settings.AUDIT_SEAL_FOLDER = tmp_path / "counts"
    return tmp_path


def upload(name: str, content: str) -> Path:
    """Put a file among the uploads."""
    path = Path(conf.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def backup(*arguments, **options) -> str:
    """Make a backup; return what the command printed."""
    out = StringIO()
    call_command("backup", *arguments, stdout=out, **options)
    return out.getvalue().splitlines()[0]


def restore(path, **options) -> str:
    """Restore; return what the command printed."""
    out = StringIO()
    call_command("restore", path, stdout=out, **options)
    return out.getvalue()


def test_a_backup_brings_back_rows_and_uploads():
    User.objects.create(username="zhang", full_name="张三")
    kept = upload("2026/合同.txt", "合同正文")
    path = backup()
    User.objects.all().delete()
    User.objects.create(username="li", full_name="李四")
    kept.write_text("overwritten")
    later = upload("later.txt", "not in the backup")

    assert "Restored the backup of 20" in restore(path, yes=True)

    assert list(User.objects.values_list("full_name", flat=True)) == ["张三"]
    assert kept.read_text() == "合同正文"
    assert not later.exists()
    assert User.objects.create(username="wang", full_name="王五").pk  # the counters of keys came back too


def test_a_restore_removes_tables_younger_than_the_backup():
    path = backup()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE younger (name varchar(40) REFERENCES ground_heartbeat (name))")
    restore(path, yes=True)
    assert "younger" not in connection.introspection.table_names()
    beat("worker")
    restore(backup(), yes=True)  # a backup of what was restored is as good
    assert Heartbeat.objects.count() == 1


def test_a_restore_asks_first(folders):
    beat("worker")
    path = backup()
    with pytest.raises(CommandError, match="add --yes"):
        restore(path)
    assert Heartbeat.objects.count() == 1


def test_what_is_no_backup_changes_nothing(folders):
    beat("worker")
    (folders / "text").write_text("no backup")
    with zipfile.ZipFile(folders / "other.zip", "w") as archive:
        archive.writestr("hello", "world")
    for name in ("text", "other.zip", "missing"):
        with pytest.raises(CommandError):
            restore(folders / name, yes=True)
    assert Heartbeat.objects.count() == 1


def test_a_backup_of_the_other_database_is_refused(folders):
    with zipfile.ZipFile(folders / "other.zip", "w") as archive:
        archive.writestr("meta.json", json.dumps({"format": 1, "vendor": "oracle", "at": "2026-01-01"}))
    with pytest.raises(CommandError, match="oracle"):
        restore(folders / "other.zip", yes=True)


def test_a_damaged_backup_is_refused_whole(folders):
    beat("worker")
    path = Path(backup(folders / "b.zip"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(CommandError):
        restore(path, yes=True)
    assert Heartbeat.objects.count() == 1


def test_only_the_admin_of_the_machine_can_read_a_backup():
    assert stat.S_IMODE(Path(backup()).stat().st_mode) == 0o600


def test_a_failed_backup_leaves_nothing_half_done(folders, monkeypatch):
    def fail(path):
        raise BackupRefused("disk full")

    monkeypatch.setattr(dumps, "dump", fail)
    with pytest.raises(CommandError, match="disk full"):
        backup()
    assert [path.name for path in Path(conf.BACKUP_ROOT).iterdir()] == [".making.lock"]


def altered(path, change):
    """The backup with other members: `change` maps {name: content} to what it holds instead."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in change(members).items():
            archive.writestr(name, content)
    checksums.beside(Path(path)).unlink()  # as whoever alters it would
    return path


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda held: held | {"uploads/bomb": b"0" * 50_000_000}, "needs more space than is available"),
        (lambda held: held | {"meta.json": b"[" + b"0," * 20_000 + b"0]"}, "holds more|not a backup"),
        (lambda held: held | {"meta.json": b"[]"}, "not a backup"),
        (lambda held: held | {"../outside": b"x"}, ", which does not belong in a backup."),
        (lambda held: held | {"uploads/../../outside": b"x"}, ", which does not belong in a backup."),
        (lambda held: held | {"uploads/a": b"x", "uploads/A": b"y"}, "not a backup"),
    ],
)
def test_a_restore_opens_its_file_with_limits(monkeypatch, change, sentence):
    User.objects.create(username="zhang", full_name="张三")
    path = altered(backup(), change)
    limit = 40_000_000 if "more space than is available" in sentence else 10**12
    monkeypatch.setattr(
        restoring.shutil, "disk_usage", lambda folder: SimpleNamespace(free=limit + conf.DISK_FREE_MB * 2**20)
    )
    with pytest.raises(CommandError, match=sentence):
        restore(path, yes=True)
    assert User.objects.get().full_name == "张三"


def test_a_backup_of_more_than_four_gigabytes_or_65_535_files_is_opened(tmp_path):
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(66_000):
            archive.writestr(f"uploads/{n}", b"")
    with Archive(path, members=70_000, beyond_four_gb=True) as opened:
        assert len(opened.names) == 66_000
    with pytest.raises(TooMuch):
        Archive(path, members=60_000, beyond_four_gb=True)
