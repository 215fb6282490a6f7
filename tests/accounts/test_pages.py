"""The pages about people, as those who work with them meet them."""

import pytest
from django.urls import reverse

from crm_project.accounts.models import User
from tests.cast import NOW, customer, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PEOPLE = "/people/"


def listed(page):
    return [row["username"] for row in page.context["rows"]]


@pytest.mark.req("Nb1")
def test_the_list_is_found_by_name_department_role_and_state(cast, signed_in):
    browser = signed_in(cast.admin)
    User.objects.filter(username="mate").update(full_name="王小明", is_active=False)
    assert listed(browser.get(PEOPLE, {"q": "小明", "state": "closed"})) == ["mate"]
    assert listed(browser.get(PEOPLE, {"department": cast.departments["sales"].pk})) == ["east_rep", "manager", "rep"]
    assert listed(browser.get(PEOPLE, {"role": cast.hr.role_id})) == ["hr"]
    assert listed(browser.get(PEOPLE, {"q": "nobody of this name"})) == []


@pytest.mark.req("Nb3")
def test_a_rep_sees_the_own_department_and_of_others_nothing(cast, signed_in):
    browser = signed_in(cast.rep)
    assert listed(browser.get(PEOPLE)) == ["manager", "mate", "rep"]
    assert browser.get(reverse("accounts:person", args=[cast.mate.pk])).status_code == 200
    assert browser.get(reverse("accounts:person", args=[cast.stranger.pk])).status_code == 404


@pytest.mark.req("Nb3")
def test_who_sees_a_person_without_managing_her_sees_neither_rights_nor_sessions_nor_history(cast, signed_in):
    page = signed_in(cast.hr).get(reverse("accounts:person", args=[cast.rep.pk]))
    assert not any(name in page.context for name in ("rights", "sessions", "history"))
    assert signed_in(cast.hr).get(reverse("accounts:person_edit", args=[cast.rep.pk])).status_code == 403


@pytest.mark.embedded
def test_the_list_costs_the_same_for_one_and_for_thirty(cast, signed_in, django_assert_max_num_queries):
    browser = signed_in(cast.admin)
    for n in range(35):
        person(f"more_{n:02}", "rep", cast.departments["sales"])
    browser.get(PEOPLE)
    for query in ({"q": "more_01"}, {}):
        with django_assert_max_num_queries(7):
            page = browser.get(PEOPLE, query)
    assert len(page.context["rows"]) == 30


def test_the_pages_follow_each_other_without_gap(cast, signed_in):
    browser, seen, url = signed_in(cast.admin), [], PEOPLE
    for n in range(50):
        person(f"more_{n:02}", "rep", cast.departments["sales"])
    while url:
        page = browser.get(url)
        seen += listed(page)
        url = page.context["next_url"] and PEOPLE + page.context["next_url"]
    assert seen == sorted(User.objects.values_list("username", flat=True))


@pytest.mark.req("Nb1", "Na1")
def test_an_admin_opens_an_account_in_the_browser_and_gets_its_link(cast, signed_in):
    browser = signed_in(cast.admin)
    data = {
        "username": "lin",
        "full_name": "林小芳",
        "department": cast.departments["sales"].pk,
        "role": cast.rep.role_id,
        "takes_customers": "on",
    }
    answer = browser.post(reverse("accounts:person_new"), data, follow=True)
    assert answer.context["person"].username == "lin"
    assert "/people/invitation/" in answer.content.decode()


def test_a_refused_new_account_keeps_what_was_typed(cast, signed_in):
    data = {
        "username": "rep",
        "full_name": "林小芳",
        "department": cast.departments["sales"].pk,
        "role": cast.rep.role_id,
    }
    page = signed_in(cast.admin).post(reverse("accounts:person_new"), data).content.decode()
    assert "is taken: choose another" in page and 'value="林小芳"' in page


@pytest.mark.req("M9", "Na2")
def test_closing_shows_what_the_person_holds_and_goes_on_to_the_handover(cast, signed_in):
    customer(cast.rep), customer(cast.rep, stage="official")
    browser = signed_in(cast.admin)
    url = reverse("accounts:person_close", args=[cast.rep.pk])
    assert (
        "2 customers need to be handed over: the next page shows the new owners before anything is transferred."
        in browser.get(url).content.decode()
    )
    answer = browser.post(url, {"reason": "left"})
    assert answer.url == f"{reverse('assignment:handover_new')}?person={cast.rep.pk}"
    cast.rep.refresh_from_db()
    assert not cast.rep.is_active and cast.rep.closed_at == NOW


@pytest.mark.req("Nb1")
def test_a_closed_account_is_opened_again(cast, signed_in):
    User.objects.filter(pk=cast.rep.pk).update(is_active=False, closed_at=NOW)
    signed_in(cast.admin).post(reverse("accounts:person_reopen", args=[cast.rep.pk]))
    cast.rep.refresh_from_db()
    assert cast.rep.is_active


@pytest.mark.req("Nb1")
def test_the_own_account_cannot_be_closed_and_says_why(cast, signed_in):
    page = signed_in(cast.admin).post(reverse("accounts:person_close", args=[cast.admin.pk])).content.decode()
    assert "You can't close your own account" in page.replace("&#x27;", "'")


@pytest.mark.embedded
@pytest.mark.req("Na2")
def test_the_person_page_costs_the_same_whatever_the_person_holds(cast, signed_in, django_assert_max_num_queries):
    browser = signed_in(cast.admin)
    url = reverse("accounts:person", args=[cast.rep.pk])
    browser.get(url)
    with django_assert_max_num_queries(12):
        browser.get(url)
    for _ in range(30):
        customer(cast.rep)
    with django_assert_max_num_queries(12):
        browser.get(url)


@pytest.mark.req("Nb3")
def test_colleagues_see_who_is_away_but_not_whose_account_lies_idle(cast, signed_in):
    User.objects.filter(pk=cast.mate.pk).update(trained_at=None)
    page = signed_in(cast.rep).get(PEOPLE, {"state": "dormant"})
    assert [tab["label"] for tab in page.context["tabs"]] == ["Active", "Absent"]
    assert {row["word"] for row in page.context["rows"]} == {"active"}
    assert "Last signed in" not in page.content.decode()
    assert "Last signed in" in signed_in(cast.hr).get(PEOPLE).content.decode()
