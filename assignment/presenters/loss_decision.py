"""Who decided that an ownership ended, and the question that was put before them, with both sides' effort (rows Nd3, Nd4, Nd6)."""

from datetime import datetime

from django.utils.translation import gettext as _

from assignment.rules import request_kinds
from crm_project.lib.time import minute

from .rule_text import REQUEST_NAMES


def moment(text):
    """A moment of the evidence, None where there is none."""
    return datetime.fromisoformat(text) if text else None


def who_decided(event):
    """The person, or what decides by itself."""
    if event.actor_id:
        return str(event.actor)
    return _("the policy, by itself") if event.rule else _("the system")


def asked_kind(event):
    """“Conflict”, “Ownership dispute (validity)”: the kind of question that it was decided by, "" where nobody asked one."""
    asked = (event.evidence or {}).get("decision") or {}
    return REQUEST_NAMES.get(asked.get("kind", ""), "")


def decided_question(proof, people, event, mask):
    """The question that was decided against the owner, for parts/loss.html; None where nobody asked."""
    asked = proof.get("decision")
    if not asked:
        return None
    asker = people.name(asked.get("asked_by")) or _("the policy")
    facts = [
        (_("Requested by"), f"{asker} · {minute(moment(asked.get('asked_at')))}"),
        (_("Reason"), mask.text(asked.get("reason", ""))),
        (_("Who decided"), f"{who_decided(event)} · {minute(event.at)}"),
        (_("Closes the deal"), str(event.owner or "") if asked["kind"] == request_kinds.CONFLICT else ""),
        (_("Split of the result"), _shares(asked, people)),
        (_("Decision"), mask.text(asked.get("answer", ""))),
    ]
    return {
        "title": str(REQUEST_NAMES.get(asked["kind"], asked["kind"])),
        "facts": [(label, value) for label, value in facts if value],
        "efforts": [
            {
                "person": people.name(e.get("person_id")) or e.get("person", ""),
                "valid": e.get("valid", 0),
                "followups": e.get("followups", 0),
                "days": e.get("days", 0),
                "last": minute(moment(e.get("last"))),
            }
            for e in _both_sides(asked, event)
        ],
    }


def _shares(asked, people):
    """“Wang Fang 40 %, Li Hua 60 %”, "" where nothing was split."""
    shares = asked.get("shares") or {}
    return _(", ").join(f"{people.name(int(pk))} {share} %" for pk, share in shares.items())


def _both_sides(asked, event):
    """The effort that was known, and a row of nothing for the side that had written nothing."""
    efforts = list(asked.get("efforts", ()))
    known = {e.get("person_id") for e in efforts}
    sides = dict.fromkeys([event.closes_owner_id, asked.get("asked_by")])
    return efforts + [{"person_id": pk} for pk in sides if pk and pk not in known]
