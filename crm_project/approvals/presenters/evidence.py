"""What a decider needs to know beside the request, per kind; a constant number of queries (row Nd6)."""

from django.utils.translation import gettext as _

from activities.models import FollowUp
from assignment.domain import put_back
from assignment.domain.capacity import capacity_of
from assignment.domain.disputes.effort import efforts
from assignment.domain.facts import not_voided
from assignment.domain.forecast import jobs as forecast_jobs
from assignment.domain.ownership.extend import tier_for, used_this_month
from assignment.domain.policies import adjusted
from assignment.domain.policies.changes import earliest_day
from assignment.domain.policies.lookup import PolicyBook
from assignment.models import OwnershipEvent, Policy, PolicyVersion
from assignment.models.choices import RULE_NAMES
from assignment.presenters import forecast as forecast_text
from assignment.presenters import why as why_text
from assignment.presenters.countdown import left
from assignment.presenters.policy_text import LEVEL_NAMES, changes
from assignment.rules.policy_body import read
from assignment.views.loss import WANTED, told_of
from contracts.presenters import request_evidence
from contracts.ratings.models import Rating
from contracts.ratings.presenters.grade_text import number, why_of
from crm_project.accounts.domain.access import may
from crm_project.accounts.models import Department, User
from crm_project.approvals.domain.access import waits_for
from crm_project.approvals.models import Request
from crm_project.lib.time import local_date, minute, since, zone
from customers.domain import access as customer_access
from customers.domain.access.gate import stands_open
from customers.domain.access.masking import mask_for
from customers.models import Customer, Ownership
from deals.presenters import request_evidence as deal_facts

TOLD = 6


def gathered(row, user, at):
    """{loss, customer, customer_url, facts, history, why, sides, changes, forecast, followups} for the panel beside a request, with the
    rights of whoever looks: who may not open the file reads whose customer it is, and their own effort."""
    out = {"facts": [], "row": row}
    if row.kind == "put_back":
        # Whoever asks has no right to the file any more: the ledger's own explanation is all that is shown.
        return out | _put_back(row, user, at)
    customer = (
        Customer.objects.select_related("department").filter(pk=row.customer_id).first() if row.customer_id else None
    )
    reader = _Reader(row, customer, user, at)
    if customer:
        if not reader.known:
            return {**out, **_from_outside(row, customer, reader.ownership, user, at)}
        out |= _customer(customer, reader, at)
    if reader.informed and row.kind in _MORE:
        for name, value in _MORE[row.kind](row, customer, user, at).items():
            out[name] = out.get(name, []) + value if name == "facts" else value
    if customer:
        out = _masked(out, mask_for(user, customer, reader.ownership, at))
    if customer and not reader.open:
        # What was said stands in the file, which opens only with a reason (M10).
        out = {
            **out,
            "restricted": True,
            "followups": None,
            "why": None,
            "sides": [{**s, "texts": []} for s in out.get("sides", ())],
        }
    return out


def _masked(out, mask):
    """Numbers in what was said are hidden from whoever may not read the customer's numbers."""
    if not mask:
        return out
    said = {
        name: [{**one, "text": mask.text(one["text"])} for one in out[name]] for name in ("followups",) if out.get(name)
    }
    sides = [{**s, "texts": [{**t, "text": mask.text(t["text"])} for t in s["texts"]]} for s in out.get("sides", ())]
    return {**out, **said, **({"sides": sides} if sides else {})}


class _Reader:
    """What the person beside this request may read of it; at most three queries."""

    def __init__(self, row, customer, user, at):
        # Who decides, or decided, has to know what is decided about, wherever the customer lies.
        self.decides = user.pk in (row.decider_id, row.decided_by_id) or waits_for(user, row, at)
        self.seen, self.ownership, self.open = False, None, True
        if customer is not None:
            self.seen = customer_access.visible(user, at).filter(pk=customer.pk).exists()
            self.ownership = Ownership.objects.filter(pk=customer.pk).select_related("owner", "department").first()
            self.open = stands_open(user, customer, self.ownership, at)
        # May read the file of the customer.
        self.known = customer is None or self.seen or self.decides
        # May read the deal, the grade or the contract that it is about.
        right = _RIGHTS.get(row.kind)
        self.informed = self.decides or right is None or customer is None or row.asked_by_id == user.pk
        self.informed = self.informed or customer_access.may(user, right, customer, self.ownership)


