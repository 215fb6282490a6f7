"""Settings of the whole company: the values in force, and the verb that changes one (rows Z3, Na4, Nb6, Ng3, M13).

Read at most once a minute and process: every list asks for some of them. A process of its own hears of a change within a minute.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.models import StoredSetting, User
from crm_project.audit.domain import log
from crm_project.lib.company_setting import NUMBER, SEVERAL, CompanySetting, SettingValue
from crm_project.lib.once_a_minute import OnceAMinute
from crm_project.lib.refused import Refused

from .authority import check_everywhere


def value(setting: CompanySetting) -> Any:
    """The value in force; one that can't be meant any more (a limit was lowered) gives way to the usual one."""
    chosen = _chosen().get(setting.key)
    return chosen if chosen is not None and setting.accepts(chosen) else setting.usual()


@OnceAMinute
def _chosen() -> dict[str, SettingValue]:
    return dict(StoredSetting.objects.values_list("key", "value"))


def forget() -> None:
    """Read them anew: one was changed."""
    _chosen.forget()


def set_value(*, setting: CompanySetting, value: SettingValue, by: User | None, at: datetime) -> SettingValue:
    """Choose another value. Refuses with code forbidden, and number or choice where the value can't be meant."""
    check_everywhere(by)
    if setting.kind == SEVERAL and isinstance(value, list):
        value = [key for key in setting.choices if key in value]
    if not setting.accepts(value):
        if setting.kind == NUMBER:
            raise Refused(
                _("Enter a number from %(low)d to %(high)d.") % {"low": setting.low, "high": setting.high()},
                code="number",
                field="value",
            )
        raise Refused(_("Choose at least one."), code="choice", field="value")
    with transaction.atomic():
        row = StoredSetting.objects.select_for_update(no_key=True).filter(key=setting.key).first()
        before = row.value if row else setting.usual()
        if before != value:
            StoredSetting.objects.update_or_create(
                key=setting.key, defaults={"value": value, "set_by": by, "set_at": at}
            )
            log.record(
                by=by,
                action="setting.set",
                at=at,
                subject_type="setting",
                subject_id=setting.key,
                subject_name=setting.key,
                changes={"value": [_plain(before), _plain(value)]},
            )
    forget()
    return value


def _plain(value: SettingValue) -> str | int:
    return ", ".join(value) if isinstance(value, list) else value
