"""What the timeline is made of: an entry, its place, the difference of a change."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _


@dataclass(frozen=True, order=True)
class Spot:
    """A place in the stream: later is greater; `rank` tells the source, so that entries of one moment keep their order."""

    at: datetime
    rank: int
    pk: int

    def __str__(self):
        return f"{self.at.isoformat()}~{self.rank}~{self.pk}"

    @classmethod
    def read(cls, text):
        """The spot an address names, or None."""
        try:
            at, rank, pk = (text or "").split("~")
            spot = cls(datetime.fromisoformat(at), int(rank), int(pk))
        except ValueError:
            return None
        return spot if spot.at.tzinfo else None


def before(spot, rank, column):
    """Filter: rows of the source `rank`, dated by `column`, that come after `spot` when reading from the newest."""
    if spot is None:
        return Q()
    if rank != spot.rank:
        return Q(**{f"{column}__{'lte' if rank < spot.rank else 'lt'}": spot.at})
    return Q(**{f"{column}__lt": spot.at}) | Q(**{column: spot.at, "pk__lt": spot.pk})


def entry(at, *, icon, tone="", who="", what="", body="", tags=(), foot="", url="", url_label="", void=False, links=()):
    """One entry as parts/timeline.html takes it; time and day are filled in when the page is put together."""
    return {
        "at": at,
        "icon": icon,
        "tone": tone,
        "who": who,
        "what": what,
        "body": body,
        "tags": list(tags),
        "foot": foot,
        "url": url,
        "url_label": url_label,
        "void": void,
        "links": list(links),
    }


def name_of(full_name, username):
    """A person's name from its two columns; empty for nobody."""
    return full_name or username or ""


def difference(label, old, new):
    """“Phone: (empty) → 138 0000 1111”."""
    nothing = _("(empty)")
    return f"{label}: {old or nothing} → {new or nothing}"


def size(octets):
    """Bytes as people read them."""
    return (
        f"{number_format(max(1, round(octets / 1024)))} kB"
        if octets < 1024 * 1024
        else f"{number_format(round(octets / 1048576, 1), 1)} MB"
    )
