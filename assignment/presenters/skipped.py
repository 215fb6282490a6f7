"""“Skipped because …”: the fact that saved a customer, as a sentence of the run's page (row D4)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_project.lib.time import minute

from .application_text import application_text
from .order_wait import contact_text, order_text

SAID = {
    "followup": gettext_lazy("Saved by the follow-up of %(at)s"),
    "service": gettext_lazy("Saved by the work of service (%(service)s)"),
    "contract": gettext_lazy("Saved by the contract signed on %(at)s"),
    "extension": gettext_lazy("Saved by the extension until %(until)s"),
    "undo": gettext_lazy("Saved by an undo: not released until %(until)s"),
    "grace": gettext_lazy("Saved by the grace period after a change of the rules, until %(until)s"),
    "order": gettext_lazy("Waits for service until %(until)s at the latest (%(order)s)"),
    "application": gettext_lazy("Saved by the application to change to intent (%(application)s)"),
    "review": gettext_lazy("Saved by the manager, who lets the owner continue until %(until)s"),
    "stage": gettext_lazy("Saved by the change of the stage on %(at)s"),
    "key_contact": gettext_lazy("Saved by a key contact"),
    "claim": gettext_lazy("Saved by a new owner since %(at)s"),
    "count": gettext_lazy("Saved by follow-ups that are valid again"),
    "count_open": gettext_lazy("Saved by follow-ups that are valid again"),
    "rules": gettext_lazy("The rules have changed: this rule no longer releases it"),
    "no_policy": gettext_lazy("The department no longer has a policy"),
}


def saving_fact(line, *, opened, contracts):
    """{said, note, url} of a skipped line; {} for other lines. `opened`: the reader may open the customer's file,
    `contracts`: and read contracts."""
    if line.outcome != "skipped":
        return {}
    proof = line.evidence or {}
    fact = proof.get("saved_by")
    if not fact:
        return {"said": _("The facts no longer support it"), "note": "", "url": ""}
    values = {name: minute(datetime.fromisoformat(fact[name])) if fact.get(name) else "–" for name in ("at", "until")}
    values["order"] = order_text(fact.get("order") or {})
    values["application"] = application_text(fact.get("application") or {})
    values["service"] = contact_text(fact.get("service") or {})
    moved = _("was due %(was)s, now %(now)s") % {
        "was": minute(datetime.fromisoformat(proof["was_due"])),
        "now": minute(datetime.fromisoformat(proof["now_due"])) if proof.get("now_due") else _("no deadline"),
    }
    text = f"“{fact['text'][:120]}”" if opened and fact.get("text") else ""
    return {
        "said": str(SAID.get(fact["what"], fact["what"])) % values,
        "note": " · ".join(filter(None, [moved, text])),
        "url": _url(line, fact, contracts) if opened else "",
    }


def _url(line, fact, contracts):
    if contracts and fact.get("contract"):
        return reverse("contracts:detail", args=[fact["contract"]])
    return f"{reverse('customers:detail', args=[line.customer_id])}?part=timeline"
