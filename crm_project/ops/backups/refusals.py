"""Why a backup cannot be made, trusted or put back."""

from crm_project.ops.problems import BUSY, problem_text


class BackupRefused(Exception):
    """A backup that cannot be made or put back, in words for the admin; a `code` of `problems` with its values where it is kept."""

    def __init__(self, text: str, code: str = "", **values: str) -> None:
        super().__init__(text)
        self.code, self.values = code or text, values


def refused(code: str, **values: str) -> BackupRefused:
    """The refusal of one of the `problems`."""
    return BackupRefused(problem_text(code, values), code, **values)


class BackupBusy(BackupRefused):
    """Somebody else is at it: later it may be possible."""

    def __init__(self) -> None:
        super().__init__(problem_text(BUSY), BUSY)
