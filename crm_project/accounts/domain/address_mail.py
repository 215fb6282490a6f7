"""The old e-mail address hears that another one took its place (row Na3)."""

from functools import partial

from celery import current_app
from django.db import transaction

from crm_project.accounts.models import User


def tell_old_address(person: User, old: str) -> None:
    """After the commit, in the background: a mail to the address that was there before, if it was another one."""
    if old and old.lower() != person.email.lower():
        task = current_app.tasks["accounts.mail_address_changed"]
        transaction.on_commit(partial(task.delay, person.pk, old))
