"""A cache that is gone is a cache without a hit: pages go on from the database while Redis is away."""

import time
from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

REST = 5.0  # seconds in which a cache that did not answer is not asked again
_asked_again_at = 0.0


class ForgivingRedisCache(RedisCache):
    """Django's cache on Redis; while Redis is gone it holds nothing, keeps nothing and refuses nothing."""

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        """The value, or the default."""
        return _tried(lambda: super(ForgivingRedisCache, self).get(key, default, version), default)

    def get_many(self, keys: Any, version: Any = None) -> Any:
        """Those that are there."""
        return _tried(lambda: super(ForgivingRedisCache, self).get_many(keys, version), {})

    def has_key(self, key: Any, version: Any = None) -> Any:
        """Whether it is there."""
        return _tried(lambda: super(ForgivingRedisCache, self).has_key(key, version), False)

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> Any:
        """Whether it was not there; while Redis is gone nothing is."""
        return _tried(lambda: super(ForgivingRedisCache, self).add(key, value, *args, **kwargs), True)

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> Any:
        """Keep it, if that is possible."""
        return _tried(lambda: super(ForgivingRedisCache, self).set(key, value, *args, **kwargs), None)

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> Any:
        """Keep them; returns those that were not kept."""
        return _tried(lambda: super(ForgivingRedisCache, self).set_many(data, *args, **kwargs), list(data))

    def touch(self, key: Any, *args: Any, **kwargs: Any) -> Any:
        """Keep it for longer."""
        return _tried(lambda: super(ForgivingRedisCache, self).touch(key, *args, **kwargs), False)

    def delete(self, key: Any, version: Any = None) -> Any:
        """Forget it."""
        return _tried(lambda: super(ForgivingRedisCache, self).delete(key, version), False)

    def delete_many(self, keys: Any, version: Any = None) -> Any:
        """Forget them."""
        return _tried(lambda: super(ForgivingRedisCache, self).delete_many(keys, version), None)

    def incr(self, key: Any, delta: int = 1, version: Any = None) -> Any:
        """Count on; ValueError where nothing is kept, as where it was forgotten."""
        found = _tried(lambda: super(ForgivingRedisCache, self).incr(key, delta, version), None)
        if found is None:
            raise ValueError(f"Key {key!r} not found.")
        return found


def _tried(ask: Callable[[], Any], without: Any) -> Any:
    """What Redis answers; `without` where it does not, and for a few seconds after."""
    global _asked_again_at
    if time.monotonic() < _asked_again_at:
        return without
    try:
        return ask()
    except (RedisError, OSError) as error:
        _asked_again_at = time.monotonic() + REST
        log.warning("cache_gone", error=str(error))
        return without
