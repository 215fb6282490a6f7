"""The name of a filter and who sees it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.models import User
from crm_project.lib.edit_form import EditForm
from crm_project.lib.form_fields import choice_field
from customers.domain.saved_filters import sharable
from customers.models.saved_filters import SavedFilter, Share


class _Named(forms.Form):
    """What a filter is called; `share` is asked of those whose role lets them share."""

    name = forms.CharField(label=pgettext_lazy("entry", "Name"), max_length=60)
    share = forms.ChoiceField(
        label=_("Share with"),
        required=False,
        help_text=_("Others see the filter, but only the customers that their role shows them."),
    )

    def __init__(self, *args, user: User, row: SavedFilter | None = None, **kwargs):
        """`row`: the filter that there is; with whom it is shared already stays a choice."""
        super().__init__(*args, **kwargs)
        everybody, departments = sharable(user)
        if row and row.department and row.department not in departments:
            departments.append(row.department)
        choices: list[tuple[str, Any]] = [("", Share.NOBODY.label)]
        choices += [(str(one.pk), _("%(department)s and below") % {"department": one}) for one in departments]
        if everybody or (row and row.shared == Share.EVERYBODY):
            choices.append((Share.EVERYBODY.value, Share.EVERYBODY.label))
        if len(choices) == 1:
            del self.fields["share"]
        else:
            choice_field(self, "share").choices = choices


class SavedFilterForm(_Named):
    """A new filter, with what it keeps of the list's address."""

    query = forms.CharField(max_length=4000, required=False, widget=forms.HiddenInput)


class EditFilterForm(EditForm, _Named):
    """Another name for a filter that there is, and with whom it is shared."""
