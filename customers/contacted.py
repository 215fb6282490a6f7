"""The two published filters "contacted" and "not contacted": the sweep's own clock, asked for any day (row Z17).

Not contacted on a day: the rule “no contact” is due by that day's release hour. It counts from the stored
`Ownership.contacted_at` (the last follow-up that counts, written by `assignment.clocks` only), else from the claim.
"""

from datetime import timedelta

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from assignment.policies import PolicyBook, zone
from assignment.policy import NO_CONTACT, REVIEW
from assignment.policy_body import first_moment
from assignment.sentences import sentence
from crm_project.accounts.models import Department


def _rule(policy):
    """The shortest such rule of a policy, or None."""
    rules = [r for r in policy.rules if r.kind == NO_CONTACT] if policy else []
    return min(rules, key=lambda r: r.days, default=None)


def _departments(day):
    """[(department, policy, rule)] of those that live under such a rule on this date."""
    book, out = PolicyBook(), []
    for department in Department.objects.order_by("path"):
        policy = book.for_line(department.ancestor_ids(), day)
        rule = _rule(policy)
        if rule:
            out.append((department, policy, rule))
    return out


def sentences(day, departments=None):
    """The rules that decide, each with the departments that live under it: [(sentence, names)]; `departments` (ids) narrows."""
    found = {}
    for department, _policy, rule in _departments(day):
        if departments is not None and department.pk not in departments:
            continue
        found.setdefault(sentence(rule), []).append(str(department))
    return [(said, _(", ").join(names)) for said, names in found.items()]


def _latest_anchor(policy, rule, day):
    """The last anchor (exclusive) with which this rule is due by `day`, or None where the grace after a change spares all."""
    last = day - timedelta(days=rule.days)
    if policy.grace:
        spared = policy.grace.holds_from + timedelta(days=max(rule.remind_days, 1))
        if day < spared:
            before = _rule(policy.grace.previous)
            if before is None:
                return None
            # The former rule may have another release hour: later than ours, it is due a day later.
            later = policy.grace.previous.release_hour > policy.release_hour
            last = min(last, day - timedelta(days=before.days + later))
    return first_moment(last + timedelta(days=1), zone())


def _due(day):
    """Customers whose rule is due by the release hour of `day`, as a condition on Customer; and those under any such rule."""
    due, ruled = Q(pk__in=[]), set()
    for department, policy, rule in _departments(day):
        ruled.add(department.pk)
        anchor = _latest_anchor(policy, rule, day)
        if anchor is None:
            continue
        hour = policy.moment(day)
        held = Q(ownership__department_id=department.pk, anchor__lt=anchor)
        if rule.outcome == REVIEW:
            held &= Q(ownership__review_after__isnull=True) | Q(ownership__review_after__lte=hour)
        else:
            held &= Q(ownership__extended_until__isnull=True) | Q(ownership__extended_until__lte=hour)
            held &= Q(ownership__spared_until__isnull=True) | Q(ownership__spared_until__lte=hour)
        due |= held
    return due, ruled


def narrow(customers, contacted, day):
    """Those of `customers` that are contacted (True) or not contacted (False) on a local date.

    Departments without such a rule appear in neither list, and neither do customers of the public pool.
    """
    due, ruled = _due(day)
    customers = customers.alias(anchor=Coalesce(F("ownership__contacted_at"), F("ownership__since")))
    customers = customers.filter(ownership__department_id__in=ruled)
    return customers.exclude(due) if contacted else customers.filter(due)


def name(contacted):
    """What the published filter is called."""
    return _("Contacted") if contacted else _("Not contacted")
