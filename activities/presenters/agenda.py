"""What lies before a person: tasks by day, and the month with appointments, next contacts and deadlines (rows Z5, Nc5, Nf12)."""

from calendar import Calendar
from datetime import date, timedelta

from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from activities.domain.tasks import still_valid
from activities.models import Task
from activities.models.choices import Closed, TaskKind
from crm_project import catalogue
from crm_project.lib.time import day_bounds, days, hour_text, local_date, zone
from crm_project.ui.links import link
from customers.domain.access.masking import of_typed
from customers.models import Ownership
from service.presenters import agenda as service

TABS = ("today", "overdue", "coming", "done")
KINDS = dict(TaskKind.choices)
CLOSED = dict(Closed.choices)
ICONS = {
    TaskKind.TASK: "check2-square",
    TaskKind.CALL: "telephone",
    TaskKind.MEETING: "people",
    TaskKind.VISIT: "geo-alt",
}
# What one month shows at most of either kind, and one day of its grid.
MOST, A_DAY = 400, 4


def tomorrow(at):
    """Tomorrow at nine, where a new task begins."""
    return day_bounds(local_date(at) + timedelta(days=1))[0] + timedelta(hours=9)


def mine(user):
    """A person's tasks that are still meant: next contacts of customers lost meanwhile are not."""
    return Task.objects.filter(still_valid(), assignee=user)


def of_tab(tasks, tab, at):
    """The tasks of one tab: due today, on earlier days, on later days, or done."""
    start, end = day_bounds(local_date(at))
    if tab == "done":
        return tasks.filter(done_at__isnull=False)
    open_ones = tasks.filter(done_at__isnull=True)
    if tab == "overdue":
        return open_ones.filter(due_at__lt=start)
    return open_ones.filter(due_at__gte=end) if tab == "coming" else open_ones.filter(due_at__gte=start, due_at__lt=end)


def tab_of(due_at, at):
    """today, overdue or coming."""
    day, today = local_date(due_at), local_date(at)
    return "today" if day == today else "overdue" if day < today else "coming"


def when(moment, at):
    """A time as one says it: “today 14:30”, “tomorrow 09:00”, “Wed 4 March”, overdue by days."""
    day, today = local_date(moment), local_date(at)
    clock = hour_text(moment)
    ahead = (day - today).days
    if ahead < 0:
        return _("overdue by %(days)s") % {"days": days(-ahead)}
    if ahead == 0:
        return _("today %(time)s") % {"time": clock}
    if ahead == 1:
        return _("tomorrow %(time)s") % {"time": clock}
    return _("%(weekday)s %(date)s %(time)s") % {
        "weekday": WEEKDAYS_ABBR[day.weekday()],
        "date": short(day),
        "time": clock,
    }


def short(day):
    """A date without its year: “03-04”, as the list around it shows the year where it matters."""
    return day.strftime("%m-%d")


# What a list shows of a task.
COLUMNS = (
    "pk",
    "title",
    "kind",
    "due_at",
    "done_at",
    "followup_id",
    "closed_because",
    "customer_id",
    "customer__name",
    "assignee_id",
    "created_by_id",
    "assignee__full_name",
    "assignee__username",
)


def task_row(row, at, user):
    """A task (a dict of COLUMNS) as lists show it to `user`."""
    done, next_contact, title = row["done_at"] is not None, row["followup_id"] is not None, row["title"]
    tab = tab_of(row["due_at"], at)
    note = [_("Next contact") if next_contact else str(KINDS.get(row["kind"], "")), row["customer__name"]]
    if row["closed_because"]:
        note.append(str(CLOSED.get(row["closed_because"], "")))
    if row["assignee_id"] != user.pk:
        note.append(row["assignee__full_name"] or row["assignee__username"])
    opens = (
        link("activities:followup_new", row["customer_id"])
        if next_contact and not done
        else link("activities:task_edit", row["pk"])
    )
    return {
        "pk": row["pk"],
        "title": title,
        "icon": ICONS.get(row["kind"], "check2-square"),
        "note": " · ".join(filter(None, note)),
        "done": done,
        "when": "" if done else when(row["due_at"], at),
        "state": "over" if row["due_at"] < at else "due" if tab == "today" else "ok",
        "tab": tab,
        "mine": user.pk in (row["assignee_id"], row["created_by_id"]),
        "url": opens,
        "tick_url": link("activities:task_done", row["pk"]),
        "tick": (_("Reopened: %(title)s") if done else _("Done: %(title)s")) % {"title": title},
    }


def task_rows(rows, at, user):
    """Tasks as task_row shows them, numbers in what was typed masked as on the customer's page; two queries at most."""
    rows = list(rows)
    masks = of_typed(user, rows, "title")
    return [task_row({**row, "title": masks[row["customer_id"]].text(row["title"])}, at, user) for row in rows]


# --- the month -----------------------------------------------------------------------------------------------------------


