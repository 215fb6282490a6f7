"""A whole policy in sentences: its page, the difference between two versions, and what the general manager approves (M15)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from assignment.models.choices import RULE_NAMES
from assignment.presenters.standard_text import standard
from assignment.rules.policy import RULES, STAGES
from assignment.rules.policy_body import read_policy
from assignment.rules.presets import PRESETS
from crm_project.lib.time import days, zone
from service.models import OrderKind

from .rule_text import sentence

LEVEL_NAMES = {1: gettext_lazy("the manager"), 2: gettext_lazy("the director"), 3: gettext_lazy("the general manager")}
STAGE_NAMES = {"potential": gettext_lazy("potential"), "intent": gettext_lazy("intent")}
# Every rule there can be, in the order in which pages show them: (kind, stage).
ALL_RULES = [(kind, "") for kind in RULES if kind != "stage_term"]
ALL_RULES[3:3] = [("stage_term", stage) for stage in STAGES[:2]]


def rule_name(kind, stage=""):
    """“Time in the stage: potential”."""
    name = str(RULE_NAMES.get(kind, kind))
    return _("%(rule)s: %(stage)s") % {"rule": name, "stage": STAGE_NAMES.get(stage, stage)} if stage else name


def _tier(tier):
    who = LEVEL_NAMES[tier.level]
    if tier.days is None:
        return _("%(who)s any number of days") % {"who": who}
    return ngettext("%(who)s up to %(n)d day", "%(who)s up to %(n)d days", tier.days) % {"who": who, "n": tier.days}


def limits(policy):
    """[(key, name, sentence)]: what a person may hold, claim and extend, and how the pool works."""
    p = policy
    tiers = _(", ").join(_tier(t) for t in sorted(p.extension_tiers, key=lambda t: t.level))
    return [
        (
            "slots",
            _("Slots"),
            ngettext(
                "A person holds at most %(n)d customer; official ones take no slot.",
                "A person holds at most %(n)d customers; official ones take no slot.",
                p.slots,
            )
            % {"n": p.slots}
            if p.slots is not None
            else _("A person may hold any number of customers."),
        ),
        (
            "cooldown_days",
            _("Cool-down"),
            _("The former owner may claim the customer again after %(days)s.") % {"days": days(p.cooldown_days)}
            if p.cooldown_days
            else _(
                "You may claim a customer again the day after you gave it up; or at once if it was released by a rule."
            ),
        ),
        (
            "claims_per_day",
            _("Claims a day"),
            ngettext("At most %(n)d claim a day.", "At most %(n)d claims a day.", p.claims_per_day)
            % {"n": p.claims_per_day}
            if p.claims_per_day is not None
            else _("Any number of claims a day."),
        ),
        (
            "pool_reach",
            _("Pool"),
            _("The whole company can see this pool and claim from it.")
            if p.pool_reach == "company"
            else _("Only the department itself can claim from this pool."),
        ),
        (
            "pool_claim",
            _("Claiming"),
            {
                "click": _("One-click claim."),
                "followup": _("Claiming requires the first contact and a follow-up."),
                "request": _("Claiming requires the manager's approval."),
            }[p.pool_claim],
        ),
        (
            "extensions_per_month",
            _("Extensions"),
            ngettext(
                "At most %(n)d extension per person and month.",
                "At most %(n)d extensions per person and month.",
                p.extensions_per_month,
            )
            % {"n": p.extensions_per_month}
            if p.extensions_per_month is not None
            else _("Any number of extensions."),
        ),
        (
            "extension_tiers",
            _("Who extends"),
            _("Granted by: %(tiers)s.") % {"tiers": tiers} if tiers else _("Nobody grants extensions."),
        ),
        (
            "review_grant_days",
            _("Reviews"),
            _("If the manager lets the owner continue, there is no new review for %(days)s.")
            % {"days": days(p.review_grant_days)},
        ),
        (
            "notice_days",
            _("Notice"),
            ngettext(
                "A change of these rules takes effect %(n)d day after its approval at the earliest.",
                "A change of these rules takes effect %(n)d days after its approval at the earliest.",
                p.notice_days,
            )
            % {"n": p.notice_days}
            if p.notice_days
            else _("A change of these rules may take effect on the day after its approval."),
        ),
        ("release_hour", _("Hour"), _("Releases take place at %(hour)s.") % {"hour": f"{p.release_hour:02d}:00"}),
        (
            "remind_manager",
            _("Reminders"),
            _("Reminders go to the owner and to the manager.") if p.remind_manager else _("Reminders go to the owner."),
        ),
        (
            "publish",
            _("Publication"),
            _("The releases of the day are published to all reps of the department.")
            if p.publish
            else _("The people concerned are notified of releases."),
        ),
        ("after_sales", _("After-sales"), _after_sales(p.after_sales)),
        (
            "signs_from",
            _("Signing"),
            _("Only an intent or official customer can sign a contract.")
            if p.signs_from == "intent"
            else _("Customers at any stage can sign a contract."),
        ),
        ("order_wait_days", pgettext("policy", "Service"), _waits(p)),
        (
            "service_contact",
            _("Service work"),
            _("A service order that is done and a reported return visit count as contact for the owner.")
            if p.service_contact
            else _("The work of service does not count as contact for the owner."),
        ),
    ]


def _after_sales(who):
    if who == "none":
        return _("A confirmed contract is not handed over to after-sales.")
    if who == "service":
        return _("A confirmed contract passes the customer to the service staff.")
    return _("A confirmed contract passes the customer to %(person)s for after-sales.") % {"person": who}


def _waits(policy):
    if not policy.order_wait_days:
        return _("Releases do not wait for service orders.")
    names = {kind.key: str(kind) for kind in OrderKind.objects.all()}
    return _("While a service order is open (%(kinds)s), releases wait, at most %(days)s.") % {
        "kinds": _(", ").join(names.get(key, key) for key in policy.order_kinds),
        "days": days(policy.order_wait_days),
    }


def policy_note(version):
    """Why a version was drafted, as its author wrote it; what came with the product says so in the reader's language."""
    if version.number == 1 and version.policy.key in PRESETS and version.note in ("", "Preset"):
        if preset_changes(version):
            return _("Default: the values of the rule book as the product had them then.")
        return _("Default: the values of the rule book.")
    return version.note


