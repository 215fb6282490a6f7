"""Which fields a review goes through: all of the file that its reviewer may read (row M5)."""

from collections.abc import Collection

from customers.rules.file_fields import LISTS, RANKED, WRITTEN

# In the order of the page; the marks and the kind are no facts that grow old.
REVIEWED = ("name", *WRITTEN, *LISTS, "regions", *RANKED)


def reviewed_fields(closed: Collection[str] = ()) -> tuple[str, ...]:
    """Without those that stay masked for the reviewer."""
    return tuple(name for name in REVIEWED if name not in closed)
