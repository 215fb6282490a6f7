"""The tables of rights and of masks as forms: who saves an old page changes only the cells that they changed (rows Na1, Nb4)."""

from django import forms
from django.utils.translation import gettext as _

from crm_project.accounts.models.choices import AT_ONCE, WHOLE, WITH_REASON, Action, Scope
from crm_project.lib.edit_form import EditForm

WAYS = (AT_ONCE, WITH_REASON)


class _Matrix(EditForm, forms.Form):
    """A field for every cell, named as in the table's own selects."""

    def __init__(self, data=None, *, cells):
        """`cells`: {name: (label, stored scope or "", scopes that it may have)}."""
        super().__init__(data)
        for name, (label, stored, scopes) in cells.items():
            choices = [("", _("not at all")), *((scope, scope.label) for scope in scopes)]
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, initial=stored)

    def typed(self):
        """What stands in the cells now: as posted and merged, or as stored."""
        return {name: self[name].value() or "" for name in self.fields}

    def refusals(self):
        """A sentence for each cell that is refused."""
        return [f"{self.fields[name].label}: {error}" for name, errors in self.errors.items() for error in errors]


def rights_form(data, role):
    """`right.ACTION` for every action."""
    scopes = {action: [Scope.ALL] if action in WHOLE else list(Scope) for action in Action}
    cells = {f"right.{a}": (a.label, role.grants.get(a, ""), scopes[a]) for a in Action}
    return _Matrix(data, cells=cells)


def grants_of(form):
    """{action: scope or ""} of a rights form."""
    return {name.removeprefix("right."): scope for name, scope in form.typed().items()}


def mask_form(data, rule, roles):
    """`WAY-ROLE` for both ways of every role."""
    cells = {
        f"{way}-{role.pk}": (str(role), role.masks.get(rule, {}).get(way, ""), list(Scope))
        for role in roles
        for way in WAYS
    }
    return _Matrix(data, cells=cells)


def reach_of(form, roles):
    """{role id: (scope at once or "", scope with a reason or "")} of a mask form."""
    typed = form.typed()
    return {role.pk: tuple(typed[f"{way}-{role.pk}"] for way in WAYS) for role in roles}
