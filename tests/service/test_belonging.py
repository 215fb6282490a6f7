"""What is named beside a customer of service is theirs (rows Ni21, T23)."""

from types import SimpleNamespace

import pytest

from crm_project.lib.refused import Refused
from service.domain.belonging import check_theirs

THEIRS, ANOTHERS = SimpleNamespace(customer_id=7), SimpleNamespace(customer_id=8)


@pytest.mark.req("Ni21", "T23")
@pytest.mark.parametrize("name", ["contact", "order"])
def test_what_belongs_to_another_customer_is_refused_at_its_field(name):
    check_theirs(7, **{name: THEIRS})
    with pytest.raises(Refused, match="belongs to another customer") as refused:
        check_theirs(7, **{name: ANOTHERS})
    assert (refused.value.code, refused.value.field) == (name, name)


def test_nobody_is_nobodys():
    check_theirs(7, contact=None, order=None)
