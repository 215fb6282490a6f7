"""One's own account: name, mail, language, absence, the address of the calendar."""

from datetime import date

import pytest
from django.urls import reverse

from crm_project.accounts.domain import profile
from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import waiting_for
from crm_project.approvals.models import Request
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.mark.req("Na3")
def test_one_changes_the_own_name_and_reachability_and_nothing_else(cast, signed_in):
    cast.rep.set_password("correct-horse-battery")
    cast.rep.save(update_fields=["password"])
    data = {
        "password": "correct-horse-battery",
        "full_name": "Rep Li",
        "mobile": "138",
        "email": "r@example.com",
        "language": "zh-hans",
        "digest": "each",
        "role": "1",
        "username": "boss",
    }
    answer = signed_in(cast.rep).post(reverse("accounts:profile"), data)
    assert answer.cookies["django_language"].value == "zh-hans"
    rep = User.objects.get(pk=cast.rep.pk)
    assert (rep.full_name, rep.mobile, rep.email, rep.digest) == ("Rep Li", "138", "r@example.com", "each")
    assert (rep.username, rep.role) == ("rep", cast.rep.role)
    assert Entry.objects.get(action="person.changed").actor == rep


def test_what_was_typed_stays_where_it_was_wrong(cast, signed_in):
    page = (
        signed_in(cast.rep)
        .post(reverse("accounts:profile"), {"full_name": "New", "email": "no mail", "digest": "daily"})
        .content.decode()
    )
    assert 'value="no mail"' in page and 'value="New"' in page


@pytest.mark.req("Ne7")
def test_a_stand_in_decides_while_one_is_away(cast, signed_in):
    Request.objects.create(kind="extension", decider=cast.manager, asked_at=NOW, due_at=NOW, subject="x")
    assert not waiting_for(cast.mate, NOW).exists()
    signed_in(cast.manager).post(
        reverse("accounts:away"), {"away_from": "2026-03-02", "away_until": "2026-03-04", "stand_in": cast.mate.pk}
    )
    assert waiting_for(cast.mate, NOW).count() == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"away_from": date(2026, 3, 5), "away_until": date(2026, 3, 4)}, "away_until"),
        ({"away_from": date(2026, 2, 1), "away_until": date(2026, 2, 4)}, "away_until"),
        ({"away_until": date(2026, 3, 4)}, "away_from"),
        ({"away_from": date(2026, 3, 5), "stand_in": "self"}, "stand_in"),
        ({"away_from": date(2026, 3, 5), "stand_in": "closed"}, "stand_in"),
    ],
)
def test_an_absence_that_cannot_be_is_refused_at_its_field(cast, fields, field):
    User.objects.filter(pk=cast.mate.pk).update(is_active=False)
    others = {"self": cast.rep, "closed": User.objects.get(pk=cast.mate.pk)}
    given = {"away_from": None, "away_until": None, "stand_in": None} | {k: others.get(v, v) for k, v in fields.items()}
    with pytest.raises(Refused) as refusal:
        profile.set_absence(person_id=cast.rep.pk, by=cast.rep, at=NOW, **given)
    assert refusal.value.field == field


def test_an_empty_form_means_being_back(cast, signed_in):
    User.objects.filter(pk=cast.rep.pk).update(away_from=date(2026, 3, 1), stand_in=cast.mate)
    signed_in(cast.rep).post(reverse("accounts:away"), {})
    rep = User.objects.get(pk=cast.rep.pk)
    assert rep.away_from is None and rep.stand_in is None


@pytest.mark.req("Nb3")
def test_nobody_sends_somebody_else_away_but_whoever_manages_her(cast):
    days = {"away_from": date(2026, 3, 5), "away_until": None, "stand_in": None}
    with pytest.raises(Refused, match="manage the people of this department."):
        profile.set_absence(person_id=cast.rep.pk, by=cast.mate, at=NOW, **days)
    assert profile.set_absence(person_id=cast.rep.pk, by=cast.admin, at=NOW, **days).away_from == date(2026, 3, 5)


def test_the_calendar_address_can_be_renewed(cast, signed_in):
    old = cast.rep.calendar_token
    signed_in(cast.rep).post(reverse("accounts:calendar_reset"))
    assert User.objects.get(pk=cast.rep.pk).calendar_token != old
