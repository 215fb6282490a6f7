"""The queue in a folder: kombu's, with messages that are whole or not there.

kombu opens a message's file, locks it and writes it; who looks at that moment takes an empty or half a message, loses it, and the
worker ends. Here a message is written beside the queue and put into it whole, and one that cannot be read is left where it is.
The lists of who listens (`*.exchange`) are likewise written whole, by one process at a time.
"""

import fcntl
import logging
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem, virtual
from kombu.utils.json import dumps, loads

TORN_FOR = 60.0  # seconds; what cannot be read for so long will never be
_log = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """Puts, takes and lists messages as files named TIME_KEY.QUEUE.msg."""

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        name = f"{time.monotonic_ns():020}_{uuid.uuid4()}.{queue}.msg"
        _write_whole(Path(self.data_folder_out, name), dumps(payload))

    def _get(self, queue: str, timeout: Any = None) -> Any:
        """The next message. It is this worker's once its file is gone: of several that have read it, one takes it away."""
        for name in sorted(os.listdir(self.data_folder_in)):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            path = Path(self.data_folder_in, name)
            try:
                payload = loads(path.read_bytes().decode())
            except FileNotFoundError:
                continue
            except ValueError:
                _set_aside(path)
                continue
            with suppress(FileNotFoundError):
                path.unlink()
                return payload
        raise Empty

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        bound = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._alone():
            known = self.get_table(exchange)
            if bound not in known:
                _write_whole(self._exchange_file(exchange), dumps([bound, *known]))

    def _delete(self, queue: str, exchange: str, routing_key: str, pattern: str, *args: Any, **kwargs: Any) -> None:
        with self._alone():
            super()._delete(queue, exchange, routing_key, pattern, *args, **kwargs)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Wait for whoever changes a list."""
        with Path(self.control_folder, "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


class Transport(filesystem.Transport):
    """For `folder://`, the name that `queue` gives it."""

    Channel = Channel
    global_state = virtual.BrokerState()


def _write_whole(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.{uuid.uuid4()}.part")
    try:
        part.write_text(text)
        part.replace(path)
    except OSError as problem:
        with suppress(OSError):
            part.unlink()
        raise ChannelError(f"Cannot write {path}") from problem


def _set_aside(path: Path) -> None:
    """Keep a message that stays unreadable under another name, and say so; a younger one is still being written: read it again."""
    with suppress(FileNotFoundError):
        if time.time() - path.stat().st_mtime > TORN_FOR:
            path.rename(path.with_suffix(".unreadable"))
            _log.error("A message of the queue cannot be read and was set aside: %s", path.with_suffix(".unreadable"))
