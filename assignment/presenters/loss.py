"""An ended ownership in words: when and why it went, what was known then, who decided, what would have saved it (D4, Z17).

Everything comes from the ledger's entry. Entries written before it kept the words are gathered as of then (`assignment.domain.past_ownership`).
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignment.domain.evidence import anchor_shown
from assignment.domain.past_ownership import evidence_of
from assignment.models import PolicyVersion
from assignment.rules.policy import REVIEW, Rule
from crm_project.accounts.models import User
from crm_project.lib.language import with_note
from crm_project.lib.time import days_between, minute
from customers.domain.access.gate import stands_open
from customers.domain.access.masking import CLEAR, mask_for

from .application_text import application_text
from .loss_decision import decided_question, moment, who_decided
from .loss_entries import entries
from .order_wait import contact_text, order_text
from .rule_text import sentence
from .saving import saving_rows
from .why import marks

# What an explanation reads of an entry, for `select_related`.
WANTED = ("customer", "owner", "closes_owner", "actor", "department", "policy_version__policy", "run")
HAPPENED = {
    "released": gettext_lazy("Released to the public pool"),
    "given_up": gettext_lazy("Given up"),
    "transferred": gettext_lazy("Transferred to a colleague"),
    "rotated": gettext_lazy("Passed to a colleague by rotation"),
    "handed_over": gettext_lazy("Handed over to a colleague"),
    "merged": gettext_lazy("Merged with another file"),
    "restored": gettext_lazy("Returned to the former owner"),
}
WAYS = {"notice": gettext_lazy("notice"), "mail": gettext_lazy("mail")}


def explained_to(event, user, at, ownership):
    """The explanation with the rights of whoever looks: a restricted file's words and a VIP's numbers stay hidden."""
    customer = event.customer
    guarded = not stands_open(user, customer, ownership, at)
    mask = mask_for(user, customer, ownership, at)
    return explained(event, user=user, hidden=guarded, mask=mask)


def explained(event, *, user, hidden=False, mask=CLEAR):
    """One ended ownership for assignment/parts/loss.html.

    `event` comes with customer, owner, closes_owner, actor, policy_version__policy and __decided_by. `hidden`: what was said
    is left out (restricted file); `mask`: what of it the reader may not read.
    """
    proof = evidence_of(event)
    people = _People(proof, event)
    anchor_at, due_at = moment(proof.get("anchor_at")), moment(proof.get("due_at"))
    counted, not_counted = entries(proof, people, user=user, hidden=hidden, mask=mask)
    line = event.rule and due_at and anchor_at and proof.get("anchor") != "count"
    return {
        "name": proof.get("name") or event.customer.name,
        "owner": event.closes_owner,
        "rule": mask.text(rule_sentence(event, proof)),
        "state": "over" if line else "none",
        "marks": marks(
            anchor_shown(proof["anchor"], proof),
            anchor_at,
            moment(proof.get("remind_at")),
            due_at,
            event.at,
            [(n["id"], moment(n["occurred_at"])) for n in proof.get("not_counted", ())],
            until=_("lost"),
        )
        if line
        else [],
        "counted": counted,
        "not_counted": not_counted,
        "hidden": hidden,
        "facts": [(label, mask.text(value)) for label, value in _background(event, proof, people) if value],
        "decision": decided_question(proof, people, event, mask),
        "saved": saving_rows(proof, event),
        "unclocked": "" if event.rule else _unclocked(event),
        "rules": [],
    }


def end_text(event):
    """“Released to the public pool · 2026-02-25 10:00”."""
    what = str(HAPPENED.get(event.kind, event.get_kind_display()))
    # Whoever has it later is no part of this; whom it went to at that moment is.
    return f"{what} → {event.owner}" if event.owner_id and event.kind != "merged" else what


def instead(event, row):
    """What may still be done where it can't be put back; `row`: the present ownership, None in the pool."""
    if event.customer.merged_into_id or event.customer.removed_at or (row and row.owner_id == event.closes_owner_id):
        return ""
    if row is None:
        return _("You can claim it from the public pool.")
    return _("Find it in the search to ask for cooperation, question its validity or report a conflict.")


