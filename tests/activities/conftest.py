import pytest

from assignment.domain.policies import lookup as policies
from tests.activities.entries import SINCE
from tests.cast import customer


@pytest.fixture(autouse=True)
def _no_policy_of_another_test():
    """Parsed policies are kept by key and moment of decision, which two tests may share."""
    policies._parsed.cache_clear()
    yield
    policies._parsed.cache_clear()


@pytest.fixture
def file(cast):
    """A customer that the rep holds since ten days."""
    return customer(cast.rep, since=SINCE)
