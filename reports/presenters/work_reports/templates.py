"""The versions of report templates as their page lists them (row Ni1)."""

from django.utils.translation import gettext as _

from crm_project import catalogue
from crm_project.lib import version_pages as versions
from reports.domain.work_reports import templates as verbs

from .content import label_of


def rows(templates):
    """Versions of templates, for their page."""
    known = catalogue.figures()
    return [
        versions.line(
            row,
            " · ".join(filter(None, _head(row))),
            ", ".join(label_of(one) for one in verbs.sections_of(row)),
            ", ".join(str(known[key][0].label) for key in verbs.figures_of(row)),
            kind=row.get_kind_display(),
        )
        for row in templates
    ]


def _head(row):
    version = _("version %(number)s, for periods from %(from)s on") % {
        "number": row.number,
        "from": row.holds_from.isoformat(),
    }
    return [version, _due(row), _more_readers(row)]


def _due(row):
    if not row.demanded:
        return _("not demanded")
    return _("due after %(days)d working days, %(hour)02d:00") % {"days": row.days, "hour": row.hour}


def _more_readers(row):
    names = ", ".join(str(person) for person in row.readers.all())
    return _("More readers: %(names)s") % {"names": names} if names else ""
