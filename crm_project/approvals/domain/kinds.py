"""The declared kinds of requests, looked up by their key."""

from crm_project.approvals.rules.kinds import About, RequestKind
from crm_project.catalogue import request_kinds


def kind_of(key: str) -> RequestKind:
    """The declared kind; a request of an app that is not installed any more can be read, refused and taken back."""
    return request_kinds().get(key) or RequestKind(key=key, label=key, approve=None, withdraw=None)


def label_of(key: str) -> str:
    """What a kind is called, in the reader's language."""
    return str(kind_of(key).label)


def keys_about(*subjects: About) -> list[str]:
    """The keys of the kinds that are about any of these."""
    return [kind.key for kind in request_kinds().values() if kind.about in subjects]
