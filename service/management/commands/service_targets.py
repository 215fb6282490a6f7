"""`service_targets [--at TIME] [--draft FILE.json] [--json]`: how every order that is not closed stands by the targets."""

import json
from pathlib import Path

from crm_project.lib import commands
from crm_project.lib.time import zone
from service.domain.targets import versions
from service.domain.targets.facts import NEAR, facts_of
from service.models import ServiceOrder
from service.rules import targets as rules
from service.rules.clock import Reading, judge, status_at

AT_ONCE = 500


class Command(commands.Command):
    help = "Say of every order that is not closed when it is due, how much was used, and what follows."

    def add_arguments(self, parser):
        parser.add_argument("--at", help="the moment, such as 2026-11-30T11:00+08:00; without it: now")
        parser.add_argument("--draft", help="a file with targets that are not in force")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *args, at=None, draft=None, **options):
        moment = self.moment(at or "")
        targets = self._draft(draft) if draft else versions.targets_at(moment)
        rows = ServiceOrder.objects.filter(reported_at__lte=moment).exclude(closed_at__lte=moment)
        rows = rows.select_related(*NEAR).order_by("number")
        last = ""
        while True:
            some = list(rows.filter(number__gt=last)[:AT_ONCE])
            if not some:
                return
            known = facts_of(some)
            for order in some:
                facts = known[order.pk]
                line = _line(order, judge(facts, targets, moment), status_at(facts, moment), moment)
                self.stdout.write(json.dumps(line, ensure_ascii=False) if options["json"] else _text(line))
            last = some[-1].number

    def _draft(self, path):
        try:
            return rules.read(json.loads(Path(path).read_text(encoding="utf-8")), zone())
        except (OSError, ValueError) as reason:
            return self.misused(f"--draft {path}: {reason}")


def _line(order, standing, state, at):
    response, completion = standing.response, standing.completion
    return {
        "order": order.number,
        "customer": order.customer.code,
        "kind": order.kind.key,
        "priority": order.priority,
        "state": state,
        "outcome": standing.outcome,
        "response_due": _moment(response),
        "response_minutes": response and response.target,
        "response_used": response and response.used,
        "responded": order.accepted_at is not None and order.accepted_at <= at,
        "completion_due": _moment(completion),
        "completion_minutes": completion and completion.target,
        "completion_used": completion and completion.used,
        "paused_minutes": standing.paused,
    }


def _moment(reading: Reading | None) -> str | None:
    return reading.due.astimezone(zone()).isoformat() if reading and reading.due else None


def _text(line):
    return "  ".join(f"{name} {value}" for name, value in line.items() if value not in (None, ""))
