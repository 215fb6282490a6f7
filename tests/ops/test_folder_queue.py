"""The queue in a folder: a message that is still being written takes no worker down, and none is lost or taken twice."""

import os
import threading
from pathlib import Path

import pytest
from kombu import Connection, Exchange, Queue

from crm_project.ops import folder_queue
from crm_project.ops.queue import queue_settings

QUEUE = Queue("files", Exchange("files"), "files")


@pytest.fixture
def folder(tmp_path):
    return tmp_path


@pytest.fixture
def connect(folder):
    """A connection as a worker and a page have it."""
    found = queue_settings("", prefix="", folder=folder, time_zone="UTC")
    url, options = found["CELERY_BROKER_URL"], found["CELERY_BROKER_TRANSPORT_OPTIONS"]
    made = []
    # What kombu remembers of queues is of this process, whatever the folder.
    folder_queue.Transport.global_state.clear()

    def connected():
        made.append(Connection(url, transport_options=options))
        return made[-1]

    yield connected
    for one in made:
        one.close()


def sent(connection, body):
    connection.Producer().publish(body, exchange=QUEUE.exchange, routing_key="files", declare=[QUEUE])


def next_of(connection):
    message = QUEUE(connection.default_channel).get(no_ack=True)
    return message and message.payload


def files(folder):
    return sorted(path.name.partition(".")[2] for path in (folder / "messages").iterdir())


def test_messages_come_in_their_order_and_once(connect):
    page, worker = connect(), connect()
    for number in range(3):
        sent(page, {"number": number})
    assert [next_of(worker) for _ in range(4)] == [{"number": 0}, {"number": 1}, {"number": 2}, None]


def test_who_looks_while_a_message_is_written_finds_none_and_the_whole_one_afterwards(connect, folder, monkeypatch):
    page, worker = connect(), connect()
    sent(page, "first")
    assert next_of(worker) == "first"
    seen = []

    def written(path, text, *arguments, **named):
        """Looks where the file is open and nothing is written, and where half of it is."""
        with path.open("w") as file:
            for part in ("", text[: len(text) // 2]):
                file.write(part)
                file.flush()
                seen.append(next_of(worker))
            file.write(text[len(text) // 2 :])

    monkeypatch.setattr(Path, "write_text", written)
    sent(page, "second")
    monkeypatch.undo()
    assert seen == [None, None]
    assert next_of(worker) == "second" and files(folder) == []


def test_half_a_message_stays_is_read_again_and_keeps_no_other_waiting(connect, folder):
    page, worker = connect(), connect()
    sent(page, "first")
    (path,) = (folder / "messages").iterdir()
    whole = path.read_bytes()
    for part in (b"", whole[: len(whole) // 2]):
        path.write_bytes(part)
        assert next_of(worker) is None and path.exists()
    sent(page, "second")
    assert next_of(worker) == "second"
    path.write_bytes(whole)
    assert next_of(worker) == "first" and files(folder) == []


def test_what_stays_unreadable_is_set_aside_and_told(connect, folder, caplog):
    page, worker = connect(), connect()
    sent(page, "first")
    (path,) = (folder / "messages").iterdir()
    path.write_bytes(b"{")
    old = path.stat().st_mtime - folder_queue.TORN_FOR - 1
    os.utime(path, (old, old))
    assert next_of(worker) is None and files(folder) == ["files.unreadable"]
    assert "set aside" in caplog.text


def test_several_workers_take_each_message_once(connect):
    page, workers = connect(), [connect() for _ in range(4)]
    for number in range(40):
        sent(page, number)
    taken, lock = [], threading.Lock()

    def works(worker):
        while (number := next_of(worker)) is not None:
            with lock:
                taken.append(number)

    threads = [threading.Thread(target=works, args=[worker]) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(40))


def test_a_full_disk_leaves_no_half_message(connect, folder, monkeypatch):
    page = connect()
    sent(page, "first")
    before = files(folder)

    def full(path, text, *arguments, **named):
        path.write_bytes(text[:5].encode())
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(page.channel_errors):
        page.Producer().publish("second", exchange=QUEUE.exchange, routing_key="files")
    assert files(folder) == before
