"""“Why?” in words: the explanation of a countdown (rows Z17, D4, M15). What has happened stands in `loss_words`."""

from django.utils.translation import gettext as _

from activities.models import FollowUp
from assignment.domain.evidence import anchor_shown, served_by, waited_for
from assignment.domain.explanation import explain
from assignment.rules.policy import APPLICATION, NEVER, ORDER
from crm_project.lib.time import minute
from customers.domain.access.masking import CLEAR

from .application_text import application_now
from .countdown import coming_facts, left, state
from .order_wait import contact_text, order_text
from .rule_text import ANCHOR_NAMES, EXEMPT_NAMES, FLOOR_NAMES, REASON_NAMES, sentence

LISTED = 20


def owned(customer_id, at, mask=CLEAR):
    """The explanation of an owned customer for parts/why.html, with every rule beside the deciding one; None in the pool."""
    explanation = explain(customer_id, at)
    if explanation["owner"] is None:
        return None
    policy, facts = explanation["policy"], explanation["facts"]
    read = [r["reading"] for r in explanation["rules"]]
    open_ones = sorted((r for r in read if r.due_at < NEVER), key=lambda r: r.order)
    first = explanation["decision"].reading if explanation["decision"] else (open_ones[0] if open_ones else None)
    return {
        "customer": explanation["customer"],
        "owner": explanation["owner"],
        "since": explanation["since"],
        "rule": _headline(policy, first, read, explanation["ownership"].department_id),
        "marks": marks(_anchor(first, facts), first.anchor_at, first.remind_at, first.due_at, at, facts.not_counted)
        if first and not first.rule.counts
        else [],
        "state": state(first.due_at, at) if first else "none",
        "left": left(first.due_at if first else None, at),
        "rules": [
            _rule_row(r, facts, at, r is first, explanation["ownership"].department_id)
            for r in sorted(read, key=lambda r: r.order)
        ],
        "counted": _texts([(pk, ()) for pk, _when, _author in facts.counted], mask),
        "not_counted": _texts([(pk, reasons) for pk, _when, _author, reasons in facts.not_counted], mask),
        "facts": [*coming_facts(explanation["ownership"], at), *_background(explanation, policy)],
        "floor": str(FLOOR_NAMES.get(first.floor, "")) if first else "",
    }


def _headline(policy, first, read, department_id):
    if policy is None:
        return _("This department has no policy: nothing is released here.")
    if first:
        return sentence(first.rule, department_id)
    if any(reading.exempt == APPLICATION for reading in read):
        return _("The application to change to intent is waiting: the customer is kept until it is decided.")
    return (
        _("No rule applies at present: this customer has no deadline.")
        if read
        else _("This policy has no rules: nothing is released.")
    )


def _anchor(reading, facts):
    return anchor_shown(reading.anchor, served_by(reading, facts))


def _rule_row(reading, facts, at, deciding, department_id):
    never = reading.due_at >= NEVER
    return {
        "sentence": sentence(reading.rule, department_id),
        "deciding": deciding,
        "from": f"{ANCHOR_NAMES[_anchor(reading, facts)]}, {minute(reading.anchor_at)}",
        "due": "" if never else minute(reading.due_at),
        "left": "" if never else left(reading.due_at, at),
        "state": state(reading.due_at, at),
        "note": _open_count(reading) if reading.exempt == "count_open" else str(EXEMPT_NAMES.get(reading.exempt, "")),
        "floor": str(FLOOR_NAMES.get(reading.floor, "")),
    }


def _open_count(reading):
    return _("%(n)d of %(limit)d so far") % {"n": reading.progress, "limit": reading.rule.followups}


def marks(anchor, anchor_at, remind_at, due_at, at, not_counted, until=""):
    """Marks of the line from anchor to deadline, each with its place in per cent of the way shown; `until` names the end
    of a line that belongs to the past."""
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

    out = [mark("anchor", str(ANCHOR_NAMES[anchor]), anchor_at)]
    out += [mark("no", _("not valid"), when) for _pk, when, *_rest in not_counted if anchor_at < when <= at][-LISTED:]
    if remind_at and anchor_at < remind_at < due_at:
        out.append(mark("remind", _("reminder"), remind_at))
    out.append(mark("deadline", _("deadline"), due_at))
    out.append(mark("today", until or _("now"), at))
    return sorted(out, key=lambda m: m["at"])


def _texts(pairs, mask):
    """[(follow-up id, reasons)] as parts/why.html lists them, the newest first (one query)."""
    shown = pairs[-LISTED:][::-1]
    rows = FollowUp.objects.select_related("author").in_bulk([pk for pk, _reasons in shown])
    return [
        {
            "text": mask.text(rows[pk].content or "–")[:160],
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


def _order(told):
    """For which service order the release waits; the one without which it would not."""
    waiting = next((r["reading"] for r in told["rules"] if r["reading"].floor == ORDER), None)
    return order_text(waited_for(waiting, told["facts"])["order"]) if waiting else ""


def _contact(told):
    """The work of service from which a rule counts."""
    found = (served_by(r["reading"], told["facts"]) for r in told["rules"])
    return contact_text(next(filter(None, found), {}).get("service") or {})


def _background(told, policy):
    row = told["ownership"]
    warned = [minute(e.at) for e in told["warned"]]
    facts = [
        (_("Owner"), _("%(person)s (since %(date)s)") % {"person": told["owner"], "date": minute(told["since"])}),
        (_("Policy"), _version(told["version"]) if policy else _("none")),
        (_("Owner reminded"), ", ".join(warned) if warned else _("not yet")),
        (_("Extended until"), minute(row.extended_until)),
        (_("No reviews until"), minute(row.review_after)),
        (_("Restored, not released until"), minute(row.spared_until)),
        (_("Counted as contact"), _contact(told)),
        (_("Waits for service"), _order(told)),
        (_("Change to intent"), application_now(told)),
    ]
    return [(label, value) for label, value in facts if value]
