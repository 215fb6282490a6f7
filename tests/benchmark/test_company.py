"""The benchmark can still be filled: a column that its SQL does not know would stop it."""

import pytest
from django.utils import timezone

from activities.models import FollowUp
from assignment.domain.sweep import run as sweep
from customers.models import Customer, Ownership
from scripts.benchmark.company import fill

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_a_small_company_is_filled():
    fill(50, 400, tell=lambda _line: None)
    assert Customer.objects.count() == 50 and Ownership.objects.count() == 40
    assert FollowUp.objects.count() >= 400
    done = sweep.run(at=timezone.now(), started_at=timezone.now())
    assert not done.figures.get("review"), "only what the benchmark makes due is due"