def month_of(text, at):
    """The first day of the month that an address names ("2026-03"), else of the present one."""
    try:
        year, month = (int(part) for part in (text or "").split("-"))
        return date(year, month, 1) if 2000 <= year <= 2100 else local_date(at).replace(day=1)
    except ValueError:
        return local_date(at).replace(day=1)


def neighbours(first):
    """First days of the month before and after."""
    return (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=32)).replace(day=1)


def items(user, start, end):
    """{local date: [item for parts/calendar.html]}; three queries, one for each declared, one to three more for service work."""
    last = local_date(end) - timedelta(days=1)
    out = service.by_day(service.entries(user, local_date(start), last, person=user.pk))
    _put_declared(out, user, local_date(start), last)
    tasks = mine(user).filter(due_at__gte=start, due_at__lt=end).order_by("due_at", "id")
    planned = list(tasks.values(*COLUMNS)[:MOST])
    masks = of_typed(user, planned, "title")
    for row in planned:
        pk, kind, due, done, followup = (row[name] for name in ("pk", "kind", "due_at", "done_at", "followup_id"))
        customer_id, customer = row["customer_id"], row["customer__name"]
        title = masks[customer_id].text(row["title"])
        tone = "ok" if done else "accent" if followup else "warn" if kind != TaskKind.TASK else ""
        label = f"{title} · {customer}" if customer else title
        url = link("customers:detail", customer_id) if followup else link("activities:task_edit", pk)
        _put(out, due, {"label": label, "tone": tone, "done": done is not None, "url": url})
    held = Ownership.objects.filter(owner=user, release_at__gte=start, release_at__lt=end).order_by(
        "release_at", "customer_id"
    )
    for pk, due, customer in held.values_list("customer_id", "release_at", "customer__name")[:MOST]:
        _put(
            out,
            due,
            {
                "label": _("Deadline: %(name)s") % {"name": customer},
                "tone": "bad",
                "done": False,
                "url": link("customers:detail", pk),
            },
        )
    coming = Ownership.objects.filter(owner=user, coming_at__gte=start, coming_at__lt=end).order_by(
        "coming_at", "customer_id"
    )
    for pk, due, first_day, customer in coming.values_list("customer_id", "coming_at", "coming_from", "customer__name")[
        :MOST
    ]:
        if first_day is None:
            continue
        label = _("Deadline under the rule from %(day)s: %(name)s") % {"day": first_day.isoformat(), "name": customer}
        _put(out, due, {"label": label, "tone": "warn", "done": False, "url": link("customers:detail", pk)})
    for entries in out.values():
        entries.sort(key=lambda item: item["time"])
    return out


def _put_declared(out, user, first, last):
    for entry in (entry for entries in catalogue.agenda() for entry in entries(user, first, last)):
        time = hour_text(entry.begins) if entry.begins else ""
        item = {"label": entry.label, "tone": entry.tone, "done": entry.done, "url": entry.url, "time": time}
        begin, end = max(entry.first, first), min(entry.last, last)
        for n in range((end - begin).days + 1):
            out.setdefault(begin + timedelta(days=n), []).append(item)


def _put(out, moment, item):
    local = timezone.localtime(moment, zone())
    out.setdefault(local.date(), []).append({**item, "time": local.strftime("%H:%M")})


def month(user, first, at, off, more_url):
    """Weeks for parts/calendar.html. `off(day)`: (works, name of the day); `more_url` leads to the whole list of the month."""
    weeks = Calendar(firstweekday=0).monthdatescalendar(first.year, first.month)
    found = items(user, day_bounds(weeks[0][0])[0], day_bounds(weeks[-1][-1])[1])
    return grid(weeks, first, at, found, off, lambda day: f"{more_url}#d{day:%d}")


def grid(weeks, first, at, found, off, more_url, *, most=A_DAY):
    """The days of `weeks` with what is `found` on them. `first`: of the month that is shown (None: every day is); `more_url(day)`: where the rest
    of a day stands, beyond `most`."""
    today = local_date(at)
    return [
        [_cell(day, first or day, today, found.get(day, []), off(day), more_url, most) for day in week]
        for week in weeks
    ]


def _cell(day, first, today, entries, off, more_url, most):
    works, name = off
    shown = entries if len(entries) <= most else entries[: most - 1]
    if len(shown) < len(entries):
        label = _("%(n)d more") % {"n": len(entries) - len(shown)}
        shown = [*shown, {"label": label, "tone": "", "done": False, "url": more_url(day), "time": ""}]
    return {
        "day": day.day,
        "weekday": WEEKDAYS[day.weekday()],
        "out": day.month != first.month,
        "today": day == today,
        "off": not works,
        "off_name": name,
        "items": shown,
    }


def weekday_names():
    """Monday to Sunday, short."""
    return [str(WEEKDAYS_ABBR[n]) for n in range(7)]
