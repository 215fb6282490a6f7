"""Settings of the whole company on one page (rows Z3, Na4, Nb6, Ng3, Nc16)."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm_project.accounts.domain import settings_store
from crm_project.catalogue import company_settings
from crm_project.lib.company_setting import NUMBER, SEVERAL
from crm_project.lib.edit_form import EditForm
from crm_project.lib.views import now, posted

from .loading import everywhere


class CompanySettingsForm(EditForm, forms.Form):
    """A field for every setting of the company, named like its key."""

    def __init__(self, *args, settings, **kwargs):
        super().__init__(*args, **kwargs)
        for setting in settings.values():
            self.fields[setting.key] = _field(setting)


def _field(setting):
    common = {"label": setting.label, "help_text": setting.help}
    if setting.kind == NUMBER:
        return forms.IntegerField(min_value=setting.low, max_value=setting.high(), **common)
    if setting.kind == SEVERAL:
        return forms.MultipleChoiceField(
            choices=list(setting.choices.items()), widget=forms.CheckboxSelectMultiple, **common
        )
    return forms.BooleanField(required=False, **common)


@everywhere
@require_http_methods(["GET", "POST"])
def page(request):
    """Every setting with its value; only what was changed is written."""
    settings = company_settings()
    settings_store.forget()
    held = {key: settings_store.value(setting) for key, setting in settings.items()}
    form = CompanySettingsForm(posted(request), settings=settings, initial=held)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            for key, setting in settings.items():
                settings_store.set_value(setting=setting, value=form.cleaned_data[key], by=request.user, at=now())
        messages.success(request, _("Saved. The settings take effect within a minute."))
        return redirect("accounts:company_settings")
    return render(request, "accounts/company_settings.html", {"form": form}, status=422 if form.errors else 200)
