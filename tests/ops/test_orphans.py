"""Uploaded files that no row names are removed at night; those that a row names, and young ones, stay."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from activities.models import Attachment
from crm_project.lib.upload_transaction import UploadTransaction
from crm_project.ops.tasks import remove_orphans
from customers.importing import jobs
from customers.models import ImportJob
from tests.cast import NOW, customer
from tests.ops.processes import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.req("M12", "Nh5")]
DAY = 24 * 3600

KILLED = """
import os, signal, django
django.setup()
from django.conf import settings
from django.core.files.base import ContentFile
from activities.models import Attachment
from crm_project.lib.upload_transaction import UploadTransaction
settings.MEDIA_ROOT = os.environ["UPLOADS"]
with UploadTransaction() as storage:
    storage.save(Attachment().file, "minutes.pdf", ContentFile(b"%PDF-1.7"))
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return settings.MEDIA_ROOT


def found(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def aged(folder, seconds):
    """All files there, as if written so long ago."""
    then = time.time() - seconds
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (then, then))


def test_what_a_killed_process_left_goes_the_next_night(folder, tmp_path):
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "CRM_DATA": str(tmp_path), "UPLOADS": str(folder)}
    done = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert len(found(folder)) == 1
    assert remove_orphans() == 0, "it may still be on its way"
    aged(folder, DAY + 60)
    assert remove_orphans() == 1 and found(folder) == []


def test_an_import_whose_transaction_fails_after_the_file_was_written(cast, folder):
    upload = SimpleUploadedFile("customers.csv", "full_name,department\n杭州一号科技有限公司,Sales\n".encode())
    with pytest.raises(RuntimeError), transaction.atomic():
        jobs.receive(kind="customers", upload=upload, history=False, by=cast.manager, at=NOW)
        raise RuntimeError("the process ends here")
    assert len(found(folder)) == 1 and not ImportJob.objects.exists()
    aged(folder, DAY + 60)
    assert remove_orphans() == 1 and found(folder) == []


def test_what_a_row_names_stays_however_old(cast, folder):
    upload = SimpleUploadedFile("customers.csv", b"full_name,department\n")
    job = jobs.receive(kind="customers", upload=upload, history=False, by=cast.manager, at=NOW)
    with UploadTransaction() as storage:
        row = Attachment(customer=customer(cast.rep), name="a.pdf", size=1, by=cast.rep, at=NOW)
        storage.save(row.file, "a.pdf", ContentFile(b"%PDF"))
        Attachment.objects.bulk_create([row])
    stray = Path(folder) / "stray.txt"
    stray.write_text("x")
    aged(folder, 400 * DAY)
    assert remove_orphans() == 1
    assert found(folder) == sorted([Path(job.file.name).name, Path(row.file.name).name])


def test_an_empty_company_has_nothing_to_remove(folder):
    assert remove_orphans() == 0
