"""Files on customers: what may come in, who may have it, and that nothing is lost or changed by others."""

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from activities.domain import attachments
from activities.models import Attachment, FollowUp
from assignment.domain import ownership
from crm_project.audit.models import Entry
from crm_project.lib.file_kinds import LARGEST, clean_name
from crm_project.lib.refused import Refused
from tests.cast import NOW, VALID

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 30
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 30


def zipped(**names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in names.items():
            archive.writestr(name.replace("__", "/"), text)
    return out.getvalue()


def office(folder, **more):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr(f"{folder}/document.xml", "<x/>")
        for name, text in more.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return out.getvalue()


def upload(name, content):
    return SimpleUploadedFile(name, content)


def attach(file, by, *uploads):
    return attachments.attach_file(customer_id=file.pk, by=by, at=NOW, uploads=list(uploads))


def typed(*uploads, **changes):
    return {
        "kind": "email",
        "counterpart": "王经理",
        "answered": "on",
        "content": VALID,
        "next_when": "",
        "files": list(uploads),
        **changes,
    }


@pytest.mark.req("M12")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("offer.pdf", PDF),
        ("scan.PNG", PNG),
        ("photo.jpeg", b"\xff\xd8\xff\xe0rest"),
        ("photo.webp", b"RIFF\0\0\0\0WEBPVP8 "),
        ("phone.heic", b"\0\0\0\x18ftypheic\0\0"),
        ("voice.m4a", b"\0\0\0\x18ftypM4A \0\0"),
        ("voice.3gp", b"\0\0\0\x18ftyp3gp4\0\0"),
        ("voice.mp3", b"ID3\x03rest"),
        ("voice.amr", b"#!AMR\nrest"),
        ("voice.opus", b"OggSrest"),
        ("voice.webm", b"\x1aE\xdf\xa3rest"),
        ("voice.wav", b"RIFF\0\0\0\0WAVEfmt "),
        ("plan.tif", b"II*\x00rest"),
        ("old.doc", OLE),
        ("scanned.pdf", b"\r\n" + PDF),
        ("marked.pdf", b"\xef\xbb\xbf" + PDF),
        ("notepad.txt", "第一行\r\n".encode("utf-16")),
        ("locked.docx", OLE + "EncryptedPackage".encode("utf-16-le")),
        ("shared.heic", b"\xff\xd8\xff\xe0rest"),
        ("sheet.et", OLE),
        ("contract.docx", office("word")),
        ("prices.xlsx", office("xl")),
        ("talk.pptx", office("ppt")),
        ("plan.ods", zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet")),
        ("note.txt", "价格表".encode()),
        ("alt.csv", "名称,价格\n".encode("gb18030")),
        ("letter.rtf", b"{\\rtf1 x}"),
    ],
)
def test_ordinary_files_are_kept(cast, file, name, content):
    row = attach(file, cast.rep, upload(name, content))[0]
    assert (row.name, row.size, row.by) == (name, len(content), cast.rep)
    assert Entry.objects.filter(action="file.attached", customer_id=file.pk, subject_name=name).exists()


