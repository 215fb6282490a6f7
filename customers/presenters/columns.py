"""The columns one may choose for the customer list: what each needs, and how a row is shown, formatted once in Python."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from assignment.presenters import countdown as clock
from assignment.rules.policy import NO_CONTACT, STAGE_TERM
from crm_project.lib.language import in_language
from crm_project.lib.time import day, days_between, minute
from crm_project.ui.components import figures, icons, people, table_rows, time_left
from customers.models.choices import Level, PoolReason, Segment, ValueRating


@dataclass(frozen=True)
class Column:
    """`needs`: values of Customer it is made of; `show(row, page)` gives text or safe HTML; `sort`: its order, if any;
    `guarded`: not shown of a restricted file; `edits`: fields of the file that are changed in the cell."""

    key: str
    label: Any
    needs: tuple[str, ...]
    show: Callable
    sort: str = ""
    extra: str = ""
    css: str = ""
    guarded: bool = False
    edits: tuple[str, ...] = ()


def _listed(key, label):
    """A column of a managed list."""
    return Column(
        key,
        label,
        (f"{key}__name", f"{key}__name_zh"),
        lambda row, page: worded(row[f"{key}__name"], row[f"{key}__name_zh"]),
        edits=(key,),
    )


def _written(key, label):
    """A column of what somebody wrote down, its beginning only where it is long."""
    wanted = (key, "vip", "level")
    return Column(key, label, wanted, lambda row, page: page.written(row, key), guarded=True, edits=(key,))


def worded(name, name_zh):
    return in_language(name, name_zh) or ""


def _name(row, page):
    marks = people.status("VIP", "plum") if row["vip"] else icons.NOTHING
    if row["restricted"]:
        marks += icons.icon("lock", _("Restricted file"))
    return table_rows.title_cell(f"{page.root}{row['id']}/", row["name"], row["code"], marks)


def _owner(row, page):
    if row["ownership__owner__full_name"] is not None:
        return people.owner(row["ownership__owner__full_name"] or row["ownership__owner__username"])
    return people.owner("", "", "", _("In the public pool"))


def _began(row):
    """What the running clock counts from, for the ring: the last contact, the stage, else the claim."""
    since, rule = row["ownership__since"], row["ownership__rule"]
    if rule == NO_CONTACT and row["ownership__contacted_at"]:
        return max(since, row["ownership__contacted_at"])
    return max(since, row["stage_since"]) if rule == STAGE_TERM else since


def _deadline(row, page):
    due = row["ownership__release_at"]
    if due is None:
        reason = str(PoolReason(row["pool_reason"]).label) if row["pool_reason"] else ""
        return time_left.countdown(_("in the pool"), "paused", title=reason)
    share = clock.share(_began(row), due, page.at)
    chip = time_left.countdown(
        clock.left(due, page.at),
        clock.state(due, page.at),
        share,
        title=minute(due) if share is not None else "",
    )
    if row["ownership__coming_at"] is None:
        return chip
    coming = clock.coming(row["ownership__coming_from"], row["ownership__coming_at"], page.at)
    return format_html('{}<span class="cell-note">{}</span>', chip, coming) if coming else chip


def ago(moment, at):
    """How long ago, in whole days: “today”, “yesterday”, “12 days ago”."""
    return _ago(days_between(moment, at), get_language())


@lru_cache(maxsize=2048)
def _ago(n, language):
    if n <= 0:
        return _("today")
    return _("yesterday") if n == 1 else ngettext("%(n)s day ago", "%(n)s days ago", n) % {"n": number_format(n)}


def _followed(row, page):
    moment = row["last_followup_at"]
    if moment is None:
        return format_html('<span class="quiet">{}</span>', _("never"))
    return table_rows.hinted(ago(moment, page.at), minute(moment))


def _class(row, page):
    words = [str(Segment(row["segment"]).label)] if row["segment"] else []
    words += [str(Level(row["level"]).label)] if row["level"] else []
    return " · ".join(words)


def _contact(row, page):
    name, title = page.contacts.get(row["id"], ("", ""))
    return format_html('{}<span class="cell-note">{}</span>', name, title) if name else ""


def _complete(row, page):
    percent = page.complete.get(row["id"], 0)
    tone = "ok" if percent == 100 else "warn" if percent >= 50 else "bad"
    return format_html(
        '{} <span class="num small">{}%</span>',
        figures.bar(percent, 100, _("Completeness"), f"inline {tone}"),
        percent,
    )


OWNER = ("ownership__owner__full_name", "ownership__owner__username")
DEADLINE = (
    "ownership__release_at",
    "ownership__since",
    "ownership__rule",
    "ownership__contacted_at",
    "ownership__coming_at",
    "ownership__coming_from",
    "stage_since",
    "pool_reason",
)
COLUMNS = {
    c.key: c
    for c in [
        Column("name", gettext_lazy("Customer"), ("name", "code", "vip", "restricted"), _name, sort="name"),
        Column(
            "stage",
            gettext_lazy("Stage"),
            ("stage", "department_id"),
            lambda row, page: people.stage(row["stage"], page.stage(row)),
            edits=("stage",),
        ),
        Column("owner", gettext_lazy("Owner"), OWNER, _owner),
        Column("deadline", gettext_lazy("Time left"), DEADLINE, _deadline, sort="deadline"),
        Column("followed", gettext_lazy("Last follow-up"), ("last_followup_at",), _followed, sort="followed"),
        _listed("type", gettext_lazy("Company type")),
        Column(
            "region",
            gettext_lazy("Regions"),
            (),
            lambda row, page: page.regions.get(row["id"], ""),
            extra="regions",
            edits=("regions",),
        ),
        Column("contact", gettext_lazy("Contact"), (), _contact, extra="contacts", guarded=True),
        Column(
            "phone",
            gettext_lazy("Phone"),
            ("phone", "vip", "level"),
            lambda row, page: page.number(row),
            css="nowrap",
            guarded=True,
        ),
        Column("complete", gettext_lazy("Completeness"), (), _complete, extra="complete"),
        Column("class", gettext_lazy("Class"), ("segment", "level"), _class, edits=("segment", "level")),
        Column(
            "file_number",
            gettext_lazy("File number"),
            ("file_number",),
            lambda row, page: row["file_number"],
            css="nowrap",
        ),
        Column(
            "rating",
            gettext_lazy("Value rating"),
            ("value_rating",),
            lambda row, page: ValueRating(row["value_rating"]).label if row["value_rating"] else "",
            edits=("value_rating",),
        ),
        _listed("trade", gettext_lazy("Trade")),
        _listed("category", gettext_lazy("Product category")),
        _listed("site", gettext_lazy("Company site")),
        _listed("source", gettext_lazy("Source")),
        Column(
            "department", gettext_lazy("Department"), ("department__name",), lambda row, page: row["department__name"]
        ),
        Column(
            "address",
            gettext_lazy("Address"),
            ("address", "vip", "level"),
            lambda row, page: page.address(row),
            guarded=True,
            edits=("address",),
        ),
        _written("needs", gettext_lazy("Needs")),
        _written("profile", gettext_lazy("Profile")),
        Column(
            "entered",
            gettext_lazy("Entered"),
            ("created_at",),
            lambda row, page: day(row["created_at"]),
            sort="newest",
            css="nowrap",
        ),
    ]
}
# Its cell does not change the file, it asks for the change.
STAGE = "stage"
DEFAULT = ("name", "stage", "owner", "deadline", "followed", "type", "region")
COOKIE = "customer_columns"
# Under this name a person's layout is kept.
LIST = "customers"
WIDTHS = (80, 120, 160, 200, 260, 340)


def chosen(text, *, mine=False):
    """The columns that a comma-separated choice names, the name always first; the usual ones where it names none."""
    keys = [key for key in (text or "").split(",") if key in COLUMNS]
    if not keys:
        keys = [key for key in DEFAULT if not (mine and key == "owner")]
    return [COLUMNS[key] for key in dict.fromkeys(["name", *keys])]


def choices(columns, widths):
    """(key, label, chosen, width or 0) of every column but the first, for the form: those shown first, in their order."""
    shown = [column.key for column in columns]
    order = [*shown, *(key for key in COLUMNS if key not in shown)]
    return [(key, COLUMNS[key].label, key in shown, widths.get(key, 0)) for key in order if key != "name"]


def customer_root():
    """What stands before a customer's number in its address: asked once a page, as reversing costs more than a row."""
    return reverse("customers:detail", args=[0]).removesuffix("0/")
