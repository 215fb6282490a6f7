"""People from a file: accounts without a password, their departments made where missing (rows Na1, Nb1)."""

from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assignment.domain.policies.lookup import PolicyBook
from assignment.models import Policy
from crm_project.accounts.domain import access
from crm_project.accounts.domain.authority import check_everywhere, check_gives, check_manages, check_over
from crm_project.accounts.models import Department, Role, User
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from customers.importing.batches import Collision
from customers.importing.conditions import CHANGED, NEW, UNCHANGED, Departments, People, digest
from customers.importing.importer import Draft, Importer
from customers.importing.noting import imported, note

from .people_writing import apply_preset, create, finish, unused
from .superiors import check_superiors, superior_of
from .undoing import ACCOUNT

PRESETS = ("solar", "stages", "tracking", "direct", "none")
LONGEST = cast(int, Department._meta.get_field("name").max_length)


@dataclass
class PersonDraft(Draft):
    """One person on their way in."""

    username: str = ""
    digest: str = ""
    department: Any = None
    line: tuple = ()
    role: Any = None
    person: Any = None
    changes: tuple = ()

    def label(self):
        return self.username

    def told(self):
        return f"{self.role} · {'/'.join(self.line)}" if self.result == NEW else ", ".join(self.changes)


class PeopleImport(Importer):
    """Takes rows of the kind `people`, all of a file at once: a superior may stand further down. An interrupted run did nothing."""

    size = None

    def __init__(self, conditions, columns):
        super().__init__(conditions, columns)
        self._barred = {}

    # --- deciding ---------------------------------------------------------------------------------
    def decide(self, drafts, *, write):
        self.people, self.departments, self.book = People(), Departments(), PolicyBook()
        self.roles = {role.key: role for role in Role.objects.all()}
        self._wanted = {}
        for draft in drafts:
            if draft.number in self._barred:
                draft.refuse(self._barred[draft.number])
        first = {}
        for draft in drafts:
            if not draft.problems:
                other = first.setdefault(draft.username.casefold(), draft)
                if other is not draft:
                    draft.refuse(_("Row %(number)d of this file is the same person.") % {"number": other.number})
        ours = {u.pk: u for d in drafts if not d.problems and (u := self.people.get(d.username))}
        before = imported(ACCOUNT, ours)
        for draft in drafts:
            if not draft.problems:
                self._decide_one(draft, before)
        check_superiors(drafts, self.people)

    def draft(self, number, values, problems):
        username = User.normalize_username(values.get("username", ""))
        draft = PersonDraft(number, values, problems, username=username, digest=digest(values))
        if not username:
            return draft
        try:
            User._meta.get_field("username").run_validators(username)
        except ValidationError as error:
            draft.refuse(
                _("%(column)s: %(problem)s.") % {"column": "username", "problem": " ".join(error.messages).rstrip(".")}
            )
        return draft

    def _decide_one(self, draft, before):
        values = draft.values
        draft.person = self.people.get(draft.username)
        if draft.person and before.get(draft.person.pk, ("",))[0] == draft.digest:
            draft.result = UNCHANGED
            return
        draft.role = self.roles.get(values["role"].casefold())
        if draft.role is None:
            draft.refuse(
                _("role: “%(name)s” is unknown; use one of %(keys)s.")
                % {"name": values["role"], "keys": ", ".join(self.roles)}
            )
        draft.line = tuple(part.strip() for part in values["department"].split("/") if part.strip())
        draft.department = self.departments.get(values["department"])
        if not draft.line or max(map(len, draft.line)) > LONGEST:
            draft.refuse(_("department: “%(name)s” is not a department name.") % {"name": values["department"][:100]})
        elif draft.department and draft.department.closed_at:
            draft.refuse(_("“%(name)s” is closed: choose another department.") % {"name": draft.department})
        if draft.person:
            self._compare(draft)
        if draft.problems:
            return
        try:
            if draft.person:
                check_manages(self.terms.by, draft.person)
            if draft.department:
                check_over(self.terms.by, draft.department.pk)
            else:
                check_everywhere(self.terms.by)
            check_gives(self.terms.by, draft.role)
        except Refused as refusal:
            draft.refuse(refusal.sentence)
        else:
            self._check_preset(draft)

    def _compare(self, draft):
        """What is known of the person already: a name or a superior may be corrected, a position only by moving them."""
        person, values = draft.person, draft.values
        if not person.is_active:
            draft.refuse(_("The account “%(name)s” is closed: reopen it on its page.") % {"name": person.username})
        elif (
            draft.role
            and person.role_id != draft.role.pk
            or person.department_id != getattr(draft.department, "pk", None)
        ):
            draft.refuse(
                _("“%(name)s” is %(role)s in %(department)s already: move them on their own page.")
                % {"name": person.username, "role": person.role, "department": person.department}
            )
        superior = superior_of(person, self.people)
        changes = [
            name
            for name, old in (("full_name", person.full_name), ("superior", superior))
            if values.get(name) and values[name].casefold() != old.casefold()
        ]
        if values["full_name"] != person.full_name and "full_name" not in changes:
            changes.append("full_name")
        draft.changes = tuple(changes)
        draft.result = CHANGED if changes else UNCHANGED

    def _check_preset(self, draft):
        key = draft.values.get("preset", "").casefold()
        if not key:
            return
        if key not in PRESETS:
            draft.refuse(
                _("preset: “%(name)s” is unknown; use one of %(keys)s.") % {"name": key, "keys": ", ".join(PRESETS)}
            )
            return
        if self.terms.by and access.scope(self.terms.by, "policy.edit") != "all":
            draft.refuse(
                _("preset: assigning a policy to a department needs the right to draft policies for the whole company.")
            )
            return
        if draft.department and not unused(draft.department):
            if self._policy(draft.department) != key:
                draft.refuse(
                    _("preset: %(department)s exists; its policy is changed under Policies.")
                    % {"department": draft.department}
                )
            return
        wanted = self._wanted.setdefault(draft.line, key)
        if wanted != key:
            place = "/".join(draft.line)
            draft.refuse(
                _("preset: another row assigns %(preset)s to %(department)s.") % {"department": place, "preset": wanted}
            )

    def _policy(self, department):
        pk = self.book.policy_id_for(department, local_date(self.terms.at))
        return Policy.objects.get(pk=pk).key if pk else "none"

    # --- writing ----------------------------------------------------------------------------------
    def write(self, drafts):
        terms, draft = self.terms, None
        old = {d.person.pk: (d.person.full_name, d.person.superior_id) for d in drafts if d.result == CHANGED}
        try:
            for draft in drafts:
                create(draft, terms)
            for draft in drafts:
                apply_preset(draft, terms)
            found = {d.username.casefold(): d.person for d in drafts}
            for draft in drafts:
                superior = draft.values.get("superior", "")
                finish(draft, found.get(superior.casefold()) or self.people.get(superior), terms)
        except Refused as refusal:
            # A check of the verbs that deciding did not foresee: once more, without this row.
            if draft is not None:
                self._barred[draft.number] = refusal.sentence
            raise Collision(refusal.sentence) from None
        for d in drafts:
            if d.result == NEW:
                d.trace = (d.person.pk, {})
            elif d.result == CHANGED:
                name, superior = old[d.person.pk]
                after = list(User.objects.values_list("full_name", "superior_id").get(pk=d.person.pk))
                d.trace = (d.person.pk, {"full_name": name, "superior": superior, "after": after})
        taken = [d for d in drafts if d.result != UNCHANGED]
        note(ACCOUNT, [(d.person.pk, str(d.person), None, d.number, {"row": [None, d.digest]}) for d in taken], terms)
