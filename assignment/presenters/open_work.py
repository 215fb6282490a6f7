"""Open work in words: “30 open tasks, 4 open deals” (row Ne9)."""

from django.utils.translation import gettext as _

from crm_project import catalogue


def list_of(work):
    """[(OpenWork, n)] as one list."""
    return _(", ").join(kind.label(n) for kind, n in work)


def passed_text(passed):
    """{key: n} as a handover keeps it, in words."""
    return list_of([(kind, passed[kind.key]) for kind in catalogue.open_work() if passed.get(kind.key)])
