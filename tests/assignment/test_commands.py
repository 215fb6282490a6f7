"""The commands that others script against: formats and exit codes."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from customers.models import Ownership
from tests.cast import NOW, customer, followup, moment, owner_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
START = NOW - timedelta(days=20)


def call(*arguments, **options):
    call_command(*arguments, **options)


def test_sweep_json_is_one_object_a_line_sorted_by_code_and_nothing_else(cast, capsys):
    late = customer(cast.rep, since=START, code="C-000900")
    early = customer(cast.rep, since=START, code="C-000100")
    call("sweep", "--dry-run", "--json")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["customer"] for line in lines] == ["C-000100", "C-000900"]
    assert list(lines[0]) == [
        "customer",
        "name",
        "owner",
        "rule",
        "outcome",
        "due_at",
        "anchor",
        "anchor_at",
        "to",
        "not_counted",
    ]
    assert (owner_of(early), owner_of(late)) == ("rep", "rep")
    call("sweep", "--json")
    assert [json.loads(line)["customer"] for line in capsys.readouterr().out.splitlines()] == ["C-000100", "C-000900"]
    assert (owner_of(early), owner_of(late)) == (None, None)


def test_sweep_at_a_time_without_offset_is_company_time(cast, capsys):
    customer(cast.rep, since=moment("2026-02-10 09:00"))
    call("sweep", "--dry-run", "--json", at="2026-02-25T09:59:59")
    assert json.loads(capsys.readouterr().out)["outcome"] == "remind"
    call("sweep", "--dry-run", "--json", at="2026-02-25T10:00")
    assert json.loads(capsys.readouterr().out)["outcome"] == "release"
    call("sweep", "--dry-run", "--json", at="2026-02-25T02:00:00Z")
    assert json.loads(capsys.readouterr().out)["outcome"] == "release"


def test_a_time_that_is_none_is_wrong_usage(db):
    with pytest.raises(CommandError) as error:
        call("sweep", at="yesterday")
    assert error.value.returncode == 2


def test_explain_tells_owner_rules_and_what_did_not_count(cast, capsys):
    row = customer(cast.rep, since=START, code="C-000007", name="杭州春意空调有限公司")
    followup(row, cast.rep, START + timedelta(days=3), content="外出")
    call("explain", "C-000007", json=True)
    told = json.loads(capsys.readouterr().out)
    assert (told["owner"], told["outcome"]) == ("rep", "release")
    assert [rule["rule"] for rule in told["rules"]] == ["no_contact", "invalid_followups", "no_key_contact"]
    assert told["not_counted"] == [{"occurred_at": "2026-02-13T09:00:00+08:00", "reasons": ["too_short", "filler"]}]
    call("explain", "杭州春意空调有限公司")
    assert "filler only" in capsys.readouterr().out
    with pytest.raises(CommandError) as error:
        call("explain", "C-999999")
    assert error.value.returncode == 1


def test_reconcile_puts_drift_right_and_exits_1(cast, capsys):
    row = customer(cast.rep, since=START)
    call("reconcile")
    Ownership.objects.filter(pk=row.pk).update(release_at=NOW + timedelta(days=99))
    with pytest.raises(CommandError) as error:
        call("reconcile")
    assert error.value.returncode == 1
    assert Ownership.objects.get(pk=row.pk).release_at == moment("2026-02-25 10:00")
    call("reconcile")


def test_undo_sweep_puts_back_and_lists(cast, capsys):
    row = customer(cast.rep, since=START)
    call("sweep")
    from assignment.models import SweepRun

    run = SweepRun.objects.get()
    capsys.readouterr()
    call("undo_sweep", str(run.pk))
    assert capsys.readouterr().out.splitlines() == ["1 put back, 0 not"]
    assert owner_of(row) == "rep"
    with pytest.raises(CommandError) as error:
        call("undo_sweep", "999999")
    assert error.value.returncode == 1