def preset_changes(version):
    """What differs from the rule book's preset as the product has it today, as `changes` tells it; nothing where it is no preset.

    A version stays as it was approved, also where the product's preset has changed since: nothing is taken over by itself.
    """
    body = PRESETS.get(version.policy.key) if version else None
    return changes(read_policy(version.body, zone=zone()), read_policy(body, zone=zone())) if body else []


def rules(policy):
    """[(key, name, sentence)] of the rules, in the pages' order."""
    place = {pair: n for n, pair in enumerate(ALL_RULES)}
    ordered = sorted(policy.rules, key=lambda r: place.get((r.kind, r.stage), 99))
    return [(f"{r.kind}:{r.stage}", rule_name(r.kind, r.stage), sentence(r)) for r in ordered]


def policy_text(policy):
    """Everything the policy says: {"rules", "limits", "standard"}, each [(key, name, sentence)]."""
    return {"rules": rules(policy), "limits": limits(policy), "standard": standard(policy)}


def changes(old, new):
    """[(name, old sentence, new sentence)] of what differs between two policies (None: nothing was in force), for parts/diff.html."""
    before = {key: (name, text) for part in policy_text(old).values() for key, name, text in part} if old else {}
    after = {key: (name, text) for part in policy_text(new).values() for key, name, text in part}
    out = []
    for key in [*after, *(k for k in before if k not in after)]:
        was, now = before.get(key, ("", ""))[1], after.get(key, ("", ""))[1]
        if was != now:
            out.append(((after.get(key) or before[key])[0], was, now))
    if old and set(old.standard.filler) != set(new.standard.filler):
        gone, added = (
            sorted(set(a) - set(b))
            for a, b in ((old.standard.filler, new.standard.filler), (new.standard.filler, old.standard.filler))
        )
        out.append((_("Filler phrases"), _(", ").join(gone[:30]), _(", ").join(added[:30])))
    return out
