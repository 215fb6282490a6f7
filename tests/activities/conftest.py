import pytest

from assignment import policies


@pytest.fixture(autouse=True)
def _no_policy_of_another_test():
    """Parsed policies are kept by key and moment of decision, which two tests may share."""
    policies._parsed.cache_clear()
    yield
    policies._parsed.cache_clear()
