from tests.activities.conftest import _no_policy_of_another_test, file  # noqa: F401
