"""Settings of customers that a rule book may rule: required fields, classes, rhythm of contact (rows Nc3, Nf10, Ni8, Ni13)."""

from dataclasses import asdict
from functools import partial

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from crm_project.lib.setting import COMPANY, DEPARTMENT, Setting
from customers.models.choices import FIELDS
from deals.models.choices import Line

from .domain import lists, required_fields, rhythm
from .domain.classes import class_rules
from .domain.default_lists import DEFAULTS
from .models import ListItem
from .models.choices import Level, ListKind, Segment

# The entries of managed lists that a rule book names, in its own order: (list, their names).
OFFERED = {
    "type.trade": (ListKind.TYPE, ("Wholesaler / distributor", "Installer / retailer", "EPC")),
    "type.partners": (
        ListKind.TYPE,
        (
            "Wholesaler / distributor",
            "Supplier",
            "Law firm",
            "Consultant",
            "Advertising",
            "Public relations",
            "Bank",
            "Insurer",
            "Financing",
        ),
    ),
    "site": (ListKind.SITE, ("Home", "One office", "One office and warehouse", "Several warehouses")),
    "source": (ListKind.SOURCE, ("Industry conference",)),
}


def _asked(department, at):
    # In the order of the form, so that the same choice is the same value.
    own = set(required_fields.required_fields(department))
    return [name for name in required_fields.ASKABLE if name in own]


def _write_asked(*, department, value, by, at):
    required_fields.set_required_fields(department=department, fields=value, by=by, at=at)


def _asked_text(value):
    return _(", ").join([pgettext("company", "Full name"), *(str(required_fields.ASKABLE[name]) for name in value)])


def _numbers(department, at, *, segment, level):
    return asdict(rhythm.chosen()[segment, level])


def _write_numbers(*, department, value, by, at, segment, level):
    rhythm.set_rhythm(segment=segment, level=level, numbers=value, by=by, at=at)


def _numbers_text(value):
    texts = [_("at least %(n)d customers") % {"n": value["least"]}] if value["least"] else []
    lines = {**{line.value: str(line.label) for line in Line}, "other": _("no open deal")}
    texts += [
        _("%(line)s: contact every %(n)d days") % {"line": label, "n": value[name]}
        for name, label in lines.items()
        if value[name]
    ]
    return "\n".join(texts) or _("no requirements")


def _rule(department, at, *, segment, level):
    rule = class_rules.rules()[segment, level]
    values = {name: getattr(rule, name) for name in class_rules.PLAIN}
    return values | {"required": list(rule.required), "deal_lines": list(rule.deal_lines)}


def _write_rule(*, department, value, by, at, segment, level):
    class_rules.set_rule(segment=segment, level=level, fields=value, by=by, at=at)


def _rule_text(value):
    rule = class_rules.ClassRule(**value)
    texts = [
        str(rule.defined),
        str(rule.outlined),
        _("Required: %(fields)s") % {"fields": _(", ").join(str(FIELDS[n]) for n in rule.required)},
    ]
    if rule.deal_months:
        texts.append(_("Open deal expected within %(n)d months") % {"n": rule.deal_months})
    if rule.lead:
        texts.append(_("A deal or a contract"))
    if rule.contract:
        texts.append(_("A confirmed contract"))
    if rule.contact_days:
        texts.append(_("Valid contact within %(n)d days") % {"n": rule.contact_days})
    texts.append(_("Checked on saving") if rule.checked else _("Not checked on saving"))
    return "\n".join(texts)


def _own_rule(segment, level):
    rule = class_rules.USUAL[segment, level]
    values = {name: getattr(rule, name) for name in class_rules.PLAIN}
    # The product checks nothing of its own accord; the book does.
    return values | {"required": list(rule.required), "deal_lines": list(rule.deal_lines), "checked": True}


def _offered(department, at, *, kind, names):
    there = set(ListItem.objects.filter(kind=kind, name__in=names, active=True).values_list("name", flat=True))
    return [name for name in names if name in there]


def _write_offered(*, department, value, by, at, kind, names):
    rows = {row.name: row for row in ListItem.objects.filter(kind=kind, name__in=names)}
    chinese = dict(DEFAULTS[kind])
    for name in names:
        row = rows.get(name)
        if row is None and name in value:
            lists.save_item(kind=kind, name=name, name_zh=chinese.get(name, ""), by=by, at=at)
        elif row is not None and row.active != (name in value):
            lists.switch_item(item_id=row.pk, by=by, at=at)


def _offered_text(value, *, kind):
    rows = {row.name: row for row in ListItem.objects.filter(kind=kind, name__in=value)}
    chinese = dict(DEFAULTS[kind])
    made = [rows.get(name) or ListItem(name=name, name_zh=chinese.get(name, "")) for name in value]
    return _(", ").join(str(row) for row in made) or _("no entries of the rule book")


def _list(key):
    kind, names = OFFERED[key]
    return Setting(
        key=f"offered.{key}",
        label=format_lazy("{}: {}", gettext_lazy("Available in the list"), kind.label),
        scope=COMPANY,
        action="lists.manage",
        read=partial(_offered, kind=kind, names=names),
        write=partial(_write_offered, kind=kind, names=names),
        text=partial(_offered_text, kind=kind),
        page=lambda department: f"{reverse('customers:lists')}?kind={kind}",
        own=lambda: list(names),
    )


def _of_class(segment, level, *, key, label, read, write, text, page, own):
    """One setting of one class of customers (segment and level)."""
    return Setting(
        key=f"{key}.{segment}.{level}",
        label=format_lazy("{}: {} · {}", label, Segment(segment).label, Level(level).label),
        scope=COMPANY,
        action="lists.manage",
        read=partial(read, segment=segment, level=level),
        write=partial(write, segment=segment, level=level),
        text=text,
        page=page,
        own=own,
    )


def _rhythm(segment, level):
    return _of_class(
        segment,
        level,
        key="rhythm",
        label=gettext_lazy("Contact frequency"),
        read=_numbers,
        write=_write_numbers,
        text=_numbers_text,
        page=lambda department: reverse("customers:rhythm"),
        own=lambda: asdict(rhythm.USUAL[segment, level]),
    )


def _class(segment, level):
    return _of_class(
        segment,
        level,
        key="class",
        label=gettext_lazy("Class"),
        read=_rule,
        write=_write_rule,
        text=_rule_text,
        page=lambda department: reverse("customers:class_rule", args=[segment, level]),
        own=partial(_own_rule, segment, level),
    )


SETTINGS = [
    Setting(
        key="required_fields",
        label=gettext_lazy("Required fields of a new customer"),
        scope=DEPARTMENT,
        action="lists.manage",
        read=_asked,
        write=_write_asked,
        text=_asked_text,
        page=lambda department: reverse("customers:required_fields_edit", args=[department.pk]),
    ),
    *(_list(key) for key in OFFERED),
    *(_rhythm(segment, level) for segment, level in rhythm.USUAL),
    *(_class(segment, level) for segment, level in class_rules.USUAL),
]