def rule_sentence(event, proof):
    """The rule read aloud where one decided, else what somebody did and why."""
    if event.rule and proof.get("days"):
        rule = Rule(
            event.rule,
            proof["days"],
            proof.get("outcome") or REVIEW,
            proof.get("remind_days") or 0,
            proof.get("stage") or "",
            followups=proof["days"],
            waits_for_application=proof.get("waits_for_application", False),
        )
        return sentence(rule, _held_in(event))
    reason = given_reason(event, proof)
    what = str(HAPPENED.get(event.kind, event.get_kind_display()))
    return _("%(what)s: “%(reason)s”") % {"what": what, "reason": reason} if reason else what


def _held_in(event):
    """The department that had the customer then: the entry's own is that of whoever has it next."""
    return (event.restores or {}).get("ownership", {}).get("department_id") or event.department_id


def given_reason(event, proof):
    """What was typed, or what was not typed because it is always the same."""
    if event.reason:
        return event.reason
    return _("the owner left or moved") if proof.get("handover") else ""


class _People:
    """Names of everybody whom the evidence names by id; one query."""

    def __init__(self, proof, event):
        asked = proof.get("decision") or {}
        policy = proof.get("policy") or {}
        ids = {e.get("author") for e in [*proof.get("counted", ()), *proof.get("not_counted", ())]}
        ids |= {asked.get("asked_by"), policy.get("decided_by"), policy.get("set_by")}
        ids |= {e.get("person_id") for e in asked.get("efforts", ())}
        ids |= {int(pk) for pk in asked.get("shares") or ()}
        known = {p.pk: p for p in (event.actor, event.closes_owner, event.owner) if p}
        self._names = known | User.objects.in_bulk(ids - set(known) - {None})

    def name(self, pk):
        return str(self._names.get(pk, "")) if pk else ""


def _background(event, proof, people):
    held = days_between(event.closes_since, event.at) if event.closes_since else None
    period = f"{minute(event.closes_since)} – {minute(event.at)}"
    return [
        (_("What happened"), f"{end_text(event)} · {minute(event.at)}"),
        (
            _("Former owner"),
            with_note(event.closes_owner or "–", period) if held is not None else str(event.closes_owner or ""),
        ),
        (_("Who decided"), who_decided(event)),
        (_("Reason given"), given_reason(event, proof)),
        (_("Merged into"), proof.get("into", "")),
        (_("Policy"), _policy(event, proof, people)),
        (_("Owner reminded"), _warned(proof) if event.rule else ""),
        (_("Extended until"), minute(moment(proof.get("extended_until")))),
        (_("Counted as contact"), contact_text(proof.get("service") or {})),
        (_("Had waited for service"), order_text(proof.get("order") or {})),
        (_("Change to intent"), application_text(proof.get("application") or {})),
        (_("Deadline at that time"), minute(moment((proof.get("coming") or {}).get("due_at")))),
    ]


def _warned(proof):
    def one(entry):
        how = _(", ").join(str(WAYS.get(way, way)) for way in entry.get("how", ()))
        return with_note(minute(moment(entry["at"])), how) if how else minute(moment(entry["at"]))

    return _("; ").join(one(entry) for entry in proof.get("warned", ())) or _("never")


def _policy(event, proof, people):
    """“Tracking, version 3 · approved by Li Hua on 2026-01-05”."""
    kept = proof.get("policy") or {}
    version = event.policy_version
    if version is None and kept.get("version"):
        version = PolicyVersion.objects.select_related("policy").filter(pk=kept["version"]).first()
    if version is None:
        return _("none")
    text = _("%(policy)s, version %(n)d") % {"policy": version.policy, "n": version.number}
    if kept.get("decided_by"):
        message = _("approved by %(person)s on %(date)s")
        who, when = people.name(kept["decided_by"]), kept.get("decided_at")
    elif kept.get("set_by"):
        message = _("a preset, put in force here by %(person)s on %(date)s")
        who, when = people.name(kept["set_by"]), kept.get("set_at")
    else:
        return f"{text} · " + _("a preset of the system: it applies without approval")
    return f"{text} · " + message % {"person": who, "date": minute(moment(when))[:10]}


def _unclocked(event):
    """Why no deadline could have been moved."""
    if event.kind == "given_up":
        return _("This was not caused by a deadline: you gave the customer up yourself.") if event.actor_id else ""
    who = event.actor or _("the system")
    return _(
        "This was decided by %(person)s, not by a deadline. A follow-up or contract alone would not have changed it."
    ) % {"person": who}
