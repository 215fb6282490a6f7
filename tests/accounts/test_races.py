"""Two admins at the same moment: somebody who manages people always remains."""

import pytest

from crm_project.accounts.domain import invitations, people
from crm_project.accounts.domain.authority import MANAGE
from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from tests.cast import NOW, assemble, person
from tests.parallel import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.req("Nb1")]


def test_two_admins_who_close_each_other_do_not_both_succeed():
    cast = assemble()
    other = person("other_admin", "admin")
    results = at_once(
        [
            lambda: people.close_person(person_id=other.pk, by=cast.admin, at=NOW),
            lambda: people.close_person(person_id=cast.admin.pk, by=other, at=NOW),
        ]
    )
    refused = [r for r in results if isinstance(r, Refused)]
    assert len(refused) == 1 and refused[0].code == "last_admin"
    assert User.objects.active().filter(**{f"role__grants__{MANAGE}": "all"}).count() == 1


def test_a_link_opened_in_ten_windows_sets_one_password():
    cast = assemble()
    link = invitations.path(invitations.issue(person_id=cast.rep.pk, by=cast.admin, at=NOW))
    token = link.rstrip("/").rsplit("/", 1)[1]
    results = at_once(
        [lambda n=n: invitations.accept(token=token, password=f"wooden chairs {n}{n}", at=NOW) for n in range(10)]
    )
    assert sum(isinstance(r, User) for r in results) == 1
    assert sum(isinstance(r, Refused) for r in results) == 9