def _from_outside(row, customer, ownership, user, at):
    """For whoever asked about a customer that they may not open: what the duplicate check tells, and their own effort."""
    owner = str(ownership.owner) if ownership else _("nobody: it is in the public pool")
    sides = []
    if row.kind in ("validity", "conflict", "duplicate"):
        sides = [side for side in _sides(row, customer, user, at)["sides"] if side["person_id"] == user.pk]
        sides = [{**side, "ahead": False} for side in sides]
    return {
        "customer": customer,
        "seen": False,
        "ownership": ownership,
        "facts": [(_("Customer"), customer.code), (_("Owner"), owner)],
        "history": [],
        "sides": sides,
        "outside": True,
    }


def _customer(customer, reader, at):
    ownership, seen = reader.ownership, reader.seen
    facts = [
        (_("Customer"), f"{customer.code} · {customer.get_stage_display()}"),
        (_("Department"), str(customer.department)),
    ]
    if ownership:
        facts += [
            (_("Owner"), f"{ownership.owner} ({since(ownership.since, at)})"),
            (
                _("Deadline"),
                f"{minute(ownership.release_at)} ({left(ownership.release_at, at)})" if ownership.rule else _("none"),
            ),
        ]
    else:
        facts.append((_("In the public pool"), since(customer.pooled_at, at) if customer.pooled_at else "–"))
    events = (
        OwnershipEvent.objects.filter(customer=customer)
        .select_related("owner", "closes_owner", "actor")
        .order_by("-at", "-id")[:TOLD]
    )
    history = [
        {
            "time": minute(e.at),
            "what": e.get_kind_display(),
            "who": str(e.owner or e.closes_owner or ""),
            "by": str(e.actor or ""),
            "reason": e.reason,
        }
        for e in events
    ]
    return {"customer": customer, "seen": seen, "ownership": ownership, "facts": facts, "history": history}


def _policy_of(row, at):
    return PolicyBook().for_department(row.department, at) if row.department_id else None


def _extension(row, customer, user, at):
    policy, days = _policy_of(row, at), row.arguments.get("days") or 0
    tier = tier_for(policy, days) if policy else None
    # The request itself is among those counted.
    used = used_this_month(row.asked_by, at) if row.asked_by_id else 0
    earlier = OwnershipEvent.objects.filter(customer_id=row.customer_id, kind=OwnershipEvent.Kind.EXTENDED).count()
    limit = policy.extensions_per_month if policy else None
    facts = [
        (_("Extensions of this month, this one included"), f"{used} / {limit}" if limit is not None else str(used)),
        (_("Extensions of this customer so far"), str(earlier)),
    ]
    if tier:
        facts.append((_("Who may grant so many days"), _("%(who)s and above") % {"who": LEVEL_NAMES[tier.level]}))
    return {"facts": facts, "followups": _followups(row.customer_id)}


def _intent(row, customer, user, at):
    facts = (
        [(_("Potential since"), f"{minute(customer.stage_since)} ({since(customer.stage_since, at)})")]
        if customer
        else []
    )
    return {"facts": facts, "followups": _followups(row.customer_id)}


def _claim(row, customer, user, at):
    policy = _policy_of(row, at)
    told = capacity_of(policy, row.asked_by, at) if row.asked_by_id else None
    facts = []
    if told:
        facts.append(
            (_("Slots of the applicant"), f"{told.used} / {told.slots}" if told.slots is not None else str(told.used))
        )
    if customer:
        facts += [(_("Former owners"), str(customer.former_owners)), (_("Last owner"), str(customer.last_owner or "–"))]
    return {"facts": facts, "followups": _followups(row.customer_id)}


def _review(row, customer, user, at):
    return {"why": why_text.owned(row.customer_id, at)}


def _validity(row, customer, user, at):
    return {"why": why_text.owned(row.customer_id, at), **_sides(row, customer, user, at)}


