"""Versions of rules per department as their pages list them (rows Ni1, Ni2, Nf9, Nf16)."""

from django.utils.translation import gettext as _

from crm_project.lib.time import minute


def department_text(row):
    """For whom a version holds."""
    return str(row.department) if row.department else _("The whole company")


def line(row, *lines, kind=""):
    """{pk, title, lines} of a version: what it says, and at last who set it and when."""
    title = " · ".join(part for part in (kind, department_text(row)) if part)
    set_by = " · ".join(part for part in (str(row.created_by or ""), minute(row.created_at)) if part)
    return {"pk": row.pk, "title": title, "lines": [*(text for text in lines if text), set_by]}
