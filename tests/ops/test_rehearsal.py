"""The newest backup is put back for a try every night: what differs is found and told."""

import json
import os
import random
import zipfile
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from celery.exceptions import Retry
from django.conf import settings as conf
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from crm_project.accounts.models import User
from crm_project.audit.domain import chain, log
from crm_project.audit.models import Entry
from crm_project.notices.models import Notice
from crm_project.ops import problems, tasks
from crm_project.ops.backups import checksums, folder, rehearsal, restoring, scratch
from crm_project.ops.backups.refusals import BackupBusy, BackupRefused
from crm_project.ops.models import Alarm, Backup
from customers.models import Ownership
from tests.cast import NOW, customer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("Na5", "Nb2", "Ne4", "Ng4", "Nh5")]


@pytest.fixture(autouse=True)
def folders(settings, tmp_path, cast):
    """Folders of this test only, and customers."""
    settings.MEDIA_ROOT, settings.BACKUP_ROOT = tmp_path / "uploads", tmp_path / "backups"
    settings.AUDIT_SEAL_FOLDER = tmp_path / "counts"
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "合同.txt").write_text("合同正文")
    if connection.vendor == "postgresql":
        address = urlsplit(os.environ["DATABASE_URL"])
        tried = address._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        os.environ["DATABASE_URL"], was = tried, os.environ["DATABASE_URL"]
        yield
        os.environ["DATABASE_URL"] = was
    else:
        yield


def backed_up():
    call_command("backup", verbosity=0)
    return Backup.objects.whole().first()


def path_of(row):
    return Path(conf.BACKUP_ROOT) / row.file


def altered(row, **meta):
    """The backup says something else of itself, and no checksum tells."""
    path = path_of(row)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["meta.json"] = json.dumps(json.loads(members["meta.json"]) | meta).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    checksums.beside(path).unlink()
    return path


def contents_of(row):
    with zipfile.ZipFile(path_of(row)) as archive:
        return json.loads(archive.read("meta.json"))["contents"]


@pytest.mark.slow
def test_a_good_backup_comes_back_whole_and_the_running_data_stay(cast):
    customer(cast.rep, name="上海甲电子有限公司", since=NOW)
    assert chain.seal()
    row = backed_up()
    before = User.objects.count()
    tasks.rehearse_newest()
    row.refresh_from_db()
    assert row.rehearsed_at and not row.rehearsal_problem and not row.rehearsing_since
    assert User.objects.count() == before and not Alarm.objects.exists()
    assert sorted(path.name for path in Path(conf.BACKUP_ROOT).glob(".crm-*")) == [], "nothing is left of it"
    out = StringIO()
    call_command("restore_drill", stdout=out)
    assert out.getvalue().strip() == f"{row.file} restored: counts, sums, ownership and audit agree."


def test_an_owner_whom_the_ledger_does_not_know_and_rows_that_are_missing_are_an_alarm(cast, monkeypatch):
    owned = customer(cast.rep, name="上海甲电子有限公司", since=NOW)
    Ownership.objects.filter(customer=owned).update(owner=cast.mate)
    row = backed_up()
    contents = contents_of(row)
    contents["accounts_user"]["rows"] += 1
    path = altered(row, contents=contents, uploads=2)
    told = rehearsal.problems_of(path)
    found = dict(told)
    assert found[problems.ROWS_DIFFER]["table"] == "accounts_user"
    assert found[problems.UPLOADS_DIFFER] == {"expected": 2, "found": 1}
    assert f"customer {owned.pk}: owner {cast.mate.pk}" in found[problems.CHECK_FAILED]["said"]

    monkeypatch.setattr(rehearsal, "problems_of", lambda path, sha256: told)
    for _night in range(2):
        rehearsal.rehearse_newest(at=timezone.now())
    row.refresh_from_db()
    assert row.rehearsal_problem == problems.ROWS_DIFFER and Alarm.objects.get().name == "rehearsal"
    assert list(Notice.objects.values_list("kind", "user__username")) == [("rehearsal_alarm", cast.admin.username)]
    with pytest.raises(CommandError, match="accounts_user"):
        call_command("restore_drill")


