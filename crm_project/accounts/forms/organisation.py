"""Forms of departments and roles."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.forms.people import LEVELS, DepartmentField
from crm_project.accounts.models import Role
from crm_project.lib.edit_form import EditForm
from crm_project.lib.form_fields import rows_of, set_queryset


class DepartmentForm(EditForm, forms.Form):
    """Name and own words of a department."""

    name = forms.CharField(label=pgettext_lazy("department", "Name"), max_length=80)
    stage_potential = forms.CharField(label=_("Potential"), max_length=30, required=False)
    stage_intent = forms.CharField(label=_("Intent"), max_length=30, required=False)
    stage_official = forms.CharField(label=_("Official"), max_length=30, required=False)


class NewDepartmentForm(forms.Form):
    """A new department."""

    name = forms.CharField(label=pgettext_lazy("department", "Name"), max_length=80)
    parent = DepartmentField(label=_("Superior department"), required=False, empty_label=_("– at the top –"))


class DepartmentMoveForm(EditForm, forms.Form):
    """Where a department hangs."""

    parent = DepartmentField(label=_("Superior department"), required=False, empty_label=_("– at the top –"))

    def __init__(self, *args, department, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "parent", rows_of(self, "parent").exclude(path__startswith=department.path))


class RoleForm(EditForm, forms.Form):
    """Name and level of a role."""

    name = forms.CharField(label=pgettext_lazy("role", "Name"), max_length=60)
    level = forms.TypedChoiceField(
        label=_("Decides as"), choices=LEVELS, coerce=int, help_text=_("Requests are escalated level by level.")
    )
    second_factor = forms.BooleanField(label=_("Two-step sign-in required for this role"), required=False)


class NewRoleForm(forms.Form):
    """A new role, begun as a copy."""

    name = forms.CharField(label=pgettext_lazy("role", "Name"), max_length=60)
    like = forms.ModelChoiceField(Role.objects.all(), label=_("With the rights of"))
