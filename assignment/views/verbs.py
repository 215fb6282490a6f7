"""The verbs of one owned customer, a small page each: give up, extend, turn to intent, release, transfer (Nc7-Nc9, D6, Nd9)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Task
from assignment import undo
from assignment.domain import access, ownership
from assignment.domain.capacity import LEAST_AFTER_GIVING_UP
from assignment.domain.ownership import extend
from assignment.domain.policies.lookup import PolicyBook
from assignment.presenters import countdown
from assignment.presenters.application_text import while_waiting
from assignment.presenters.handover_text import free_slots
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import decider
from crm_project.lib import time
from crm_project.lib.language import with_note
from crm_project.lib.time import day, minute, since
from crm_project.lib.views import now, posted
from customers.domain import stages
from customers.domain.stage_names import StageNames

from ..forms.ownership import ExtensionForm, GiveUpForm, IntentForm, ReasonForm, TransferForm
from .one_customer import answer, load, only_owned, owned_by_me, verb


@verb
@allowed("customer.claim")
def give_up(request, pk):
    """Let one's own customer go; the cool-down is told before."""
    at = now()
    customer, row = owned_by_me(request, pk, at)
    policy = PolicyBook().for_department(row.department, at)
    days = max(policy.cooldown_days, LEAST_AFTER_GIVING_UP) if policy else 0
    again = policy.after(at, days) if policy and days else None
    warning = (
        _("You may claim it again from %(when)s (%(days)s).") % {"when": minute(again), "days": time.days(days)}
        if again
        else ""
    )
    form = GiveUpForm(posted(request))
    return answer(
        request,
        customer,
        form,
        lambda data: ownership.give_up(customer_id=pk, by=request.user, reason=data["reason"], at=at),
        undo=(undo.GIVE_UP, at),
        done=_("“%(name)s” is in the public pool now.") % {"name": customer.name},
        title=_("Give %(name)s up") % {"name": customer.name},
        button=_("Give up"),
        tone="danger",
        lead=_("It goes into the public pool at once, where others can claim it."),
        facts=_tasks(pk, row, _("Closed; an undo reopens them")),
        warning=warning,
    )


@verb
@allowed("customer.claim")
def extension(request, pk):
    """Ask for more days: who decides and what is left of the quota stand beside."""
    at = now()
    customer, row = owned_by_me(request, pk, at)
    policy = PolicyBook().for_department(row.department, at)
    # What whoever decides first may grant, as far as that is a usual number.
    days = min((tier.days for tier in policy.extension_tiers if tier.days), default=3) if policy else 3
    form = ExtensionForm(posted(request), initial={"days": days})
    return answer(
        request,
        customer,
        form,
        lambda data: extend.ask_extension(
            customer_id=pk, days=data["days"], reason=data["reason"], by=request.user, at=at
        ),
        done=_("Your request was sent; you will be notified."),
        title=_("Request an extension"),
        button=_("Send request"),
        lead=customer.name,
        facts=[
            (
                _("Current deadline"),
                with_note(minute(row.release_at), countdown.left(row.release_at, at)) if row.rule else _("none"),
            ),
            *countdown.coming_facts(row, at),
            *_quota(policy, request.user, at),
            *_tiers(policy, row, request.user),
        ],
    )


def _quota(policy, user, at):
    if policy is None or policy.extensions_per_month is None:
        return [(_("Extensions this month"), _("no limit"))]
    left = max(policy.extensions_per_month - extend.used_this_month(user, at), 0)
    said = ngettext("%(n)d of %(limit)d left", "%(n)d of %(limit)d left", left) % {
        "n": left,
        "limit": policy.extensions_per_month,
    }
    return [(_("Extensions this month"), said)]


def _tiers(policy, row, user):
    """Who would decide, tier by tier."""
    out, below = [], 0
    for tier in sorted(policy.extension_tiers, key=lambda t: t.level) if policy else ():
        person = decider(
            row.department, tier.level, "extension.beyond" if tier.level > 1 else "request.decide", exclude=[user]
        )
        label = (
            _("Up to %(days)s, decided by") % {"days": time.days(tier.days)}
            if tier.days
            else _("More days, decided by")
            if below
            else _("Decided by")
        )
        out.append((label, str(person) if person else _("nobody")))
        below = tier.days or below
    return out


@verb
@allowed("customer.claim")
def intent(request, pk):
    """Apply to turn a potential customer to intent, with a detailed reason (Nc9)."""
    at = now()
    customer, row = owned_by_me(request, pk, at)
    boss = decider(row.department, 1, "request.decide", exclude=[request.user])
    form = IntentForm(posted(request))
    return answer(
        request,
        customer,
        form,
        lambda data: stages.ask_intent(customer_id=pk, reason=data["reason"], by=request.user, at=at),
        done=_("Your application was sent; you will be notified."),
        title=_("Change to intent"),
        button=_("Apply"),
        lead=customer.name,
        facts=[
            (
                _("Stage now"),
                with_note(StageNames().label(customer.department_id, customer.stage), since(customer.stage_since, at)),
            ),
            (_("Decides"), str(boss or _("nobody"))),
            (_("Current deadline"), minute(row.release_at) if row.rule else _("none")),
            *countdown.coming_facts(row, at),
            (_("While the application waits"), while_waiting(pk, at)),
        ],
    )


@verb
@allowed("customer.transfer")
def release(request, pk):
    """A manager puts a customer into the pool."""
    at = now()
    customer, row = load(request, pk, at, "customer.transfer")
    row = only_owned(customer, row)
    form = ReasonForm(posted(request))
    return answer(
        request,
        customer,
        form,
        lambda data: ownership.release(customer_id=pk, by=request.user, reason=data["reason"], at=at),
        undo=(undo.RELEASE, at),
        done=_("“%(name)s” is in the public pool now.") % {"name": customer.name},
        title=_("Release %(name)s") % {"name": customer.name},
        button=_("Release to the pool"),
        tone="danger",
        lead=_("%(owner)s is notified, with your reason.") % {"owner": row.owner},
        facts=[
            (_("Owner"), _("%(person)s (since %(date)s)") % {"person": row.owner, "date": day(row.since)}),
            *_tasks(pk, row, _("Closed; an undo reopens them")),
        ],
    )


@verb
@allowed("customer.transfer")
def transfer(request, pk):
    """Give a customer, owned or from the pool, to somebody who can hold it; free slots stand beside the names."""
    at = now()
    customer, row = load(request, pk, at, "customer.transfer")
    takers = access.takers(request.user)
    people = takers.exclude(pk=row.owner_id) if row else takers
    form = TransferForm(posted(request), people=people, notes=free_slots(people, at))
    return answer(
        request,
        customer,
        form,
        lambda data: ownership.transfer(customer_id=pk, to=data["to"], by=request.user, reason=data["reason"], at=at),
        undo=(undo.TRANSFER, at),
        done=_("“%(name)s” was transferred.") % {"name": customer.name},
        title=_("Transfer %(name)s") % {"name": customer.name},
        button=_("Transfer"),
        lead=_("The countdown restarts for the new owner."),
        facts=[
            (_("Owner"), str(row.owner) if row else _("none: it is in the public pool")),
            *_tasks(pk, row, _("They pass to the new owner; both are notified")),
        ],
        hint=_("Afterwards you can print a letter that informs the customer."),
    )


def _tasks(pk, row, what):
    """What becomes of the owner's open tasks there, told before."""
    n = Task.objects.filter(customer=pk, assignee=row.owner_id, done_at__isnull=True).count() if row else 0
    return [(_("Open tasks of the owner"), f"{n} · {what}")] if n else []
