"""Forms on paper, read back: filled and blank, in both languages, with masks, very long texts and whoever printed them (row T4)."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from contracts.ratings.models import PaperFile, Rating
from crm_project.audit.models import Entry
from customers.models import Contact
from tests.cast import NOW, customer, followup, moment
from tests.contracts.ratings.company import rate, total

from .reading import read, within

pytestmark = [pytest.mark.django_db, pytest.mark.req("T4"), pytest.mark.usefixtures("clock")]
FILE = {
    "address": "杭州市文三路 18 号",
    "phone": "0571-88001234",
    "email": "office@example.com",
    "business_scope": "化工产品批发与零售",
    "varieties": "树脂",
    "segment": "direct",
    "introduction": "开户行预留电话 13912345678",
}


@pytest.fixture
def file(cast):
    row = customer(cast.rep, name="杭州天元化工有限公司", **FILE)
    person = Contact.objects.create(
        customer=row, name="王建国", title="采购经理", mobile="13800001234", im="wx-wang", key=True, created_at=NOW
    )
    visit = followup(
        row,
        cast.rep,
        moment("2026-02-27 10:00"),
        content="看了新仓库，谈了明年的用量",
        kind="visit_out",
        contact=person,
        result="下周寄样品，打 13912345678 确认",
        next_step="寄样品",
    )
    total(row, 80)
    rate()
    return row, person, visit


def addresses(file):
    row, person, visit = file
    return {
        "information": reverse("reports:print_information", args=[row.pk]),
        "file": reverse("reports:print_file", args=[row.pk]),
        "profile": reverse("reports:print_profile", args=[row.pk, person.pk]),
        "rating": reverse("reports:print_rating", args=[row.pk]),
        "visit": reverse("reports:print_visit", args=[visit.pk]),
    }


TITLES = {
    "information": ("Information collection form", "客户资料搜集表"),
    "file": ("Basic customer file", "客户基本信息档案表"),
    "profile": ("Personal profile", "客户个性档案表"),
    "rating": ("Credit rating form", "客户信用等级评定表"),
    "visit": ("Visit report", "客户回访报告表"),
    "list": ("Customer list", "客户列表"),
}
# What the form says of the file, and what stands over it in each language.
SAID = {
    "information": (
        ("杭州市文三路 18 号", "树脂", "王建国"),
        ("First contact", "Business licence"),
        ("第一联系人", "营业执照"),
    ),
    "file": (
        ("化工产品批发与零售", "office@example.com", "采购经理"),
        ("Business scope", "Contacts"),
        ("经营范围", "联系人"),
    ),
    "profile": (("王建国", "wx-wang", "看了新仓库"), ("Key contact", "Interests"), ("关键联系人", "兴趣")),
    "rating": (("AA",), ("Legal standing", "Approved by"), ("法律资质", "批准人")),
    "visit": (("王建国", "看了新仓库", "寄样品"), ("Market demand", "Next step"), ("市场需求", "下一步")),
    "list": ((), ("Owner", "Deadline"), ("负责人", "到期")),
}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", [kind for kind in TITLES if kind != "list"])
def test_a_filled_form_says_what_the_file_says_and_is_recorded(cast, signed_in, file, kind, language):
    row = file[0]
    pages = read(signed_in(cast.rep), addresses(file)[kind], language)
    whole, (facts, en, zh) = "".join(pages), SAID[kind]
    wanted = [TITLES[kind][language != "en"], row.name, row.code, *facts, *(en if language == "en" else zh)]
    assert [text for text in wanted if not within(text, whole)] == []
    by = "Printed by Rep" if language == "en" else "Rep"
    assert all(within(row.code, page) and within(by, page) and within("2026-03-02 09:00", page) for page in pages)
    entry = Entry.objects.get(action="form.printed")
    assert (entry.actor, entry.customer_id, entry.changes["form"]) == (cast.rep, row.pk, [None, kind])


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", TITLES)
def test_a_blank_form_has_room_and_says_nothing_of_anybody(cast, signed_in, file, kind, language):
    url = (
        reverse("reports:blank_rating", args=["direct"])
        if kind == "rating"
        else reverse("reports:blank_form", args=[kind])
    )
    whole = "".join(read(signed_in(cast.rep), url, language))
    facts, en, zh = SAID[kind]
    wanted = [TITLES[kind][language != "en"], *(en if language == "en" else zh)]
    assert [text for text in wanted if not within(text, whole)] == []
    assert not [text for text in (file[0].name, file[0].code, *facts) if text != "AA" and within(text, whole)]
    assert not Entry.objects.filter(action="form.printed").exists()


def test_the_reader_s_language_is_the_usual_one(cast, signed_in, file):
    client = signed_in(cast.rep)
    for language, title in zip(("en", "zh-hans"), TITLES["file"], strict=True):
        answer = client.get(addresses(file)["file"], headers={"Accept-Language": language})
        assert within(title, "".join(PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split()))


@pytest.mark.parametrize("kind", ["information", "file", "profile", "visit"])
def test_what_is_masked_on_the_page_is_masked_on_paper(cast, signed_in, file, kind):
    role = cast.rep.role
    role.masks = {**role.masks, "phone.all": {}, "address.all": {}, "email.all": {}, "messaging.all": {}}
    role.save(update_fields=["masks"])
    whole = "".join(read(signed_in(cast.rep), addresses(file)[kind], "en"))
    secret = ("88001234", "13800001234", "13912345678", "office@example.com", "文三路18号", "wx-wang")
    assert not [text for text in secret if text in whole]


def test_whoever_may_not_open_the_customer_prints_nothing_of_it(cast, signed_in, file):
    client = signed_in(cast.stranger)
    assert {client.get(url).status_code for url in addresses(file).values()} == {404}
    assert not Entry.objects.filter(action="form.printed").exists()


def test_a_grade_of_an_earlier_version_is_printed_as_its_page_shows_it(cast, signed_in, file):
    row = file[0]
    total(row, 60)
    rate()
    client, url = signed_in(cast.rep), addresses(file)["rating"]
    first, second = Rating.objects.filter(customer=row).order_by("number")
    assert within(f"Points{first.points:.0f}", "".join(read(client, url, "en", quarter=first.quarter, version="1")))
    assert within(f"Points{second.points:.0f}", "".join(read(client, url, "en")))
    assert [entry.changes["of"][1] for entry in Entry.objects.filter(action="form.printed").order_by("pk")] == [
        "2025Q4",
        "2025Q4 · 2",
    ]
    row.segment = ""
    row.save(update_fields=["segment"])
    assert within(f"Points{second.points:.0f}", "".join(read(client, url, "en")))
    assert url in client.get(reverse("ratings:customer", args=[row.pk])).text


def test_a_customer_that_is_not_rated_has_no_rating_form(cast, signed_in):
    row = customer(cast.rep)
    assert signed_in(cast.rep).get(reverse("reports:print_rating", args=[row.pk])).status_code == 404


def test_a_customer_that_was_never_graded_gets_a_form_to_be_filled_in(cast, signed_in):
    row = customer(cast.rep, segment="distributor")
    whole = "".join(read(signed_in(cast.rep), reverse("reports:print_rating", args=[row.pk]), "en"))
    assert within("2025Q4", whole) and within("Fullmarks", whole) and within("Legal standing", whole)


def test_very_long_texts_go_on_on_the_next_page_and_lose_no_word(cast, signed_in, file):
    row, _person, visit = file
    words = [f"word{n}" for n in range(700)]
    visit.content = " ".join(words)
    visit.result = "\n".join(f"第{n}段：" + "谈到价格与交货期" * 40 for n in range(30))
    visit.next_step = "x" * 300
    visit.save()
    pages = read(signed_in(cast.rep), addresses(file)["visit"], "en")
    whole = "".join(pages)
    assert len(pages) > 4 and within("".join(words[:40]), whole)
    assert all(word in whole for word in words) and all(f"第{n}段：谈到" in whole for n in range(30))
    row.name, row.business_scope = "很长的公司名称" * 22, "经营范围很广" * 600
    row.save()
    assert len(read(signed_in(cast.rep), addresses(file)["file"], "zh-hans")) > 2


def test_a_void_visit_says_so_across_the_page(cast, signed_in, file):
    visit = file[2]
    visit.voided_at, visit.voided_by = NOW, cast.rep
    visit.save()
    assert within("Void", "".join(read(signed_in(cast.rep), addresses(file)["visit"], "en")))


def test_an_entry_that_was_replaced_says_so_across_the_page(cast, signed_in, file):
    row, _person, visit = file
    client, url = signed_in(cast.rep), addresses(file)["visit"]
    assert not within("Corrected", "".join(read(client, url, "en")))
    followup(row, cast.rep, visit.occurred_at, kind="visit_out", corrects=visit)
    assert within("Corrected", "".join(read(client, url, "en")))


def test_who_decides_and_who_has_left_is_said_beside_the_name(cast, signed_in, file):
    row = file[0]
    Contact.objects.create(customer=row, name="李离职", title="前任", active=False, created_at=NOW)
    client = signed_in(cast.rep)
    whole = "".join(read(client, addresses(file)["file"], "en"))
    assert within("王建国Key contact", whole) and within("李离职has left", whole)
    assert "前任 · has left" in client.get(reverse("reports:forms_of_customer", args=[row.pk])).text


def test_papers_in_the_file_stand_on_the_collection_form_of_those_who_may_see_the_grade(cast, signed_in, file):
    row = file[0]
    for day in (20, 27):
        PaperFile.objects.create(
            customer=row, kind="licence", dated_on=f"2026-01-{day}", name="l.pdf", size=1, by=cast.rep, at=NOW
        )
    said, url = "2026-03-02dated 2026-01-27", addresses(file)["information"]
    assert within(said, "".join(read(signed_in(cast.rep), url, "en")))
    role = cast.rep.role
    role.grants.pop("rating.view")
    role.save(update_fields=["grants"])
    assert "2026-01-27" not in "".join(read(signed_in(cast.rep), url, "en"))


def test_a_customer_in_the_pool_and_one_removed_say_so(cast, signed_in, file):
    row = file[0]
    row.removed_at, row.removed_by = NOW, cast.rep
    row.save()
    assert within("Removed as invalid", "".join(read(signed_in(cast.rep), addresses(file)["file"], "en")))
    pooled = customer(department=cast.rep.department)
    url = reverse("reports:print_file", args=[pooled.pk])
    assert within("OwnerIn the public pool", "".join(read(signed_in(cast.rep), url, "en")))
