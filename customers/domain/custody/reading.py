"""From a scanned label or a typed number to the folder (row T6)."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from customers.models import PaperFolder
from customers.rules.custody.labels import read_label

from .access import kept


def label_address(folder_id: int) -> str:
    """What the QR code of a folder's label holds: its address in this CRM."""
    return f"{settings.SITE_URL}/customers/folders/{folder_id}/"


def find_folder(*, text: str, by: User, at: datetime) -> PaperFolder:
    """The folder that the person keeps whose label or number this is. Refuses with code empty, foreign, unknown."""
    label = read_label(text, settings.SITE_URL)
    if not text.strip():
        raise Refused(_("Scan a label or type a folder number."), code="empty", field="code")
    if label.foreign:
        raise Refused(
            _("This label is not one of ours: it belongs to another company or program."), code="foreign", field="code"
        )
    rows = kept(by, at).select_related("customer", "place")
    found = None
    if label.key:
        found = rows.filter(pk=label.key).first()
    elif label.number:
        found = rows.filter(number=label.number).first()
    if found is None:
        raise Refused(
            _("No folder has this number: compare it with the label, it looks like F-000123."),
            code="unknown",
            field="code",
        )
    return found
