"""A backup leaves the machine by the browser (rows Ng4, Ng6)."""

from datetime import datetime

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.ops.models import Backup


def record_download(*, row: Backup, by: User, at: datetime) -> None:
    """Note who took all of the data along."""
    log.record(by=by, action="backup.downloaded", at=at, subject=row, changes={"checksum": [None, row.sha256]})
