"""“Why?” in words: the explanation of a countdown, and of a release that has happened (rows Z17, D4, M15)."""

from datetime import datetime

from django.utils.translation import gettext as _

from activities.models import FollowUp

from .countdown import coming, left, minute, since, state
from .explanation import explain
from .ledger import ENDS
from .models import OwnershipEvent
from .policy import NEVER, REVIEW, Rule
from .sentences import ANCHOR_NAMES, EXEMPT_NAMES, FLOOR_NAMES, OUTCOME_NAMES, REASON_NAMES, sentence

LISTED = 20


def owned(customer_id, at):
    """The explanation of an owned customer for parts/why.html, with every rule beside the deciding one; None in the pool."""
    told = explain(customer_id, at)
    if told["owner"] is None:
        return None
    policy, facts = told["policy"], told["facts"]
    read = [r["reading"] for r in told["rules"]]
    open_ones = sorted((r for r in read if r.due_at < NEVER), key=lambda r: r.order)
    first = told["decision"].reading if told["decision"] else (open_ones[0] if open_ones else None)
    return {
        "customer": told["customer"],
        "owner": told["owner"],
        "since": told["since"],
        "rule": _headline(policy, first, read),
        "marks": _marks(first.anchor, first.anchor_at, first.remind_at, first.due_at, at, facts.not_counted)
        if first and not first.rule.counts
        else [],
        "state": state(first.due_at, at) if first else "none",
        "left": left(first.due_at if first else None, at),
        "rules": [_rule_row(r, at, r is first) for r in sorted(read, key=lambda r: r.order)],
        "counted": _texts([(pk, ()) for pk, _when, _author in facts.counted]),
        "not_counted": _texts([(pk, reasons) for pk, _when, _author, reasons in facts.not_counted]),
        "facts": [*_coming(told["ownership"], at), *_background(told, policy)],
        "floor": str(FLOOR_NAMES.get(first.floor, "")) if first else "",
    }


def _coming(row, at):
    """The deadline by a change of the rules that is approved and does not hold yet."""
    text = coming(row.coming_from, row.coming_at, at)
    return [(_("Change of the rules"), text)] if text else []


def _headline(policy, first, read):
    if policy is None:
        return _("No policy holds for this department: nothing is ever released here.")
    if first:
        return sentence(first.rule)
    return (
        _("No rule bites at present: this customer has no deadline.")
        if read
        else _("This policy has no rules: nothing is ever released.")
    )


def _rule_row(reading, at, deciding):
    never = reading.due_at >= NEVER
    return {
        "sentence": sentence(reading.rule),
        "deciding": deciding,
        "from": f"{ANCHOR_NAMES[reading.anchor]}, {minute(reading.anchor_at)}",
        "due": "" if never else minute(reading.due_at),
        "left": "" if never else left(reading.due_at, at),
        "state": state(reading.due_at, at),
        "note": _open_count(reading) if reading.exempt == "count_open" else str(EXEMPT_NAMES.get(reading.exempt, "")),
        "floor": str(FLOOR_NAMES.get(reading.floor, "")),
    }


def _open_count(reading):
    return _("%(n)d of %(limit)d so far") % {"n": reading.progress, "limit": reading.rule.days}


def _marks(anchor, anchor_at, remind_at, due_at, at, not_counted):
    """Marks of the line from anchor to deadline, each with its place in per cent of the way shown."""
    # Long overdue, the way to the deadline still takes two thirds of the line.
    end = max(due_at, min(at, due_at + (due_at - anchor_at) / 2))
    span = (end - anchor_at).total_seconds() or 1

    def mark(kind, label, moment):
        return {
            "kind": kind,
            "label": label,
            "date": minute(moment),
            "at": max(0, min(100, (moment - anchor_at).total_seconds() / span * 100)),
        }

    marks = [mark("anchor", str(ANCHOR_NAMES[anchor]), anchor_at)]
    marks += [mark("no", _("did not count"), when) for _pk, when, *_rest in not_counted if anchor_at < when <= at][
        -LISTED:
    ]
    if remind_at and anchor_at < remind_at < due_at:
        marks.append(mark("remind", _("reminder"), remind_at))
    marks.append(mark("deadline", _("deadline"), due_at))
    marks.append(mark("today", _("now"), at))
    return sorted(marks, key=lambda m: m["at"])


