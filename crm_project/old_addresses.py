"""Addresses of before: bookmarks, mails and open pages are led on for good, a form with what was typed."""

import re

from django.http import HttpResponsePermanentRedirect
from django.urls import re_path

# Old address (a pattern without its first slash) and the new one; whatever follows is kept.
MOVED = [
    (r"activities/home/$", ""),
    (r"activities/home/", "home/"),
    (r"activities/days/", "activities/working-days/"),
    (r"requests/", "approvals/"),
    (r"ownership/sweeps/", "ownership/release-log/"),
    (r"contracts/draw/", "contracts/get-number/"),
    (r"contracts/payments/bring/", "contracts/payments/import/"),
    (r"contracts/(\d+)/credit/", r"contracts/\1/commission/"),
    (r"contracts/(\d+)/send-back/", r"contracts/\1/return/"),
    (r"customers/import/(\d+)/refused/", r"customers/import/\1/rejected/"),
]


class Moved(HttpResponsePermanentRedirect):
    """Answers 308: unlike 301 it keeps the method and what was posted."""

    status_code = 308


def lead_on(request, *args, old, new, **kwargs):
    """Redirect from an old address to the new one, with the query."""
    path = re.sub(f"^/{old}", f"/{new}", request.path)
    query = request.META.get("QUERY_STRING", "")
    return Moved(f"{path}?{query}" if query else path)


urlpatterns = [re_path(f"^{old}", lead_on, {"old": old, "new": new}) for old, new in MOVED]
