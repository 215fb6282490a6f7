"""The cast with e-mail addresses."""

import pytest

from crm_project.accounts.models import User


@pytest.fixture
def people(cast, clock):
    User.objects.update(email="")
    for one in (cast.manager, cast.director, cast.rep, cast.hr):
        User.objects.filter(pk=one.pk).update(email=f"{one.username}@example.com")
        one.refresh_from_db()
    return cast
