"""The pages of rights: asking, following it, deciding with the proof, the admin's list, where each right comes from."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from crm_project.accounts.domain import further_rights, people
from crm_project.accounts.models import FurtherRight
from crm_project.rights.models import RightRequest
from tests.cast import NOW

from .told import UNTIL, asked, decided, fresh, granted, proof

pytestmark = [pytest.mark.django_db, pytest.mark.req("Ne6"), pytest.mark.usefixtures("clock")]

REP = re.compile(r"(?<!East )Rep: Export")
NEW, MINE, ALL = reverse("rights:new"), reverse("rights:mine"), reverse("rights:list")


def typed(**changes):
    return {
        "action": "customer.export",
        "scope": "all",
        "until": UNTIL.isoformat(),
        "reason": "the yearly review",
        "files": [proof(), proof("plan.txt")],
        **changes,
    }


def test_asked_on_the_page_with_two_proofs_it_is_followed_there(cast, signed_in):
    browser = signed_in(cast.rep)
    answer = browser.post(NEW, typed(), follow=True)
    row = RightRequest.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("rights:request", args=[row.pk])
    assert "order.txt" in answer.text and "plan.txt" in answer.text and "Superior: Manager" in answer.text
    assert "waiting for Manager (since today)" in browser.get(MINE).text


def test_what_is_wrong_comes_back_with_what_was_typed(cast, signed_in):
    answer = signed_in(cast.rep).post(NEW, typed(until="2026-03-01", reason="because of March"))
    assert answer.status_code == 422 and "Choose a day from today to 2027-03-03" in answer.text
    assert "because of March" in answer.text
    answer = signed_in(cast.rep).post(NEW, typed(files=[]))
    assert answer.status_code == 422 and "Attach a proof" in answer.text
    assert not RightRequest.objects.exists()


def test_only_what_the_role_does_not_give_everywhere_is_offered(cast, signed_in):
    page = signed_in(cast.clerk).get(NEW).text
    assert 'value="contract.view"' in page and 'value="customer.export"' not in page
    assert 'value="people.manage"' not in page


def test_the_decider_sees_the_proof_and_takes_it_out(cast, signed_in):
    row = asked(cast.rep)
    page = signed_in(cast.manager).get(reverse("approvals:request", args=[row.first_id])).text
    url = reverse("rights:proof", args=[row.proof.get().pk])
    assert url in page and "order.txt" in page and "the yearly review" in page
    answer = signed_in(cast.manager).get(url)
    assert b"".join(answer.streaming_content) == b"an order" and "attachment" in answer["Content-Disposition"]
    assert signed_in(cast.mate).get(url).status_code == 404
    assert signed_in(cast.solar_manager).get(reverse("rights:request", args=[row.pk])).status_code == 404


@pytest.mark.req("Ne7")
def test_age_and_overdue_are_seen_by_the_person_the_decider_and_the_admin(cast, signed_in, clock):
    row = asked(cast.rep)
    clock.move_to(NOW + timedelta(days=5))
    for who, url in (
        (cast.rep, MINE),
        (cast.rep, reverse("rights:request", args=[row.pk])),
        (cast.rep, reverse("approvals:mine")),
        (cast.manager, reverse("approvals:inbox")),
        (cast.admin, ALL),
    ):
        page = signed_in(who).get(url).text
        assert "overdue by 3 days" in page and "5 days" in page, url


@pytest.mark.req("Ne7")
def test_the_admin_sees_what_waits_the_oldest_first_and_all_of_it(cast, signed_in):
    asked(cast.mate, at=NOW - timedelta(days=1))
    row = asked(cast.rep)
    decided(row.first, cast.manager, approve=False, decision="no")
    asked(cast.east_rep)
    browser = signed_in(cast.admin)
    waiting, everything = browser.get(ALL).text, browser.get(f"{ALL}?show=all").text
    assert waiting.index("Mate: Export") < waiting.index("East Rep: Export") and not REP.search(waiting)
    assert REP.search(everything) and "Refused" in everything
    assert signed_in(cast.manager).get(ALL).status_code == 403


def test_the_person_and_the_admin_see_where_every_right_comes_from(cast, signed_in):
    people.move_person(
        person_id=cast.rep.pk,
        role=cast.file_keeper.role,
        department=cast.rep.department,
        superior=None,
        by=cast.admin,
        at=NOW,
    )
    row = granted(fresh(cast.rep), cast.manager, cast.admin, action="contract.view")
    for who, url in (
        (cast.rep, reverse("accounts:profile")),
        (cast.admin, reverse("accounts:person", args=[cast.rep.pk])),
    ):
        page = signed_in(who).get(url).text
        assert "By the role “File keeper”" in page and "given by Admin on 2026-03-02" in page, url
        assert "See contracts · All" in page and "until 2026-03-20" in page
        assert reverse("rights:request", args=[row.pk]) in page, url
    assert "with the account, on 2025-01-06" in signed_in(cast.mate).get(reverse("accounts:profile")).text


def test_the_admin_ends_a_right_on_the_persons_page(cast, signed_in):
    row = granted(cast.rep, cast.manager, cast.admin)
    right = FurtherRight.objects.get()
    url = reverse("accounts:right_end", args=[right.pk])
    assert url in signed_in(cast.admin).get(reverse("accounts:person", args=[cast.rep.pk])).text
    assert url not in signed_in(cast.rep).get(reverse("accounts:profile")).text
    signed_in(cast.admin).post(url)
    assert fresh(cast.rep).further_grants == {}
    assert "The right ended on 2026-03-02" in signed_in(cast.rep).get(reverse("rights:request", args=[row.pk])).text


def test_the_pages_of_a_right_open_with_the_next_click_and_close_again(cast, signed_in):
    browser, page = signed_in(cast.rep), reverse("deals:product_new")
    assert browser.get(page).status_code == 403
    granted(cast.rep, cast.manager, cast.admin, action="product.manage")
    assert browser.get(page).status_code == 200
    further_rights.end_due(at=NOW + timedelta(days=19))
    assert browser.get(page).status_code == 403


@pytest.mark.embedded
@pytest.mark.parametrize("n", [1, 30])
def test_the_lists_take_as_many_queries_for_thirty_as_for_one(cast, signed_in, queries, n):
    row = asked(cast.rep)
    for _n in range(n):
        RightRequest.objects.create(
            person=cast.rep, action="customer.export", scope="all", asked_at=NOW, state="withdrawn", first=row.first
        )
    signed_in(cast.rep)
    own = queries(MINE)
    signed_in(cast.admin)
    assert (own, queries(f"{ALL}?show=all")) == (6, 6)
