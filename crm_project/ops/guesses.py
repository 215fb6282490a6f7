"""How often one address may open links that nobody was given: whoever tries out more is turned away for the rest of the minute.

Counted in the cache that all processes share. Where the cache is gone nobody is turned away: the links are too long to be guessed.
"""

import ipaddress
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

MOST = 20  # in one minute
_KEPT = 120  # seconds
_NETWORK = 64  # bits of an IPv6 address that one household or office shares


def too_many(request: HttpRequest, at: datetime, kind: str) -> bool:
    """Whether this address has guessed too often in this minute."""
    return int(cache.get(_key(request, at, kind)) or 0) >= MOST


def guessed(request: HttpRequest, at: datetime, kind: str) -> None:
    """Note that it has opened something that does not exist."""
    key = _key(request, at, kind)
    cache.add(key, 0, _KEPT)
    try:
        cache.incr(key)
    except ValueError:
        return  # forgotten in between, or the cache is gone


def _key(request: HttpRequest, at: datetime, kind: str) -> str:
    return f"guesses:{kind}:{_address(request)}:{int(at.timestamp()) // 60}"


def _address(request: HttpRequest) -> str:
    """As our own proxies report it; an IPv6 address by its network."""
    try:
        found = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ValueError):  # none at all, as on a Unix socket
        return ""
    if found.version == 6:
        return str(ipaddress.ip_network(f"{found}/{_NETWORK}", strict=False).network_address)
    return str(found)