@pytest.mark.req("M12")
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "virus.exe",
            b"MZ",
            "“virus.exe”: this file type is not supported. Allowed: PDF, pictures, voice notes, office files, text and CSV.",
        ),
        (
            "all.zip",
            zipped(a="x"),
            ": this file type is not supported. Allowed: PDF, pictures, voice notes, office files, text and CSV.",
        ),
        (
            "page.html",
            b"<script>",
            ": this file type is not supported. Allowed: PDF, pictures, voice notes, office files, text and CSV.",
        ),
        (
            "drawing.svg",
            b"<svg/>",
            ": this file type is not supported. Allowed: PDF, pictures, voice notes, office files, text and CSV.",
        ),
        (
            "noending",
            PDF,
            ": this file type is not supported. Allowed: PDF, pictures, voice notes, office files, text and CSV.",
        ),
        (
            "offer.pdf",
            b"MZ\x90\x00",
            "The content of “offer.pdf” does not match its file type: open it, save it as the correct type, and choose it again.",
        ),
        ("photo.jpg", PNG, "does not match its file type: open it, save it as the correct type, and choose it again."),
        (
            "contract.docx",
            zipped(a="x"),
            "does not match its file type: open it, save it as the correct type, and choose it again.",
        ),
        (
            "contract.docx",
            office("xl"),
            "does not match its file type: open it, save it as the correct type, and choose it again.",
        ),
        (
            "macro.xlsx",
            office("xl", xl__vbaProject_dot_bin="x"),
            "does not match its file type: open it, save it as the correct type, and choose it again.",
        ),
        (
            "broken.xlsx",
            b"PK\x03\x04broken",
            "does not match its file type: open it, save it as the correct type, and choose it again.",
        ),
        (
            "note.txt",
            b"MZ\x00\x01\x02",
            "does not match its file type: open it, save it as the correct type, and choose it again.",
        ),
        (
            "note.csv",
            b"a,\x1bb",
            "does not match its file type: open it, save it as the correct type, and choose it again.",
        ),
        ("empty.pdf", b"", "“empty.pdf” is empty."),
        ("large.pdf", PDF + b"0" * LARGEST, "“large.pdf” is larger than 20 MB: make it smaller."),
    ],
)
def test_others_are_refused_by_their_bytes_with_a_clear_sentence(cast, file, name, content, sentence):
    with pytest.raises(Refused) as refused:
        attach(file, cast.rep, upload("good.pdf", PDF), upload(name, content))
    assert sentence in refused.value.sentence and refused.value.field == "files"
    assert not Attachment.objects.exists()


@pytest.mark.req("M12")
def test_not_too_many_at_once(cast, file):
    with pytest.raises(Refused, match="At most 10 files at once."):
        attach(file, cast.rep, *(upload(f"{n}.pdf", PDF) for n in range(11)))


@pytest.mark.req("M12")
def test_the_name_on_the_disk_is_ours_and_lies_outside_the_web(cast, file):
    row = attach(file, cast.rep, upload("..\\..\\etc\\pass\u202ewd.pdf", PDF))[0]
    assert row.name == "passwd.pdf"
    path = Path(row.file.path)
    assert path.is_relative_to(settings.MEDIA_ROOT) and "passwd" not in path.name and path.suffix == ".pdf"
    assert not Path(settings.MEDIA_ROOT).is_relative_to(settings.STATIC_ROOT) and not getattr(
        settings, "MEDIA_URL", ""
    ).strip("/")


@pytest.mark.req("M12")
def test_a_very_long_name_is_cut_and_keeps_its_ending(cast, file):
    assert len(clean_name("长" * 300 + ".pdf")) == 160 and clean_name("长" * 300 + ".pdf").endswith(".pdf")


@pytest.mark.req("M12", "Z4")
def test_files_come_with_the_follow_up(cast, file, signed_in):
    response = signed_in(cast.rep).post(
        reverse("activities:followup_new", args=[file.pk]), typed(upload("a.pdf", PDF), upload("b.png", PNG))
    )
    assert response.status_code == 302
    row = FollowUp.objects.get()
    assert sorted(row.files.values_list("name", flat=True)) == ["a.pdf", "b.png"]


@pytest.mark.req("M12", "Na7")
def test_a_bad_file_saves_nothing_and_keeps_what_was_typed(cast, file, signed_in):
    response = signed_in(cast.rep).post(
        reverse("activities:followup_new", args=[file.pk]), typed(upload("a.pdf", PDF), upload("b.exe", b"MZ"))
    )
    page = response.content.decode()
    assert (
        "b.exe”: this file type is not supported. Allowed: PDF, pictures, voice notes, office files, text and CSV."
        in page
        and VALID in page
    )
    assert not FollowUp.objects.exists() and not Attachment.objects.exists()


@pytest.mark.req("M12", "Nb3")
def test_only_those_who_may_see_the_customer_get_the_file(cast, file, signed_in):
    row = attach(file, cast.rep, upload("报价 单.pdf", PDF))[0]
    url = reverse("activities:attachment", args=[row.pk])
    for person in (cast.rep, cast.manager, cast.auditor):
        response = signed_in(person).get(url)
        assert response.status_code == 200 and b"".join(response.streaming_content) == PDF
    for person in (cast.mate, cast.stranger, cast.hr):
        assert signed_in(person).get(url).status_code == 404


