"""Any tree of conditions finds the rows that a plain reading of it finds, on either database."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assignment.rules.policy import NEVER
from crm_project.lib.conditions import address
from crm_project.lib.conditions.address import Condition, Group, Tree
from crm_project.lib.time import local_date
from customers.filters import listed
from customers.models import Customer, ListItem, Ownership
from tests.cast import NOW, customer

pytestmark = pytest.mark.django_db

TODAY = local_date(NOW)


@pytest.fixture
def table(cast, clock):
    """Twelve customers that differ in everything that is asked for, each with what Python needs to know of it."""
    regions = list(ListItem.objects.filter(kind="region")[:3])
    types = list(ListItem.objects.filter(kind="type")[:2])
    out = []
    for n in range(12):
        owner = [cast.rep, cast.mate, None][n % 3]
        row = customer(
            owner,
            department=cast.departments["sales"],
            since=NOW - timedelta(days=4 * n, hours=n),
            stage=["potential", "intent", "official"][n % 3],
            level=["", "core", "growth"][n // 2 % 3],
            vip=n % 4 == 0,
            type=[None, *types][n % 3],
            registered_capital=[None, 100, 2000][n // 3 % 3],
            cooperating_since=TODAY - timedelta(days=3 * n) if n % 2 else None,
            last_followup_at=NOW - timedelta(days=2 * n, hours=3 * n) if n % 5 else None,
        )
        row.regions.set(regions[: n % 4])
        release = NEVER if n % 4 == 1 else NOW + timedelta(days=n - 2, hours=n)
        Ownership.objects.filter(pk=row.pk).update(release_at=release)
        row.release = release if owner else None
        row.holder = owner.pk if owner else None
        row.region_ids = {one.pk for one in regions[: n % 4]}
        out.append(row)
    return out


def day(value):
    """The local day of a moment, or None."""
    return local_date(value) if value else None


def ago(column, n):
    return None if day(column) is None else (TODAY - day(column)).days - n


# {(field, operator): (row, values) -> whether it meets the condition}, read as a person would read it.
MEANS = {
    ("stage", "in"): lambda row, v: row.stage in v,
    ("stage", "out"): lambda row, v: row.stage not in v,
    ("level", "in"): lambda row, v: row.level in v,
    ("level", "empty"): lambda row, v: not row.level,
    ("vip", "yes"): lambda row, v: row.vip,
    ("vip", "no"): lambda row, v: not row.vip,
    ("type", "out"): lambda row, v: str(row.type_id) not in v,
    ("type", "filled"): lambda row, v: row.type_id is not None,
    ("region", "in"): lambda row, v: bool(row.region_ids & set(map(int, v))),
    ("region", "out"): lambda row, v: not row.region_ids & set(map(int, v)),
    ("owner", "in"): lambda row, v: str(row.holder) in v,
    ("owner", "out"): lambda row, v: str(row.holder) not in v,
    ("pool", "yes"): lambda row, v: row.holder is None,
    ("pool", "no"): lambda row, v: row.holder is not None,
    ("name", "has"): lambda row, v: v[0] in row.name,
    ("name", "lacks"): lambda row, v: v[0] not in row.name,
    ("capital", "between"): lambda row, v: (
        row.registered_capital is not None and int(v[0]) <= row.registered_capital <= int(v[1])
    ),
    ("followed", "silent"): lambda row, v: ago(row.last_followup_at or row.created_at, int(v[0])) >= 0,
    ("followed", "last"): lambda row, v: row.last_followup_at is not None and ago(row.last_followup_at, int(v[0])) <= 0,
    ("followed", "empty"): lambda row, v: row.last_followup_at is None,
    ("deadline", "within"): lambda row, v: row.release is not None and (day(row.release) - TODAY).days <= int(v[0]),
    ("deadline", "next"): lambda row, v: row.release is not None and 0 <= (day(row.release) - TODAY).days <= int(v[0]),
    ("deadline", "empty"): lambda row, v: row.release in (None, NEVER),
    ("deadline", "filled"): lambda row, v: row.release not in (None, NEVER),
    ("entered", "over"): lambda row, v: ago(row.created_at, int(v[0])) > 0,
    ("entered", "between"): lambda row, v: v[0] <= day(row.created_at).isoformat() <= v[1],
    ("cooperating", "last"): lambda row, v: (
        row.cooperating_since is not None and (TODAY - row.cooperating_since).days <= int(v[0])
    ),
    ("cooperating", "empty"): lambda row, v: row.cooperating_since is None,
}


def values_of(field, operator, keys):
    """A strategy for the values of one condition."""
    several = {
        "stage": ["potential", "intent", "official"],
        "level": ["core", "growth", "ordinary"],
        **keys,
    }
    if operator in ("empty", "filled", "yes", "no"):
        return st.just(())
    if operator in ("in", "out"):
        return st.sets(st.sampled_from(several[field]), min_size=1).map(lambda found: tuple(sorted(found)))
    if field == "name":
        return st.sampled_from([("试验",), ("1号",), ("温州",)])
    if field == "capital":
        return st.sampled_from([("0", "100"), ("101", "5000"), ("0", "9999")])
    if operator == "between":
        days = st.integers(0, 60).map(lambda n: (TODAY - timedelta(days=n)).isoformat())
        return st.tuples(days, days).map(lambda two: tuple(sorted(two)))
    return st.integers(0, 50).map(lambda n: (str(n),))


def trees(keys):
    """Trees of one to three groups of one to three conditions."""
    one = st.sampled_from(sorted(MEANS)).flatmap(
        lambda pair: values_of(*pair, keys).map(lambda values: Condition(*pair, values))
    )
    match = st.sampled_from(["all", "any"])
    group = st.builds(Group, match, st.lists(one, min_size=1, max_size=3).map(tuple))
    return st.builds(Tree, match, st.lists(group, min_size=1, max_size=3).map(tuple))


def meets(row, tree):
    """The plain reading."""
    join = {"all": all, "any": any}
    return join[tree.match](
        join[group.match](MEANS[one.field, one.operator](row, one.values) for one in group.conditions)
        for group in tree.groups
    )


@pytest.mark.req("Z17")
def test_any_tree_finds_what_its_plain_reading_finds(cast, table):
    keys = {
        "type": [str(pk) for pk in sorted({row.type_id for row in table if row.type_id})],
        "region": [str(pk) for pk in sorted(set().union(*(row.region_ids for row in table)))],
        "owner": [str(cast.rep.pk), str(cast.mate.pk)],
    }

    @settings(
        deadline=None, derandomize=True, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(trees(keys))
    def holds(tree):
        params = QueryDict("scope=all", mutable=True)
        params = address.replaced(params, tree)
        assert address.read(QueryDict(params.urlencode())) == _plain(tree)
        expected = {row.name for row in table if meets(row, tree)}
        found = list(listed(cast.general_manager, params, NOW).values_list("name", flat=True))
        assert set(found) == expected and len(found) == len(expected)

    holds()
    assert Customer.objects.count() == len(table)


def _plain(tree):
    """The tree as an address keeps it: one condition, or one group, has nothing to be joined with."""
    groups = tuple(Group(g.match if len(g.conditions) > 1 else "all", g.conditions) for g in tree.groups)
    return Tree(tree.match if len(groups) > 1 else "all", groups)
