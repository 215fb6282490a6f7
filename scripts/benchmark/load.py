"""Asking a server over HTTP: one client for latency, eight for throughput."""

import http.client
import re
import threading
import time
from urllib.parse import urlencode


class Client:
    """A signed-in browser without a screen: one kept connection, cookies, the CSRF token."""

    def __init__(self, port, username, password="benchmark-password"):
        self.port, self.cookies = port, {}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.get("/accounts/login/")
        status, _body = self.post("/accounts/login/", {"login": username, "password": password})
        if status != 302:
            raise RuntimeError(f"{username} could not sign in: {status}")

    def _send(self, method, path, body=None, headers=None):
        headers = {
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "Accept-Encoding": "identity",
            **(headers or {}),
        }
        answer = self._answer(method, path, body, headers)
        text = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        self.location = answer.getheader("Location")
        return answer.status, text

    def _answer(self, method, path, body, headers):
        try:
            self.connection.request(method, path, body=body, headers=headers)
            return self.connection.getresponse()
        except http.client.RemoteDisconnected:
            # The server drops a connection that was idle too long.
            self.connection.close()
            self.connection.request(method, path, body=body, headers=headers)
            return self.connection.getresponse()

    def get(self, path, headers=None):
        status, text = self._send("GET", path, headers=headers)
        found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"|name="csrf-token" content="([^"]+)"', text)
        if found:
            self.token = (found[1] or found[2]).decode()
        return status, text

    def post(self, path, fields, headers=None):
        body = urlencode({"csrfmiddlewaretoken": self.token, **fields}, doseq=True)
        return self._send(
            "POST",
            path,
            body,
            {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://127.0.0.1:{self.port}/",
                **(headers or {}),
            },
        )


def latencies(act, times, warm=10):
    """Seconds of each of `times` calls of `act(i)`, after a warm-up."""
    for i in range(warm):
        act(i)
    out = []
    for i in range(warm, warm + times):
        begun = time.perf_counter()
        act(i)
        out.append(time.perf_counter() - begun)
    return sorted(out)


def rate(acts, seconds=4):
    """Calls a second of several clients at once; `acts` has one callable for each."""
    counts, stop = [0] * len(acts), time.perf_counter() + seconds

    def work(n):
        i = 0
        while time.perf_counter() < stop:
            acts[n](i)
            i += 1
        counts[n] = i

    threads = [threading.Thread(target=work, args=(n,)) for n in range(len(acts))]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - begun)


def p(values, share):
    """The value below which `share` of the sorted values lie."""
    return values[min(int(len(values) * share), len(values) - 1)]