def test_of_200_damaged_bytes_each_is_found_before_anything_is_replaced():
    row = backed_up()
    path, draw = path_of(row), random.Random(7)
    whole = path.read_bytes()
    users = User.objects.count()
    for at in draw.sample(range(len(whole)), 200):
        damaged = bytearray(whole)
        damaged[at] ^= draw.randrange(1, 256)
        path.write_bytes(damaged)
        with pytest.raises(BackupRefused) as refusal:
            restoring.restore_backup(path)
        assert refusal.value.code == problems.CHECKSUM
        assert rehearsal.problems_of(path, row.sha256)[0][0] == problems.CHECKSUM
    assert User.objects.count() == users


def test_a_backup_of_a_newer_version_is_refused():
    row = backed_up()
    with zipfile.ZipFile(path_of(row)) as archive:
        applied = json.loads(archive.read("meta.json"))["migrations"]
    path = altered(row, migrations=[*applied, "customers.9999_of_tomorrow"])
    with pytest.raises(BackupRefused, match="newer version"):
        restoring.restore_backup(path)
    with pytest.raises(BackupRefused, match="newer version"):
        restoring.restore_backup(altered_format(path))


def altered_format(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("meta.json", json.dumps({"format": 2, "vendor": connection.vendor, "at": "2030-01-01"}))
    return path


def test_an_audit_that_was_rewritten_is_noticed(cast):
    log.record(by=cast.admin, action="signin", at=NOW, subject=cast.admin)
    chain.seal()
    last = Entry.objects.order_by("-seal").first()
    assert rehearsal._chain(last.seal, last.digest) is None
    assert rehearsal._chain(last.seal, "0" * 64) == (problems.CHAIN_DIFFERS, {"entry": last.seal})
    assert rehearsal._chain(last.seal + 10, "0" * 64) is None, "an older backup was restored since"


def test_a_file_that_is_gone_and_a_second_rehearsal_are_said(cast):
    row = backed_up()
    with folder.alone("rehearsal"):
        with pytest.raises(BackupBusy):
            rehearsal.rehearse(row, at=timezone.now())
        with pytest.raises(CommandError, match="Another process"):  # also of a file that is in no list
            call_command("restore_drill", altered(row))
        with pytest.raises(Retry):
            tasks.rehearse.apply(args=[row.pk], throw=True)
    assert row.rehearsed_at is None
    path_of(row).unlink()
    assert rehearsal.rehearse(row, at=timezone.now()).rehearsal_problem == problems.FILE_GONE
    with pytest.raises(CommandError, match="is no longer there"):
        call_command("restore_drill")


def test_a_backup_that_is_made_meanwhile_leaves_a_rehearsal_alone(settings):
    left = settings.BACKUP_ROOT / f"{scratch.FOLDER}of-a-killed-one"
    left.mkdir(parents=True)
    if connection.vendor == "sqlite":
        with scratch.scratch() as environment:
            assert not left.exists()
            backed_up()
            assert Path(environment["CRM_DATA"]).is_dir()
        assert not Path(environment["CRM_DATA"]).exists()


def test_without_a_backup_the_drill_says_so():
    with pytest.raises(CommandError, match="There is no backup yet"):
        call_command("restore_drill")


@pytest.mark.postgres
def test_only_a_database_of_a_rehearsal_is_dropped():
    name = f"{connection.settings_dict['NAME']}{scratch.SUFFIX}"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        with pytest.raises(BackupRefused) as refusal, folder.alone("rehearsal"), scratch.scratch():
            pass
        assert refusal.value.code == problems.NO_SCRATCH and "REHEARSAL_DATABASE_URL" in str(refusal.value)
        with connection.cursor() as cursor:
            cursor.execute(f"COMMENT ON DATABASE \"{name}\" IS '{scratch.MARK}'")
        with folder.alone("rehearsal"), scratch.scratch() as environment:  # what a killed one left is in nobody's way
            assert environment["DATABASE_URL"].endswith(name) and "REDIS_URL" not in environment
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


@pytest.mark.postgres
def test_the_running_database_is_never_taken_for_the_scratch(settings):
    settings.REHEARSAL_DATABASE_URL = os.environ["DATABASE_URL"]
    row, users = backed_up(), User.objects.count()
    assert rehearsal.rehearse(row, at=timezone.now()).rehearsal_problem == problems.SCRATCH_IN_USE
    assert User.objects.count() == users
