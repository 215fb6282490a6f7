"""What must be true before the server starts: tables, static files, somebody who can sign in."""

import hashlib
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from crm_project.accounts.domain import default_roles
from crm_project.accounts.models import Role, User


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Of several processes that start at once one prepares the database; the others wait, and find it done."""
    if connection.vendor != "postgresql":
        yield  # `serve` holds the data folder
        return
    # On a connection of its own: what is prepared meanwhile begins and ends its own transactions.
    holder = connection.copy()
    try:
        with holder.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('crm preparation'))")
            yield
    finally:
        holder.close()


def prepare_database() -> bool:
    """Bring the tables up to date; tell whether there was anything to do."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", interactive=False, verbosity=0)
    return True


def prepare_static() -> bool:
    """Collect the static files if they differ from those collected last; tell whether they did."""
    if settings.DEBUG:
        return False
    stamp = Path(settings.STATIC_ROOT) / ".fingerprint"
    found = _fingerprint()
    if stamp.exists() and stamp.read_text() == found:
        return False
    shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(found)
    return True


def _fingerprint() -> str:
    """What tells this set of static files from any other."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def prepare_people(*, demo: bool) -> list[str]:
    """Load the demo company or make the first admin where there is nobody yet; return what to tell of it."""
    if User.objects.exists():
        return []
    if demo and "demo" in get_commands():
        call_command("demo", stdout=StringIO())  # the logins are told once the server answers
        return []
    password = secrets.token_urlsafe(12)
    default_roles.ensure(Role)
    default_roles.demand_second_factor(Role)
    user = User(
        username="admin",
        full_name=_("Administrator"),
        role=Role.objects.get(key="admin"),
        must_change_password=True,
    )
    user.set_password(password)
    user.save(force_insert=True)
    return [
        _("First admin: user name %(username)s, password %(password)s")
        % {"username": user.username, "password": password},
        _("This password is shown once and must be changed at the first sign-in."),
    ]
