"""A person held while their days are filled: two changes made at once wait for each other (rows Ni2, Nf9)."""

from crm_project.accounts.models import User


def locked_person(by: User) -> User:
    """The person with their department, locked until the transaction ends."""
    return User.objects.select_for_update(no_key=True, of=("self",)).select_related("department").get(pk=by.pk)