def _texts(pairs):
    """[(follow-up id, reasons)] as parts/why.html lists them, the newest first (one query)."""
    shown = pairs[-LISTED:][::-1]
    rows = FollowUp.objects.select_related("author").in_bulk([pk for pk, _reasons in shown])
    return [
        {
            "text": (rows[pk].content or "–")[:160],
            "meta": " · ".join(
                filter(
                    None,
                    [
                        str(rows[pk].author),
                        rows[pk].get_kind_display(),
                        minute(rows[pk].occurred_at),
                        _("void") if rows[pk].voided_at else "",
                    ],
                )
            ),
            "reasons": [str(REASON_NAMES.get(code, code)) for code in reasons],
            "url": "",
        }
        for pk, reasons in shown
        if pk in rows
    ]


def _version(version):
    """“Tracking v3”, by whom and when approved, from when it holds."""
    if version is None:
        return "–"
    text = _("%(policy)s, version %(n)d") % {"policy": version.policy, "n": version.number}
    if version.decided_by_id:
        text += " · " + _("approved by %(person)s on %(date)s") % {
            "person": version.decided_by,
            "date": minute(version.decided_at)[:10],
        }
    return text


def _background(told, policy):
    row = told["ownership"]
    warned = [minute(e.at) for e in told["warned"]]
    facts = [
        (_("Owner"), f"{told['owner']} ({_('since %(date)s') % {'date': minute(told['since'])}})"),
        (_("Policy"), _version(told["version"]) if policy else _("none")),
        (_("Owner reminded"), ", ".join(warned) if warned else _("not yet")),
        (_("Extended until"), minute(row.extended_until)),
        (_("Reviews rest until"), minute(row.review_after)),
        (_("Put back, left alone until"), minute(row.spared_until)),
    ]
    return [(label, value) for label, value in facts if value]


# --- what has happened ---------------------------------------------------------------------------------------------------


def ended(customer, at):
    """The last ending of a pool customer explained from the ledger's evidence; None where it never had an owner."""
    event = (
        OwnershipEvent.objects.filter(customer=customer, kind__in=ENDS, owner__isnull=True)
        .select_related("closes_owner", "actor", "policy_version__policy", "policy_version__decided_by", "run")
        .order_by("-at", "-id")
        .first()
    )
    return event and explained(event, customer, at)


def _moment(text):
    return datetime.fromisoformat(text) if text else None


def explained(event, customer, at):
    """One ending of the ledger for parts/why.html: who had it, why it went, what counted then and who was warned."""
    proof = event.evidence or {}
    anchor_at, due_at = _moment(proof.get("anchor_at")), _moment(proof.get("due_at"))
    by_rule = bool(event.rule and due_at)
    warned = OwnershipEvent.objects.filter(
        customer=customer,
        kind=OwnershipEvent.Kind.WARNED,
        owner=event.closes_owner_id,
        at__gte=event.closes_since or event.at,
        at__lte=event.at,
    )
    return {
        "event": event,
        "owner": event.closes_owner,
        "rule": _happened(event, proof),
        "state": "over" if by_rule else "none",
        "marks": _marks(
            proof["anchor"],
            anchor_at,
            _moment(proof.get("remind_at")),
            due_at,
            event.at,
            [(n["id"], _moment(n["occurred_at"])) for n in proof.get("not_counted", ())],
        )
        if by_rule and anchor_at and proof.get("anchor") != "count"
        else [],
        "counted": _texts([(c["id"], ()) for c in proof.get("counted", ())]),
        "not_counted": _texts([(n["id"], tuple(n["reasons"])) for n in proof.get("not_counted", ())]),
        "facts": [
            (label, value)
            for label, value in [
                (_("Had it"), f"{event.closes_owner or '–'} ({minute(event.closes_since)} – {minute(event.at)})"),
                (
                    _("What happened"),
                    f"{OUTCOME_NAMES.get(proof.get('outcome')) or event.get_kind_display()} · {minute(event.at)}",
                ),
                (_("Done by"), str(event.actor) if event.actor_id else _("the policy, by itself")),
                (_("Reason given"), event.reason),
                (_("Policy"), _version(event.policy_version)),
                (_("Owner reminded"), ", ".join(minute(e.at) for e in warned.order_by("at")) or _("never")),
                (_("In the pool"), since(customer.pooled_at, at) if customer.pooled_at else ""),
            ]
            if value
        ],
        "rules": [],
    }


def _happened(event, proof):
    if event.rule and proof.get("days"):
        return sentence(Rule(event.rule, proof["days"], proof.get("outcome") or REVIEW, 0, proof.get("stage") or ""))
    if event.reason:
        return _("%(what)s: “%(reason)s”") % {"what": event.get_kind_display(), "reason": event.reason}
    return event.get_kind_display()
