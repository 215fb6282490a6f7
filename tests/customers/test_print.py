"""The whole list on paper: a PDF with who and when on every page, in the background when it is long (row M3)."""

import io

import pytest
from django.db import transaction
from django.urls import reverse
from pypdf import PdfReader

from crm_project.audit.models import Entry
from customers import tasks
from customers.exporting import jobs as exporting
from customers.filters import listed
from customers.models import ExportJob
from tests.cast import NOW, customer
from tests.pdf_fonts import all_embedded

pytestmark = [pytest.mark.django_db, pytest.mark.req("M3"), pytest.mark.usefixtures("clock")]


@pytest.fixture(autouse=True)
def _sent(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    sent = []
    monkeypatch.setattr(tasks.export_file, "delay", sent.append)
    monkeypatch.setattr(transaction, "on_commit", lambda call, **_options: call())
    return sent


def asked(client, query=""):
    return client.post(reverse("customers:export_make"), {"format": "pdf", "reason": "Printed list", "query": query})


def pages(client):
    job = ExportJob.objects.latest("pk")
    got = client.get(reverse("customers:export_download", args=[job.pk]))
    assert got["Content-Disposition"].endswith('.pdf"')
    content = b"".join(got.streaming_content)
    assert all_embedded(content)
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def test_every_customer_of_the_list_is_on_it_with_who_and_when_on_every_page(cast, signed_in):
    rows = [customer(cast.rep, phone=f"0571-8{n:06}") for n in range(70)]
    customer(cast.stranger)
    client = signed_in(cast.manager)
    asked(client)
    found = pages(client)
    text = "".join(found)
    assert len(found) > 1 and all("Manager (manager), 2026-03-02 09:00" in page for page in found)
    assert all(row.code in text for row in rows) and "Customer list: 70 customers" in found[0]
    assert Entry.objects.filter(action="export.made", actor=cast.manager, reason="Printed list").count() == 1


def test_beyond_five_hundred_it_is_written_in_the_background(cast, signed_in, _sent, monkeypatch):
    monkeypatch.setattr(exporting, "PRINTED_AT_ONCE", 2)
    for _n in range(3):
        customer(cast.rep)
    client = signed_in(cast.manager)
    answer = asked(client)
    job = ExportJob.objects.get()
    assert _sent == [job.pk] and "The file is being created" in client.get(answer.url).content.decode()
    exporting.run_export(job.pk, listed=listed, clock=lambda: NOW)
    assert "The file is ready" in client.get(answer.url).content.decode() and len(pages(client)) == 1


def test_hidden_numbers_stay_hidden_on_paper(cast, signed_in):
    customer(cast.rep, vip=True, phone="0571-88123456")
    client = signed_in(cast.clerk)
    asked(client)
    assert "88123456" not in "".join(pages(client))


def test_it_takes_the_right_to_export(cast, signed_in):
    assert asked(signed_in(cast.rep)).status_code == 403


def test_an_empty_list_prints_a_page_that_says_so(cast, signed_in):
    client = signed_in(cast.manager)
    asked(client, "q=nowhere")
    assert "Customer list: 0 customers" in pages(client)[0]
