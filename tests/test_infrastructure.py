"""Long tests are begun first, by every process; those that empty the tables come after those that take their changes back."""

from types import SimpleNamespace

from tests.infrastructure import _long_ones_first


class Item:
    def __init__(self, name, **marks):
        self.name, self.marks, self.fixturenames = name, marks, ()

    def get_closest_marker(self, name):
        return SimpleNamespace(kwargs={"transaction": self.marks[name] == "empties"}) if name in self.marks else None


def order(processes, *items):
    given = list(items)
    _long_ones_first(SimpleNamespace(workerinput={"workercount": processes}), given)
    return [item.name for item in given]


ITEMS = (
    Item("quick 1"),
    Item("quick 2"),
    Item("long 1", slow=True),
    Item("long 2", slow=True),
    Item("emptying", django_db="empties"),
    Item("long and emptying", django_db="empties", slow=True),
)


def test_each_process_begins_with_half_of_the_long_ones():
    assert order(2, *ITEMS) == ["long 1", "quick 1", "long and emptying", "long 2", "quick 2", "emptying"]


def test_one_process_keeps_the_order_of_the_files():
    assert order(1, *ITEMS) == [item.name for item in ITEMS]
