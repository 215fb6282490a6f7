"""A setting of the whole company as one that rule book presets may set."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.models import Department, User
from crm_project.lib.company_setting import NUMBER, CompanySetting, SettingValue
from crm_project.lib.setting import COMPANY, Setting

from . import settings_store
from .authority import MANAGE


def of_company(setting: CompanySetting) -> Setting:
    """The Setting of a CompanySetting."""

    def write(*, department: Department | None, value: SettingValue, by: User | None, at: datetime) -> None:
        settings_store.set_value(setting=setting, value=value, by=by, at=at)

    return Setting(
        key=setting.key,
        label=setting.label,
        scope=COMPANY,
        action=MANAGE,
        read=lambda department, at: settings_store.value(setting),
        write=write,
        text=lambda value: text(setting, value),
        page=lambda department: f"{reverse('accounts:company_settings')}#{setting.key}",
        # The operator may have set a lower limit than the book's number.
        fit=(lambda value: min(value, setting.high())) if setting.kind == NUMBER else None,
    )


def text(setting: CompanySetting, value: SettingValue) -> str:
    """A value in the reader's language."""
    if setting.kind == NUMBER:
        return f"{value:,} {setting.unit}"
    if isinstance(value, list):
        return _(", ").join(str(setting.choices[key]) for key in value if key in setting.choices)
    return _("yes") if value else _("no")
