"""What a decider needs to know about a request for a right (row Ne6)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project.accounts.domain.further_rights import open_of
from crm_project.accounts.models import User
from crm_project.accounts.models.choices import Action, Scope
from crm_project.rights.models import RightRequest


def label(choices, key):
    """The label of a stored choice; what is no choice any more stays as it is."""
    return str(choices(key).label) if key in choices.values else key


def until_text(day):
    """A last day, or that there is none."""
    return day or _("for good")


def asked(row):
    """[(label, value)] of the card in the inbox, from the request itself: no query."""
    if "right" not in row.evidence:
        return []
    return [
        (_("Right"), label(Action, row.evidence["right"])),
        (_("How far"), label(Scope, row.evidence["scope"])),
        (pgettext("last day", "Until"), until_text(row.evidence["until"])),
    ]


def with_proof(row, user, at):
    """Whose it is, what they have of it now, who approved first, and the proof to open."""
    found = (
        RightRequest.objects.select_related("person__role", "person__department", "first__decided_by")
        .prefetch_related("proof")
        .filter(pk=row.arguments.get("right_request_id"))
        .first()
    )
    if found is None:
        return {}
    person = found.person
    now = [person.role.grants.get(found.action) if person.role else None]
    now += open_of(person).filter(action=found.action).values_list("scope", flat=True)
    facts = [
        (_("Person"), str(person)),
        (_("Role"), person.role),
        (_("Department"), person.department),
        *asked(row),
        (_("Has now"), ", ".join(label(Scope, scope) for scope in now if scope) or _("no")),
    ]
    if found.first is not None and found.first.decided_by_id and found.first_id != row.pk:
        facts.append((_("Approved by the superior"), found.first.decided_by))
    return {
        "facts": facts,
        "links": [(file.name, reverse("rights:proof", args=[file.pk])) for file in found.proof.all()],
        "opens": [(_("Open the request"), reverse("rights:request", args=[found.pk]))],
    }


def of_person(row, user, at):
    """Whose right it is, with the way to their page."""
    person = User.objects.select_related("role", "department").filter(pk=row.arguments.get("person_id")).first()
    if person is None:
        return {}
    facts = [(_("Person"), str(person)), (_("Role"), person.role), (_("Department"), person.department)]
    return {"facts": facts, "opens": [(_("Open the person's page"), reverse("accounts:person", args=[person.pk]))]}
