from allauth.mfa.models import Authenticator
from django.db import transaction

from crm_project.accounts.domain.encryption import renewed
from crm_project.lib.commands import Command as Base


class Command(Base):
    help = (
        "Put the secrets of the second factor under the present SECRET_KEY; after that SECRET_KEY_FALLBACKS may go. "
        "Changes nothing for those who sign in."
    )

    def handle(self, **options):
        n = 0
        with transaction.atomic():
            for row in Authenticator.objects.select_for_update().filter(type__in=["totp", "recovery_codes"]):
                try:
                    for name in ("secret", "seed"):
                        if name in row.data:
                            row.data[name] = renewed(row.data[name])
                except ValueError as error:
                    self.refuse(f"{row.user}: {error}")
                row.save(update_fields=["data"])
                n += 1
        self.stdout.write(f"{n} secrets renewed")
