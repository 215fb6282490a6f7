"""The versions of report templates as their page lists them (row Ni1)."""

from django.utils.translation import gettext as _

from crm_project import catalogue
from crm_project.lib.time import minute
from reports.domain.work_reports import templates as verbs

from .content import label_of


def rows(templates):
    """[{pk, department, kind, number, holds_from, demanded, due, texts, figures, readers, by, at}]"""
    known = catalogue.figures()
    return [
        {
            "pk": row.pk,
            "department": str(row.department) if row.department else _("The whole company"),
            "kind": row.get_kind_display(),
            "number": row.number,
            "holds_from": row.holds_from.isoformat(),
            "demanded": row.demanded,
            "due": _("%(days)d working days, %(hour)02d:00") % {"days": row.days, "hour": row.hour},
            "texts": ", ".join(label_of(one) for one in verbs.sections_of(row)),
            "figures": ", ".join(str(known[key][0].label) for key in verbs.figures_of(row)),
            "readers": ", ".join(str(person) for person in row.readers.all()),
            "by": str(row.created_by or ""),
            "at": minute(row.created_at),
        }
        for row in templates
    ]