def _sides(row, customer, user, at):
    """The effort of both sides, side by side: who asked, and whom it concerns."""
    other = (
        row.arguments.get("other_id")
        or Ownership.objects.filter(pk=row.customer_id).values_list("owner_id", flat=True).first()
    )
    ids = [pk for pk in (row.arguments.get("person_id") or row.asked_by_id, other) if pk]
    people = User.objects.select_related("department").in_bulk(ids)
    found = efforts(row.customer_id, at)
    last = {}
    for f in FollowUp.objects.filter(not_voided(), customer_id=row.customer_id, author_id__in=ids).order_by(
        "occurred_at", "id"
    ):
        last.setdefault(f.author_id, []).append(f)
    best = max((found.get(pk, {}).get("valid", 0) for pk in ids if not found.get(pk, {}).get("kept")), default=0)
    sides = [
        {
            "person": str(people[pk]),
            "person_id": pk,
            "department": str(people[pk].department or ""),
            "role": _("asked") if pk == (row.arguments.get("person_id") or row.asked_by_id) else _("the other side"),
            "ahead": best > 0 and found.get(pk, {}).get("valid", 0) == best and not found.get(pk, {}).get("kept"),
            "facts": [
                (_("Follow-ups that count"), str(found.get(pk, {}).get("valid", 0))),
                (_("Invalid ones"), str(found.get(pk, {}).get("invalid", 0))),
                (_("Follow-ups in all"), str(found.get(pk, {}).get("followups", 0))),
                (_("On different days"), str(found.get(pk, {}).get("days", 0))),
                (_("Last one"), minute(last[pk][-1].occurred_at) if pk in last else _("never")),
                *_kept(found.get(pk, {}).get("kept")),
            ],
            "texts": [
                {"time": minute(f.occurred_at), "kind": f.get_kind_display(), "text": f.content[:120]}
                for f in last.get(pk, [])[-3:][::-1]
            ],
        }
        for pk in dict.fromkeys(ids)
        if pk in people
    ]
    return {"sides": sides}


def _kept(rule):
    """That this side kept the customer without valid work, and by which rule (Nd10)."""
    return [(_("Kept it without valid work"), str(RULE_NAMES[rule]))] if rule else []


def _put_back(row, user, at):
    """The past ownership as it is explained to whoever lost it, with the rights of whoever looks."""
    event = OwnershipEvent.objects.select_related(*WANTED).filter(pk=row.arguments.get("event_id")).first()
    if event is None:
        return {}
    ownership = Ownership.objects.filter(pk=event.customer_id).select_related("owner", "department").first()
    seen = customer_access.visible(user, at).filter(pk=event.customer_id).exists()
    facts = [(_("Customer"), event.customer.code), (_("Department"), str(event.department or ""))]
    why_not = put_back.refusal(event) if row.status == Request.Status.PENDING else ""
    if why_not:
        facts.append((_("Can't be put back"), why_not))
    told = told_of(event, user, at, ownership)
    return {"facts": facts, "customer": event.customer, "seen": seen, "why": told, "loss": True}


def _cooperation(row, customer, user, at):
    """Who would work along, and of which team."""
    person = User.objects.select_related("department").filter(pk=row.arguments.get("person_id") or 0).first()
    return {"facts": [(_("Works along"), str(person)), (_("Team"), str(person.department or ""))] if person else []}


def _appeal(row, customer, user, at):
    """The rejected entry, with who rejected it and why."""
    entry = (
        FollowUp.objects.select_related("author", "checked_by").filter(pk=row.arguments.get("followup_id") or 0).first()
    )
    if entry is None:
        return {}
    facts = [(_("Rejected by"), str(entry.checked_by or "")), (_("Why"), entry.check_reason)]
    text = "\n".join(filter(None, [entry.content, entry.result]))
    shown = {
        "time": minute(entry.occurred_at),
        "who": str(entry.author),
        "kind": entry.get_kind_display(),
        "text": text,
    }
    return {"facts": facts, "followups": [shown]}


