"""A strict reader of iCalendar, for the tests: refuses what RFC 5545 does not allow."""

import re


def unfold(body):
    """Content lines of a file; each ends with CRLF and has at most 75 octets."""
    assert (
        body.endswith(b"\r\n") and b"\n" not in body.replace(b"\r\n", b"") and b"\r" not in body.replace(b"\r\n", b"")
    )
    lines = []
    for raw in body[:-2].split(b"\r\n"):
        assert len(raw) <= 75, raw
        raw.decode()  # no character is cut in two
        if raw.startswith(b" "):
            lines[-1] += raw[1:]
        else:
            lines.append(raw)
    return [line.decode() for line in lines]


def text(value):
    """A TEXT value without its escapes; an unescaped comma or semicolon is an error."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[,;]", value), value
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


def read(body):
    """(properties of the calendar, [events as {name: value}])."""
    head, events, event = {}, [], None
    for line in unfold(body):
        name, _colon, value = line.partition(":")
        name = name.partition(";")[0]
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            assert {"UID", "DTSTAMP", "DTSTART"} <= event.keys()
            events.append(event)
            event = None
        else:
            plain = text(value) if name in ("SUMMARY", "DESCRIPTION", "LOCATION", "X-WR-CALNAME") else value
            (head if event is None else event)[name] = plain
    assert head["VERSION"] == "2.0" and "PRODID" in head
    return head, events
