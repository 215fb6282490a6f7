"""Major matters that wait for a person's answer, as rows of the queue (row M8)."""

from django.utils.translation import gettext as _

from crm_project.lib.time import minute
from crm_project.ui.links import link
from reports.domain.queue import MATTER, SECRET

from .rows import DEADLINE, Action, Row, part_of


def rows(found, at):
    """Those among what is put to the person (`queue.put_to`)."""
    return [_row(row, at) for row in found if row["kind"] in (MATTER, SECRET)]


def _row(row, at):
    url, due, secret = link("customers:matter", row["pk"]), row["moment"], row["kind"] == SECRET
    when = (_("answer was due %(due)s") if due <= at else _("answer due %(due)s")) % {"due": minute(due)}
    # Others see this screen too: a confidential one says neither its subject nor the customer.
    about = [] if secret else [_("Major matter"), row["about"]]
    name = _("Confidential matter") if secret else row["name"]
    return Row(
        key=f"matter-{row['pk']}",
        about=row["file"],
        part=part_of(due, at, urgent_days=1),
        rank=DEADLINE,
        moment=due,
        name=name,
        url=url,
        why=" · ".join([*about, when]),
        icon="shield-lock" if secret else "megaphone",
        act=Action(_("Answer"), url, "arrow-right", name, drawer=False),
    )