def _policy(row, customer, user, at):
    version = (
        PolicyVersion.objects.select_related("policy", "drafted_by").filter(pk=row.arguments.get("version_id")).first()
    )
    if version is None:
        return _other_policy(row, at)
    before = (
        PolicyVersion.objects.filter(
            policy=version.policy, status=PolicyVersion.Status.APPROVED, holds_from__lte=local_date(at)
        )
        .exclude(pk=version.pk)
        .order_by("-holds_from", "-number")
        .first()
    )
    old = read(before.body, zone=zone()) if before else None
    job, effect = forecast_jobs.latest(version), _takes_effect(version, old, at)
    facts = [
        (_("Policy"), str(version.policy)),
        (_("Holds from"), version.holds_from.isoformat() if version.holds_from else "–"),
        (_("Drafted by"), f"{version.drafted_by or '–'}, {minute(version.drafted_at)}"),
        (_("Why"), version.note),
    ]
    if effect:
        facts.insert(2, (_("Approved today, it takes effect on"), effect))
    if job:
        facts.append(
            (
                _("Forecast for 30 days, as of %(day)s") % {"day": minute(job.at)[:10]},
                _("%(now)d under the rules in force, %(draft)d under the draft") % job.result,
            )
        )
    return {
        "facts": facts,
        "version": version,
        "changes": changes(old, read(version.body, zone=zone())),
        "forecast": job and forecast_text.brief(job),
        "waiting": version.status == PolicyVersion.Status.SUBMITTED
        and (may(user, "policy.approve") or row.asked_by_id == user.pk),
    }


def _other_policy(row, at):
    """What another policy over a department would change there, against what holds there now."""
    department = Department.objects.filter(pk=row.arguments.get("department_id") or 0).first()
    policy = Policy.objects.filter(pk=row.arguments.get("policy_id") or 0).first()
    body = adjusted.latest_body(policy)
    if department is None or body is None:
        return {}
    book = PolicyBook()
    old = book.for_department(department, at)
    before = Policy.objects.filter(pk=book.policy_id_for(department, local_date(at)) or 0).first()
    facts = [
        (_("Department"), str(department)),
        (_("Policy now"), str(before or _("none"))),
        (_("Policy asked for"), str(policy)),
        (
            _("Customers owned there"),
            str(Ownership.objects.filter(department__path__startswith=department.path).count()),
        ),
    ]
    if row.status == Request.Status.PENDING:
        facts.append((_("Approved today, it takes effect on"), earliest_day(old, at).isoformat()))
    return {"facts": facts, "changes": changes(old, read(body, zone=zone()))}


def _takes_effect(version, old, at):
    """The first day that the notice leaves; empty where nothing is decided any more."""
    if version.status != PolicyVersion.Status.SUBMITTED or version.holds_from is None:
        return ""
    return max(version.holds_from, earliest_day(old, at)).isoformat()


def _key_customer(row, customer, user, at):
    grades = (
        Rating.objects.filter(customer_id=row.customer_id, latest=True)
        .select_related("scorecard")
        .order_by("-quarter")[:TOLD]
    )
    facts = [
        (
            rating.quarter,
            f"{rating.grade or _('No grade')} · {number(rating.points)} · {why_of(rating)}"
            if n == 0
            else f"{rating.grade or '–'} · {number(rating.points)}",
        )
        for n, rating in enumerate(grades)
    ]
    return {"facts": facts, "followups": _followups(row.customer_id)}


def _followups(customer_id):
    rows = (
        FollowUp.objects.filter(not_voided(), customer_id=customer_id)
        .select_related("author")
        .order_by("-occurred_at", "-id")[:4]
    )
    return [
        {"time": minute(f.occurred_at), "who": str(f.author), "kind": f.get_kind_display(), "text": f.content[:160]}
        for f in rows
    ]


_MORE = {
    "extension": _extension,
    "intent": _intent,
    "claim": _claim,
    "duplicate": _sides,
    "review": _review,
    "validity": _validity,
    "conflict": _sides,
    "appeal": _appeal,
    "cooperation": _cooperation,
    "policy": _policy,
    "key_customer": _key_customer,
    "discount": lambda row, customer, user, at: deal_facts.discount(row, user),
    "deal_figure": lambda row, customer, user, at: deal_facts.correction(row),
    "sales_plan": lambda row, customer, user, at: deal_facts.plan(row),
    "contract_figure": request_evidence.figures,
    "expense": request_evidence.expense,
    "overdue": request_evidence.overdue,
}
# The right that reading what a kind is about takes, besides seeing the customer.
_RIGHTS = {
    "discount": "deal.view",
    "deal_figure": "deal.view",
    "key_customer": "rating.view",
    "contract_figure": "contract.view",
    "overdue": "contract.view",
    "expense": "expense.record",
}
