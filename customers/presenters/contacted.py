"""The published filters "contacted" and "not contacted" in words (row Z17)."""

from django.utils.translation import gettext as _

from assignment.presenters.rule_text import sentence
from customers.domain.contacted import departments_under_it


def sentences(day, departments=None):
    """The rules that decide, each with the departments that live under it: [(sentence, names)]; `departments` (ids) narrows."""
    found = {}
    for department, _policy, rule in departments_under_it(day):
        if departments is not None and department.pk not in departments:
            continue
        found.setdefault(sentence(rule), []).append(str(department))
    return [(text, _(", ").join(names)) for text, names in found.items()]


def name(contacted):
    """What the published filter is called."""
    return _("Contacted") if contacted else _("Not contacted")
