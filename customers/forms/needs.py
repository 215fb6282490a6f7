"""What a customer needs, edited by itself (row Nh8)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_project.lib.edit_form import EditForm


class NeedsForm(EditForm, forms.Form):
    """The text alone; its day follows from saving."""

    needs = forms.CharField(
        label=_("Needs"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Saving confirms them as of today; what stood here before is kept."),
    )
