"""What is read at most once a minute and process."""

from crm_project.lib import once_a_minute
from crm_project.lib.once_a_minute import OnceAMinute


def counter():
    asked = []

    @OnceAMinute
    def read():
        """How often it was asked."""
        asked.append(1)
        return len(asked)

    return read


def test_it_is_read_once_until_the_minute_is_over(monkeypatch):
    read, minute = counter(), [7]
    monkeypatch.setattr(once_a_minute, "minute_of_process", lambda: minute[0])
    assert [read(), read()] == [1, 1]
    minute[0] = 8
    assert [read(), read()] == [2, 2]


def test_what_was_changed_here_is_read_anew_at_once():
    read = counter()
    assert read() == 1
    read.forget()
    assert read() == 2
    assert read.__doc__ == "How often it was asked."
