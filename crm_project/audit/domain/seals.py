"""How many entries there are and how the last one is chained, signed and kept outside the database (rows Ne3, Na8).

Whoever can write into the database can cut off its last entries, and the rest of the chain still fits. They cannot
write these lines: they are signed with a key that the database does not know.
"""

import hmac
import json
import logging
import logging.handlers
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from crm_project.audit.models import Entry

COUNTED, RESTORED = "counted", "restored"
_SALT = "audit.seals"


@dataclass(frozen=True)
class Seal:
    """One signed line: at this time there were `count` chained entries, the last with this digest."""

    kind: str
    at: str
    count: int
    digest: str

    def line(self) -> str:
        """The line as it is written."""
        return json.dumps({**self.__dict__, "signature": _signature(self, settings.SECRET_KEY)}, sort_keys=True)


class Forged(Exception):
    """A line that this installation did not write."""


def write_seal(*, at: datetime, kind: str = COUNTED) -> Seal:
    """Sign the present count and head, and put the line into the folder, into a mail and to syslog, as the settings say."""
    last = Entry.objects.filter(seal__isnull=False).order_by("-seal").values_list("seal", "digest").first()
    count, digest = (last[0] or 0, last[1]) if last else (0, "")
    seal = Seal(kind, at.isoformat(timespec="seconds"), count, digest)
    _append(Path(settings.AUDIT_SEAL_FOLDER) / f"{seal.at[:7]}.jsonl", seal.line())
    if settings.AUDIT_SEAL_MAIL:
        send_mail(_("Audit: %(n)d entries") % {"n": count}, seal.line(), None, [settings.AUDIT_SEAL_MAIL])
    if settings.AUDIT_SEAL_SYSLOG:
        _to_syslog(seal.line())
    return seal


def stored_seals(files: Iterable[Path] = ()) -> list[Seal]:
    """The lines of the folder and of these files, in the order of their time; Forged where one is not ours."""
    folder = Path(settings.AUDIT_SEAL_FOLDER)
    found = [
        _read(line, path)
        for path in [*sorted(folder.glob("*.jsonl")), *files]
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    return sorted(found, key=lambda seal: seal.at)


def seal_state(seals: Iterable[Seal]) -> dict[int, Seal]:
    """What the chain must still hold, by number of entries: a restored backup takes back what was counted beyond it."""
    out: dict[int, Seal] = {}
    for seal in seals:
        if seal.kind == RESTORED:
            out = {count: one for count, one in out.items() if count <= seal.count}
        out[seal.count] = seal
    return out


def _signature(seal: Seal, secret: str) -> str:
    text = f"{seal.kind}|{seal.at}|{seal.count}|{seal.digest}"
    return salted_hmac(_SALT, text, secret=secret, algorithm="sha256").hexdigest()


def _read(line: str, path: Path) -> Seal:
    try:
        parts = json.loads(line)
        signature = parts.pop("signature")
        seal = Seal(**parts)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Forged(f"{path.name} holds a line that is no signed count") from None
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if hmac.compare_digest(str(signature), _signature(seal, secret)):
            return seal
    raise Forged(f"the line of {seal.at} in {path.name} was not signed by this installation")


def _append(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())


def _to_syslog(line: str) -> None:
    address = "/dev/log" if os.path.exists("/dev/log") else ("localhost", logging.handlers.SYSLOG_UDP_PORT)
    handler = logging.handlers.SysLogHandler(address=address, facility=logging.handlers.SysLogHandler.LOG_AUTHPRIV)
    try:
        handler.emit(logging.LogRecord("crm-audit", logging.INFO, "", 0, f"crm-audit: {line}", None, None))
    finally:
        handler.close()
