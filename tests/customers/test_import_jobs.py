"""A file in the browser: checked, looked over, confirmed, taken in; killed half-way it goes on; refused rows come back."""

import fcntl
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from crm_project.accounts.models import User
from customers import tasks
from customers.importers.customers import CustomersImport
from customers.importing import batches, jobs, progress, worker
from customers.models import Customer, ExportJob, ImportJob, RefusedRow
from tests.cast import NOW
from tests.customers.tables import columns, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sent(monkeypatch, settings, tmp_path):
    """Messages are noted, not sent; files go to a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    sent = []
    monkeypatch.setattr(tasks.import_file, "delay", lambda pk: sent.append(pk))
    monkeypatch.setattr(transaction, "on_commit", lambda call, **_options: call())
    return sent


@pytest.fixture
def browser(signed_in, cast, clock):
    return signed_in(cast.manager)


def row(number, **values):
    return {"full_name": f"杭州第{number}号科技有限公司", "department": "Sales", **values}


def upload(browser, tmp_path, *rows, kind="customers", name="leads.xlsx", **fields):
    path = workbook(tmp_path / "upload.xlsx", *columns(rows))
    file = SimpleUploadedFile(name, path.read_bytes())
    return browser.post(reverse("customers:import_upload"), {"kind": kind, "file": file, **fields})


def page(browser, job):
    return browser.get(reverse("customers:import_job", args=[job.pk])).content.decode()


def test_from_the_file_to_the_result(browser, cast, tmp_path, _sent):
    answer = upload(browser, tmp_path, row(1, owner="rep"), row(2, stage="won"), row(3))
    job = ImportJob.objects.get()
    assert answer.url == reverse("customers:import_job", args=[job.pk]) and _sent == [job.pk]
    assert "Checking leads.xlsx" in page(browser, job)
    tasks.import_file(job.pk)
    shown = page(browser, job)
    assert "Import 2 rows" in shown and "Stage: “won” is unknown" in shown and not Customer.objects.exists()
    browser.post(reverse("customers:import_confirm", args=[job.pk]))
    assert "Importing leads.xlsx" in page(browser, job) and _sent == [job.pk] * 2
    tasks.import_file(job.pk)
    assert Customer.objects.count() == 2 and Customer.objects.first().created_by == cast.manager
    job.refresh_from_db()
    assert (job.state, job.done, job.summary["counts"]) == ("done", 3, {"new": 2, "refused": 1})
    assert "Rejected rows: download them" in page(browser, job)


def test_the_preview_says_where_each_new_customer_goes(browser, cast, tmp_path):
    upload(browser, tmp_path, row(1, owner="rep"), row(2), {"full_name": "友好", "department": "Sales"})
    job = ImportJob.objects.get()
    tasks.import_file(job.pk)
    job.refresh_from_db()
    assert [sentence for _n, _name, _result, sentence in job.summary["first"]] == [
        "Owner: Rep.",
        "Public pool of Sales.",
        "Public pool of Sales. Not a full name: it is added to the work list.",
    ]
    assert "Owner: Rep." in page(browser, job)


def test_the_preview_shows_changes_of_known_customers_wherever_they_stand(browser, cast, tmp_path):
    upload(browser, tmp_path, row(99, phone="0571-1111111"))
    job = ImportJob.objects.get()
    tasks.import_file(job.pk)
    jobs.confirm(job_id=job.pk, by=job.by, at=NOW)
    tasks.import_file(job.pk)
    upload(browser, tmp_path, *[row(n) for n in range(60)], row(99, phone="0571-2222222"))
    again = ImportJob.objects.latest("pk")
    tasks.import_file(again.pk)
    again.refresh_from_db()
    assert again.summary["counts"] == {"new": 60, "changed": 1} and len(again.summary["first"]) == 50
    assert again.summary["later"] == [[62, "杭州第99号科技有限公司", "changed", "Phone"]]
    shown = page(browser, again)
    # What is known stands by itself; the new ones below it, the first fifty one by one.
    assert shown.count("杭州第99号科技有限公司") == 1 and "50 of 60" in shown


def test_refused_rows_are_fetched_mended_and_brought_back(browser, tmp_path, _sent):
    upload(browser, tmp_path, row(1), row(2, stage="won", phone="+86 571"), row(3, owner="nobody"))
    job = ImportJob.objects.get()
    worker.run_import(job.pk, clock=timezone.now)
    answer = browser.get(reverse("customers:import_rejected", args=[job.pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="leads-refused.xlsx"'
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0] == ("Full name", "Department", "Stage", "Phone", "Owner (user name)", "problem")
    assert rows[1][3] == "'+86 571" and rows[1][5].startswith("Stage: “won” is unknown")
    assert len(rows) == 3
    book.active["C2"], book.active["E3"] = "intent", "rep"
    book.save(tmp_path / "mended.xlsx")
    file = SimpleUploadedFile("mended.xlsx", (tmp_path / "mended.xlsx").read_bytes())
    browser.post(reverse("customers:import_upload"), {"kind": "customers", "file": file})
    mended = ImportJob.objects.latest("pk")
    worker.run_import(mended.pk, clock=timezone.now)
    jobs.confirm(job_id=mended.pk, by=mended.by, at=NOW)
    worker.run_import(mended.pk, clock=timezone.now)
    mended.refresh_from_db()
    assert mended.summary["counts"] == {"new": 2}
    assert Customer.objects.get(stage="intent").phone == "+86 571"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "a.xlsx",
            b"hello",
            "The file is not an Excel workbook or is damaged: open it in Excel and save it as .xlsx again.",
        ),
        ("a.doc", b"x", "is not an Excel workbook or CSV file: save it as .xlsx or .csv."),
        ("a.xls", b"x", "The file is not an Excel workbook or is damaged"),
        (
            "a.xlsx",
            b"",
            "The file is not an Excel workbook or is damaged: open it in Excel and save it as .xlsx again.",
        ),
        ("a.xlsx", b"PK\x03\x04" + b"0" * 21_000_000, "The file has 21 MB; at most 20 MB"),
    ],
)
def test_what_is_no_file_to_import_is_said_in_the_form(browser, name, content, sentence):
    answer = browser.post(
        reverse("customers:import_upload"), {"kind": "customers", "file": SimpleUploadedFile(name, content)}
    )
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not ImportJob.objects.exists()


def test_no_file_chosen_is_said_in_the_form(browser):
    answer = browser.post(reverse("customers:import_upload"), {"kind": "customers"})
    assert answer.status_code == 422 and "Choose a file." in answer.content.decode()


def test_a_file_that_changes_nothing_can_not_be_confirmed_by_a_button(browser, tmp_path):
    upload(browser, tmp_path, row(1, stage="won"))
    job = ImportJob.objects.get()
    worker.run_import(job.pk, clock=timezone.now)
    shown = page(browser, job)
    assert (
        "There is nothing to import: no row is new or changes anything." in shown
        and reverse("customers:import_confirm", args=[job.pk]) not in shown
    )


def test_it_can_be_thrown_away_before_it_is_taken_in_and_not_afterwards(browser, tmp_path):
    upload(browser, tmp_path, row(1))
    job = ImportJob.objects.get()
    path = job.file.path
    browser.post(reverse("customers:import_discard", args=[job.pk]))
    assert not ImportJob.objects.exists()
    with pytest.raises(FileNotFoundError):
        open(path)
    upload(browser, tmp_path, row(1))
    job = ImportJob.objects.get()
    worker.run_import(job.pk, clock=timezone.now)
    jobs.confirm(job_id=job.pk, by=job.by, at=NOW)
    answer = browser.post(reverse("customers:import_discard", args=[job.pk]), follow=True)
    assert "This file was already imported." in answer.content.decode() and ImportJob.objects.exists()


def test_the_progress_is_polled_and_the_page_comes_anew_when_the_step_is_done(browser, tmp_path):
    upload(browser, tmp_path, row(1), row(2))
    job = ImportJob.objects.get()
    ImportJob.objects.update(done=1, total=2)
    answer = browser.get(reverse("customers:import_progress", args=[job.pk]))
    assert "1 of 2 rows" in answer.content.decode() and "every 1s" in answer.content.decode()
    ImportJob.objects.update(state="ready")
    assert browser.get(reverse("customers:import_progress", args=[job.pk]))["HX-Refresh"] == "true"


@pytest.mark.req("Nb3")
def test_a_job_is_its_makers_only(browser, signed_in, cast, tmp_path):
    upload(browser, tmp_path, row(1, stage="won"))
    job = ImportJob.objects.get()
    worker.run_import(job.pk, clock=timezone.now)
    other = signed_in(cast.general_manager)
    for name in ("import_job", "import_progress", "import_rejected"):
        assert other.get(reverse(f"customers:{name}", args=[job.pk])).status_code == 404
    for name in ("import_confirm", "import_discard"):
        assert other.post(reverse(f"customers:{name}", args=[job.pk])).status_code == 404


@pytest.mark.req("Nb3")
@pytest.mark.parametrize("person", ["rep", "hr", "auditor", "service"])
def test_who_does_not_import_sees_nothing_of_it(signed_in, cast, clock, person):
    client = signed_in(getattr(cast, person))
    assert client.get(reverse("customers:import")).status_code == 403
    assert client.post(reverse("customers:import_upload")).status_code == 403
    assert client.get(reverse("customers:import_template", args=["customers"])).status_code == 403


@pytest.mark.req("Nb3")
def test_finance_brings_in_payments_and_nothing_else(signed_in, cast, clock):
    client = signed_in(cast.finance)
    page = client.get(reverse("customers:import"))
    assert [kind for kind, _label in page.context["form"].fields["kind"].choices] == ["payments"]
    assert client.get(reverse("customers:import_template", args=["payments"])).status_code == 200
    assert client.get(reverse("customers:import_template", args=["customers"])).status_code == 403
    assert client.post(reverse("customers:import_upload"), {"kind": "customers"}).status_code == 422


def test_people_and_history_are_for_who_manages_people(signed_in, cast, clock, tmp_path):
    shown = signed_in(cast.clerk).get(reverse("customers:import")).content.decode()
    assert 'value="customers"' in shown and 'value="people"' not in shown and 'name="history"' not in shown
    client = signed_in(cast.clerk)
    assert upload(client, tmp_path, {"username": "li"}, kind="people").status_code == 422
    assert client.get(reverse("customers:import_template", args=["people"])).status_code == 403
    upload(client, tmp_path, row(1), history="on")
    assert not ImportJob.objects.get().history
    shown = signed_in(cast.admin).get(reverse("customers:import")).content.decode()
    assert 'value="people"' in shown and 'name="history"' in shown


@pytest.mark.req("Nb1")
def test_the_result_of_people_shows_their_links(signed_in, cast, clock, tmp_path):
    client = signed_in(cast.admin)
    upload(
        client,
        tmp_path,
        {"username": "li", "full_name": "Li Na", "department": "Sales", "role": "rep"},
        kind="people",
        name="people.xlsx",
    )
    job = ImportJob.objects.get()
    worker.run_import(job.pk, clock=timezone.now)
    client.post(reverse("customers:import_confirm", args=[job.pk]))
    worker.run_import(job.pk, clock=timezone.now)
    assert User.objects.get(username="li").department == cast.departments["sales"]
    assert "http://testserver/people/" in page(client, job)


def test_the_sentences_are_in_the_language_of_whoever_brought_the_file(browser, tmp_path):
    browser.cookies["django_language"] = "zh-hans"
    upload(browser, tmp_path, row(1))
    assert ImportJob.objects.get().language == "zh-hans"


# --- templates ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["people", "customers", "followups", "contracts"])
def test_a_template_has_the_headings_and_explains_them(signed_in, cast, clock, tmp_path, kind):
    client = signed_in(cast.admin)
    content = b"".join(client.get(reverse("customers:import_template", args=[kind])).streaming_content)
    book = load_workbook(io.BytesIO(content))
    data, about = book.worksheets
    headings = [cell.value for cell in data[1]]
    assert [line[0].value for line in about.iter_rows(min_row=2, max_row=len(headings) + 1)] == headings
    file = SimpleUploadedFile("t.xlsx", content)
    client.post(reverse("customers:import_upload"), {"kind": kind, "file": file})
    worker.run_import(ImportJob.objects.get().pk, clock=timezone.now)
    assert ImportJob.objects.get().state == "ready"


# --- faults -------------------------------------------------------------------------------------------
@pytest.fixture
def running(browser, cast, tmp_path, monkeypatch):
    """A confirmed import of 30 rows, six of them refused, in batches of five."""
    monkeypatch.setattr(CustomersImport, "size", 5)
    upload(browser, tmp_path, *[row(n, owner="nobody" if n % 5 == 4 else "rep") for n in range(29)], row(3))
    job = ImportJob.objects.get()
    worker.run_import(job.pk, clock=timezone.now)
    jobs.confirm(job_id=job.pk, by=job.by, at=NOW)
    return job


WANTED = {"new": 24, "refused": 6}


class Killed(BaseException):
    """The worker is gone."""


@pytest.mark.parametrize("after", range(6))
def test_killed_half_way_the_next_worker_finishes_without_doubles(running, monkeypatch, after):
    inside, calls = progress.Progress.inside, []

    def dies(self, outcomes, rows):
        if len(calls) == after:
            raise Killed
        calls.append(1)
        inside(self, outcomes, rows)

    monkeypatch.setattr(progress.Progress, "inside", dies)
    with pytest.raises(Killed):
        worker.run_import(running.pk, clock=timezone.now)
    monkeypatch.setattr(progress.Progress, "inside", inside)
    running.refresh_from_db()
    assert (running.done, Customer.objects.count(), running.state) == (5 * after, 4 * after, "running")
    worker.run_import(running.pk, clock=timezone.now)
    running.refresh_from_db()
    assert (running.state, running.done, running.summary["counts"]) == ("done", 30, WANTED)
    assert Customer.objects.count() == 24 and RefusedRow.objects.filter(job=running).count() == 6
    assert RefusedRow.objects.get(job=running, number=31).sentence == "Row 5 of this file is the same customer."


def test_of_two_workers_on_one_job_one_gives_way(running, monkeypatch):
    inside, turns = progress.Progress.inside, []

    def meanwhile(self, outcomes, rows):
        inside(self, outcomes, rows)
        if not turns:
            turns.append(1)

    def overtaken(self):
        # Between two batches of the first worker, a second one does all the rest.
        self.position = self.coming
        if len(turns) == 1:
            turns.append(2)
            worker.run_import(running.pk, clock=timezone.now)

    monkeypatch.setattr(progress.Progress, "inside", meanwhile)
    monkeypatch.setattr(progress.Progress, "kept", overtaken)
    worker.run_import(running.pk, clock=timezone.now)
    running.refresh_from_db()
    assert (running.state, running.summary["counts"], Customer.objects.count()) == ("done", WANTED, 24)


def test_a_batch_that_keeps_colliding_is_taken_row_by_row(running, monkeypatch):
    whole = CustomersImport.batch

    def collides(self, drafts, *, write):
        if write and len(drafts) > 1:
            raise batches.Collision("test")
        return whole(self, drafts, write=write)

    monkeypatch.setattr(CustomersImport, "batch", collides)
    worker.run_import(running.pk, clock=timezone.now)
    running.refresh_from_db()
    assert (running.state, running.done, running.summary["counts"]) == ("done", 30, WANTED)


def test_a_lost_message_is_sent_again_after_a_minute_and_not_sooner(running, clock, _sent):
    del _sent[:]
    tasks.take_up_unfinished()
    assert _sent == []
    clock.shift(timedelta(seconds=61))
    tasks.take_up_unfinished()
    assert _sent == [running.pk]
    worker.run_import(running.pk, clock=timezone.now)
    clock.shift(timedelta(minutes=5))
    tasks.take_up_unfinished()
    assert _sent == [running.pk]


def test_an_error_that_comes_again_and_again_stops_the_job_and_it_can_be_gone_on_with(running, browser, monkeypatch):
    whole = CustomersImport.batch

    def fails(self, drafts, *, write):
        if drafts[0].number > 7:
            raise RuntimeError("test")
        return whole(self, drafts, write=write)

    monkeypatch.setattr(CustomersImport, "batch", fails)
    for _turn in range(worker.ATTEMPTS):
        with pytest.raises(RuntimeError):
            worker.run_import(running.pk, clock=timezone.now)
    worker.run_import(running.pk, clock=timezone.now)
    running.refresh_from_db()
    assert (
        running.state == "failed"
        and "An error stopped this import after 10 rows. Imported rows stay; an admin can find the error in the log."
        in running.problem
    )
    assert "Continue" in page(browser, running)
    monkeypatch.setattr(CustomersImport, "batch", whole)
    browser.post(reverse("customers:import_confirm", args=[running.pk]))
    worker.run_import(running.pk, clock=timezone.now)
    running.refresh_from_db()
    assert (running.state, running.summary["counts"], Customer.objects.count()) == ("done", WANTED, 24)


def test_uploaded_files_do_not_lie_about(running, clock):
    worker.run_import(running.pk, clock=timezone.now)
    clock.shift(timedelta(days=29))
    assert jobs.forget_old(at=timezone.now()) == 0
    clock.shift(timedelta(days=2))
    assert jobs.forget_old(at=timezone.now()) == 1
    running.refresh_from_db()
    assert not running.file and not RefusedRow.objects.exists() and running.summary["counts"] == WANTED
    assert jobs.forget_old(at=timezone.now()) == 0


@pytest.mark.django_db(transaction=True)
def test_a_worker_hears_of_a_file_when_it_is_committed_not_before(monkeypatch, settings, tmp_path):
    monkeypatch.undo()
    settings.MEDIA_ROOT = tmp_path / "uploads"
    sent = []
    monkeypatch.setattr(tasks.import_file, "delay", sent.append)
    monkeypatch.setattr(tasks.export_file, "delay", sent.append)
    with transaction.atomic():
        tasks.send_import(ImportJob(pk=1))
        tasks.send_export(ExportJob(pk=2))
        assert sent == []
    assert sent == [1, 2]


def test_a_silent_living_worker_keeps_its_job(running, clock, _sent):
    """The lock on the file says that it lives, however long it gives no sign; it goes with the process."""
    job = ImportJob.objects.get(pk=running.pk)
    with open(job.file.path, "rb+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        clock.shift(timedelta(minutes=20))
        tasks.take_up_unfinished()
        assert _sent[-1] == job.pk, "the message comes again"
        before = ImportJob.objects.values("state", "attempts", "done", "touched_at").get(pk=job.pk)
        worker.run_import(job.pk, clock=timezone.now)
        assert ImportJob.objects.values("state", "attempts", "done", "touched_at").get(pk=job.pk) == before
    worker.run_import(job.pk, clock=timezone.now)
    assert ImportJob.objects.get(pk=job.pk).state == ImportJob.State.DONE
