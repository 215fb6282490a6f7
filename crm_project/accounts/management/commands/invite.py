"""`manage.py invite USERNAME`: a link to set a password, for an admin who can't get in any more (row Nb1)."""

from django.utils.translation import gettext as _

from crm_project.accounts.domain import invitations
from crm_project.accounts.models import User
from crm_project.lib.commands import Command as Base
from crm_project.lib.refused import Refused


class Command(Base):
    help = "Print a link with which this person sets a new password; it works for seven days, and once."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--base", default="", help="address of the CRM, such as https://crm.example.com")

    def handle(self, username, base, **options):
        person = User.objects.filter(username__iexact=username).first()
        if person is None:
            self.refuse(_("There is no user name “%(name)s”.") % {"name": username})
        try:
            person = invitations.issue(person_id=person.pk, by=None, at=self.moment(""))
        except Refused as refusal:
            self.refuse(refusal.sentence)
        self.stdout.write(base.rstrip("/") + invitations.path(person))
