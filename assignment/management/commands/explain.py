from assignment.domain.evidence import anchor_shown, served_by
from assignment.domain.explanation import explain
from assignment.presenters.rule_text import ANCHOR_NAMES, EXEMPT_NAMES, reasons, sentence
from crm_project.lib.commands import Command as Base
from crm_project.lib.time import iso
from customers.domain.lookup import find_customer


class Command(Base):
    help = "Say who owns a customer, each rule with its deadline, what counted and what did not."

    def add_arguments(self, parser):
        parser.add_argument("customer", help="code or full name")
        parser.add_argument("--at", help="as of this time (ISO 8601; default: now)")
        parser.add_argument("--json", action="store_true", help="one object")

    def handle(self, *, customer, at, json, **options):
        found = find_customer(customer)
        if found is None:
            self.refuse(f"no customer has the code or full name {customer!r}")
        explanation = explain(found.pk, self.moment(at), as_of=bool(at))
        data = self.data(explanation)
        if json:
            self.put(data)
            return
        self.stdout.write(
            f"{data['customer']} {data['name']}: "
            + (f"owned by {data['owner']} since {data['since']}" if data["owner"] else "in the public pool")
        )
        for rule in explanation["rules"]:
            r, d = rule["reading"], rule["data"]
            mark = "→" if rule["deciding"] else " "
            anchor = anchor_shown(r.anchor, served_by(r, explanation["facts"]))
            state = d["due_at"] or str(EXEMPT_NAMES.get(r.exempt, r.exempt))
            self.stdout.write(f"{mark} {sentence(r.rule)} [{ANCHOR_NAMES[anchor]} {d['anchor_at']}] {state}")
        for row in data["counted"]:
            self.stdout.write(f"  counted: {row['occurred_at']}")
        for row in explanation["facts"].not_counted if explanation["facts"] else ():
            self.stdout.write(f"  not counted: {iso(row[1])}: {reasons(row[3])}")

    def data(self, told):
        owner, facts = told["owner"], told["facts"]
        decision = told["decision"]
        return {
            "customer": told["customer"].code,
            "name": told["customer"].name,
            "owner": owner.username if owner else None,
            "since": iso(told["since"]) if owner else None,
            "stage": told["customer"].stage,
            "policy": str(told["version"]) if told["version"] else None,
            "outcome": decision.outcome if decision else None,
            "rules": [r["data"] for r in told["rules"]],
            "counted": [{"occurred_at": iso(c[1])} for c in facts.counted] if facts else [],
            "not_counted": told["not_counted"] if facts else [],
        }
