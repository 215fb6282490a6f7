"""What stands on the label of a paper folder, and what of it a scanner or a person types (row T6)."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

PREFIX = "F"
_NUMBER = re.compile(r"(?:F-?)?(\d{1,12})")
_PATH = re.compile(r"/customers/folders/(\d{1,12})/?")
# Longer than any label of ours; the rest of such a text is not read.
LONGEST = 300


def number_text(n: int) -> str:
    """F-000123."""
    return f"{PREFIX}-{n:06d}"


@dataclass(frozen=True)
class Label:
    """What was read: the key in the address of a QR code, or the number in its usual form; `foreign` is an address of somewhere else."""

    key: int = 0
    number: str = ""
    foreign: bool = False


def read_label(text: str, site: str) -> Label:
    """Read a scanned code or a typed number: in any case, with spaces, without its zeros. `site` is how addresses of this CRM begin."""
    typed = unicodedata.normalize("NFKC", text[:LONGEST]).strip()
    if "://" in typed:
        return _address(typed, site)
    plain = re.sub(r"[\s‐-―−]+", lambda found: "-" if found[0].strip() else "", typed).upper()
    found = _NUMBER.fullmatch(plain)
    return Label(number=number_text(int(found[1]))) if found else Label()


def _address(typed: str, site: str) -> Label:
    try:
        read, ours = urlsplit(typed), urlsplit(site)
        same = (read.hostname, read.port) == (ours.hostname, ours.port)
    except ValueError:
        return Label(foreign=True)
    path = _PATH.fullmatch(read.path.removeprefix(ours.path.rstrip("/"))) if same else None
    return Label(key=int(path[1])) if path else Label(foreign=True)
