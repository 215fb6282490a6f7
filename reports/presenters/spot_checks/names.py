"""What of a spot check is said in one line: what it checks, its days, where it stands (row Ni15)."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project import catalogue
from crm_project.lib.time import minute
from reports.domain.spot_checks.population import ENTERED
from reports.models.spot_checks import State


def figure_text(key):
    """The name of the figure, or of the table."""
    if key == ENTERED:
        return _("Customers entered")
    return str(catalogue.figures()[key][0].label) if key in catalogue.figures() else key


def title(check):
    """“Calls · East · 2026-03-01 – 2026-03-31”."""
    where = check.department or _("The company")
    return f"{figure_text(check.figure)} · {where} · {check.first:%F} – {check.last:%F}"


def points_text(value):
    """7.4: percentage points, or percent, with one decimal."""
    return number_format(round(value, 1), decimal_pos=1)


def share_text(one):
    """“2 of 40, 5.0 %”; empty where nothing is known yet."""
    if not one.known:
        return ""
    said = {"untrue": one.untrue, "known": one.known, "share": points_text(one.share)}
    return _("%(untrue)d of %(known)d, %(share)s %%") % said


def status(check, found, at):
    """(text, tone) of a check; `found`: its sum."""
    if not check.drawn_at:
        if at < check.draws_at:
            return _("is drawn at %(time)s") % {"time": minute(check.draws_at)}, "info"
        return _("can be drawn"), "warn"
    if found.open:
        return _("%(n)d open") % {"n": found.open}, "warn"
    return pgettext("spot check", "finished"), "ok"


def row_status(row):
    """(text, tone) of a drawn row."""
    if row.state == State.DONE:
        if row.decision:
            return row.get_decision_display(), "bad" if row.counts_as_untrue else "ok"
        return row.get_result_display(), "ok" if row.result == "true" else "info"
    return row.get_state_display(), "info" if row.state == State.DRAWN else "warn"


def stored_check(name):
    """The name of a check as the audit keeps it, with the figure in the reader's language."""
    key, _space, days = name.partition(" ")
    return f"{figure_text(key)} {days}"
