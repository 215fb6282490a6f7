"""What a task costs a person: every key, click and field filled is one action, counted and timed, and held to a limit."""

import time


class Actions:
    """Counts what is done on a page; as a context it prints the figures and fails above the limit.

    with Actions(page, "follow-up from Home", limit=3) as act:
        act.key("a"); act.write("…"); act.key("Control+Enter")
    """

    def __init__(self, page, task, *, limit):
        self.page, self.task, self.limit, self.n = page, task, limit, 0

    def __enter__(self):
        self._begun = time.perf_counter()
        return self

    def __exit__(self, kind, *_rest):
        took = time.perf_counter() - self._begun
        print(f"\njourney: {self.task}: {self.n} actions of at most {self.limit}, {took:.1f} s")
        if kind is None:
            assert self.n <= self.limit, f"{self.task}: {self.n} actions, at most {self.limit} are allowed"

    def key(self, name):
        """Press one key, or keys held together."""
        self.n += 1
        self.page.keyboard.press(name)

    def click(self, selector):
        """Click or tap the first of these."""
        self.n += 1
        self.page.locator(selector).first.click()

    def write(self, text):
        """Type into the field that has the focus: one action, however long."""
        self.n += 1
        self.page.keyboard.type(text)
