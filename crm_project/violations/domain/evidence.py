"""What a violation is opened from: a page of the CRM hands on a sentence and its address, signed, and they are frozen (row Nh6)."""

from urllib.parse import urlencode

from django.core import signing
from django.urls import reverse

SALT = "crm.violations.evidence"
# Beyond that the page that hands it on is opened again.
KEPT = 24 * 3600


def open_url(*, text: str, url: str, person: int | None = None, day: str = "") -> str:
    """The address of the form, filled with this evidence; only what a page of ours handed on is taken."""
    token = signing.dumps(
        {"text": text[:500], "url": url[:300], "person": person, "day": day}, salt=SALT, compress=True
    )
    return f"{reverse('violations:new')}?{urlencode({'from': token})}"


def handed_on(token: str) -> dict[str, str | int | None]:
    """{text, url, person, day} of a token; empty where it is none of ours, or old."""
    try:
        found: dict[str, str | int | None] = signing.loads(token or "", salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return {}
    return found
