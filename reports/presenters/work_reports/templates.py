"""The versions of report templates as their page lists them (row Ni1)."""

from django.utils.translation import gettext as _

from crm_project import catalogue
from reports.domain.work_reports import templates as verbs
from reports.presenters import versions

from .content import label_of


def rows(templates):
    """Versions of templates, for their page."""
    known = catalogue.figures()
    return [
        versions.line(
            row,
            " · ".join(_head(row)),
            ", ".join(label_of(one) for one in verbs.sections_of(row)),
            ", ".join(str(known[key][0].label) for key in verbs.figures_of(row)),
            kind=row.get_kind_display(),
        )
        for row in templates
    ]


def _head(row):
    due = _("%(days)d working days, %(hour)02d:00") % {"days": row.days, "hour": row.hour}
    out = [
        _("version %(number)s, for periods from %(from)s on")
        % {"number": row.number, "from": row.holds_from.isoformat()},
        f"{_('due after')} {due}" if row.demanded else _("not demanded"),
    ]
    readers = ", ".join(str(person) for person in row.readers.all())
    return [*out, f"{_('More readers')}: {readers}"] if readers else out
