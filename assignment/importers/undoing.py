"""Undoing an import of people: an account that nobody has used goes, a corrected name or superior is put back (rows Na1, Nb1)."""

from django.utils.translation import gettext as _

from crm_project.accounts.domain import people
from crm_project.accounts.domain.authority import check_manages
from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from customers.importing.noting import Subject
from customers.importing.undoing import Undoing, built_on, changed_since, gone, in_use
from customers.models import ImportedRow

ACCOUNT = Subject("user", "person.imported")
OWN = ("accounts.User_groups", "accounts.User_user_permissions", "notices.Notice")


class PeopleUndoing(Undoing):
    """Takes back rows of the kind `people`; departments that the file made stay."""

    subject = ACCOUNT

    def customers_of(self, rows: list[ImportedRow]) -> dict[int, int]:
        return {}

    def take_back(self, rows: list[ImportedRow]) -> dict[int, str]:
        kept: dict[int, str] = {}
        # All of them at once, in the order of their keys: two undos never wait for each other in a ring.
        list(
            User.objects.select_for_update(no_key=True, of=("self",))
            .filter(pk__in=[row.subject_id for row in rows])
            .order_by("pk")
        )
        # Superiors go after those who stand below them, wherever they stand in the file.
        waiting = sorted(rows, key=lambda row: row.result == "new")
        moved = True
        while moved:
            moved = False
            for row in list(waiting):
                why = self._back(row)
                if not why:
                    moved = True
                    waiting.remove(row)
                    kept.pop(row.pk, None)
                else:
                    kept[row.pk] = why
        return kept

    def _back(self, row: ImportedRow) -> str:
        person = User.objects.filter(pk=row.subject_id).first()
        if person is None:
            return gone()
        try:
            check_manages(self.terms.by, person)
            return self._remove(person) if row.result == "new" else self._put_back(person, row.before)
        except Refused as refusal:
            return refusal.sentence

    def _remove(self, person: User) -> str:
        if person.last_login or person.has_usable_password() or not person.is_active:
            return _("The account is in use.")
        if built_on(User, [person.pk], but=OWN):
            return in_use()
        person.delete()
        return ""

    def _put_back(self, person: User, before: dict[str, object]) -> str:
        if [person.full_name, person.superior_id] != before["after"]:
            return changed_since()
        superior = User.objects.filter(pk=before["superior"]).first() if before["superior"] else None
        people.update_person(
            person_id=person.pk,
            by=self.terms.by,
            at=self.terms.at,
            full_name=before["full_name"],
            superior=superior,
        )
        return ""