@pytest.mark.req("M12", "Na8")
def test_a_file_is_always_saved_never_shown_and_each_time_noted(cast, file, signed_in):
    row = attach(file, cast.rep, upload("报价 单.pdf", PDF))[0]
    response = signed_in(cast.manager).get(reverse("activities:attachment", args=[row.pk]))
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E6%8A%A5")
    assert response["X-Content-Type-Options"] == "nosniff" and response["Content-Type"] == "application/octet-stream"
    assert "no-store" in response["Cache-Control"]
    assert Entry.objects.get(action="file.downloaded").actor == cast.manager


@pytest.mark.req("M12")
def test_without_signing_in_there_is_no_file(cast, file, client):
    row = attach(file, cast.rep, upload("a.pdf", PDF))[0]
    response = client.get(reverse("activities:attachment", args=[row.pk]))
    assert response.status_code == 302 and "login" in response.url


@pytest.mark.req("Na6")
def test_a_file_is_taken_back_by_whoever_added_it_and_kept(cast, file, signed_in):
    row = attach(file, cast.rep, upload("a.pdf", PDF))[0]
    with pytest.raises(Refused, match="Rep added this file: you can't withdraw what others added."):
        attachments.withdraw_file(attachment_id=row.pk, by=cast.manager, at=NOW)
    url = reverse("activities:attachment_void", args=[row.pk])
    response = signed_in(cast.rep).post(url)
    assert [str(m) for m in get_messages(response.wsgi_request)] == ["The file was withdrawn."]
    row.refresh_from_db()
    assert row.voided_at == NOW and Path(row.file.path).exists()
    assert signed_in(cast.rep).get(reverse("activities:attachment", args=[row.pk])).status_code == 404
    with pytest.raises(Refused, match="This file no longer exists."):
        attachments.withdraw_file(attachment_id=row.pk, by=cast.rep, at=NOW)


@pytest.mark.req("Na6")
def test_the_page_of_an_entry_lists_its_files(cast, file, signed_in):
    client = signed_in(cast.rep)
    client.post(reverse("activities:followup_new", args=[file.pk]), typed(upload("a.pdf", PDF)))
    row = FollowUp.objects.get()
    page = client.get(reverse("activities:followup_edit", args=[row.pk])).content.decode()
    assert reverse("activities:attachment_void", args=[row.files.get().pk]) in page
    client.post(
        reverse("activities:followup_edit", args=[row.pk]), typed(upload("b.pdf", PDF), occurred_at="2026-03-02T09:00")
    )
    assert sorted(row.files.values_list("name", flat=True)) == ["a.pdf", "b.pdf"]


@pytest.mark.req("Z11")
def test_files_are_added_by_those_who_work_on_the_customer(cast, file, signed_in):
    url = reverse("activities:attach", args=[file.pk])
    response = signed_in(cast.rep).post(url, {"files": [upload("a.pdf", PDF)]})
    assert response.status_code == 302 and Attachment.objects.get().followup is None
    assert signed_in(cast.mate).post(url, {"files": [upload("b.pdf", PDF)]}).status_code == 404
    with pytest.raises(Refused, match="Rep owns"):
        attach(file, cast.mate, upload("b.pdf", PDF))
    ownership.give_up(customer_id=file.pk, by=cast.rep, reason="no demand", at=NOW)
    with pytest.raises(Refused, match="is in the public pool: claim it first."):
        attach(file, cast.rep, upload("c.pdf", PDF))
    assert Attachment.objects.count() == 1


def test_an_office_file_whose_members_unpack_without_end_is_refused_and_not_unpacked(file, cast):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", b"application/vnd.oasis.opendocument.text" + b" " * 260_000_000)
    with pytest.raises(Refused, match="is too large when unpacked: it was not saved."):
        attach(file, cast.rep, upload("bomb.odt", out.getvalue()))
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for n in range(2_001):
            archive.writestr(f"word/{n}", "")
    with pytest.raises(Refused, match="is too large when unpacked: it was not saved."):
        attach(file, cast.rep, upload("many.docx", many.getvalue()))
    assert not Attachment.objects.exists()
