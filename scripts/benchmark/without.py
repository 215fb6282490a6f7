"""What a shortcut saves: processor time of four pages of the demo company, with it and without.

`CRM_DATA=folder python -m scripts.benchmark.without [prepared] [fragments]`; without a name, all stay. The folder holds a demo company
(`DEMO=1 manage.py serve` made it). Processor time, so that a busy machine disturbs little; run each a few times.
"""

import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm_project.settings")
os.environ.setdefault("LOG_LEVEL", "ERROR")
ROUNDS, EACH = 5, 20


def main(without: list[str]) -> None:
    """Print milliseconds per page, the best of a few rounds."""
    if "prepared" in without:
        from crm_project.lib.database import prepared

        prepared.prepared = lambda query: query  # before any query is declared
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from crm_project.accounts.models import User
    from crm_project.ui.components import fragment_cache
    from customers.models import Ownership

    settings.ALLOWED_HOSTS = ["testserver"]
    if "fragments" in without:
        fragment_cache.MOST_PIECES = -1  # none is kept
    rep = User.objects.get(username="rep")
    client = Client()
    client.force_login(rep)
    customer = Ownership.objects.filter(owner=rep).values_list("pk", flat=True).first()
    for address in ("/", "/customers/", f"/customers/{customer}/", "/ownership/pool/"):
        assert client.get(address).status_code == 200, address
        print(f"{address:20} {min(took(client, address) for _ in range(ROUNDS)):6.2f} ms", *without)


def took(client, address: str) -> float:
    """Milliseconds of processor time per answer."""
    began = time.process_time()
    for _ in range(EACH):
        client.get(address)
    return (time.process_time() - began) / EACH * 1000


if __name__ == "__main__":
    main(sys.argv[1:])
