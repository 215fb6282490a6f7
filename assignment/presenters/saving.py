"""“What would have saved it” in sentences: the latest moment, the kind of fact, and where the deadline would have stood (D4)."""

from datetime import datetime

from django.utils.translation import gettext as _

from assignment.presenters.standard_text import standard
from assignment.rules.policy import APPLICATION, PolicyError
from assignment.rules.policy.saving import CONTRACT, EXTENSION, FOLLOWUP, JUDGED, KEY_CONTACT, ONE_VALID, STAGE
from assignment.rules.policy_body import read_policy
from crm_project.lib.time import minute, zone

from .policy_text import limits


def saving_rows(proof, event):
    """[{text, note}]: one line for each fact (or pair) that would have moved the deadline."""
    found = proof.get("saved_by") or []
    if not found:
        return []
    notes = _notes(event)
    return [
        {
            "icon": ICONS[saving["what"][0]],
            "text": _("%(what)s: %(then)s") % {"what": _what(saving, proof), "then": _then(saving)},
            "note": " ".join(notes[name] for name in saving["what"] if notes.get(name)),
        }
        for saving in found
    ]


ICONS = {
    FOLLOWUP: "chat-left-text",
    JUDGED: "chat-left-quote",
    ONE_VALID: "chat-left-quote",
    CONTRACT: "file-earmark-check",
    EXTENSION: "hourglass-split",
    STAGE: "arrow-up-right-circle",
    APPLICATION: "send",
    KEY_CONTACT: "person-plus",
}


def _what(saving, proof):
    before = minute(datetime.fromisoformat(saving["before"]))
    words = [_fact(name, before, saving, proof) for name in saving["what"]]
    return _(" together with ").join(words)


def _fact(name, before, saving, proof):
    if name in (JUDGED, ONE_VALID):
        return _judged(name, saving, proof)
    return {
        FOLLOWUP: _("A valid follow-up by the owner or a collaborator before %(before)s"),
        CONTRACT: _("A confirmed contract signed before %(before)s"),
        EXTENSION: _("An extension granted before %(before)s"),
        APPLICATION: _("An application to change it to intent made before %(before)s"),
        STAGE: _("Changing it to intent before %(before)s"),
        KEY_CONTACT: _("A key contact recorded before %(before)s"),
    }[name] % {"before": before}


def _judged(name, saving, proof):
    if name == ONE_VALID:
        return _("One of the invalid follow-ups, if it had been valid")
    entry = next((e for e in proof.get("not_counted", ()) if e["id"] == saving["followup"]), None)
    when = minute(datetime.fromisoformat(entry["occurred_at"])) if entry else ""
    return _("The follow-up of %(when)s, if it had been valid") % {"when": when}


def _then(saving):
    due_at = saving["due_at"]
    if due_at is None and APPLICATION in saving["what"]:
        return _("it would have been kept until the decision.")
    if due_at is None:
        return _("there would have been no deadline.")
    return _("the deadline would have moved to %(due)s.") % {"due": minute(datetime.fromisoformat(due_at))}


def _notes(event):
    """What each of these needs under that version of the policy."""
    if event.policy_version is None:
        return {}
    try:
        policy = read_policy(event.policy_version.body, zone=zone())
    except PolicyError:
        return {}
    rules = {key: text for key, _name, text in [*standard(policy), *limits(policy)]}
    strict: tuple[str, ...] = ("strict", "kinds")
    if policy.standard.strict:
        strict = ("strict", "counterpart", "answered", "check", "kinds")
    needs = " ".join(rules[key] for key in strict if key in rules and (key != "check" or policy.standard.check))
    return {FOLLOWUP: needs, JUDGED: needs, ONE_VALID: needs, EXTENSION: rules.get("extension_tiers", "")}
