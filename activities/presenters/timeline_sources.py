"""The sources of a customer's timeline: each gives its newest entries before a spot, in one query (row Na8)."""

from django.db.models import F, Q
from django.utils.translation import gettext as _

from activities.models import Attachment
from activities.presenters.timeline_entries import Spot, before, difference, entry, name_of, size
from contracts.models import Contract
from crm_project.audit.models import Entry
from crm_project.audit.presenters.rows import in_words
from crm_project.audit.presenters.text import action_words, reason_text, subject_text
from crm_project.lib.money import money_text
from crm_project.notices.models import Comment
from crm_project.ui.links import link
from customers.models import MajorChange

_CHANGES = ("customer.", "contact.", "collaborator.", "split.", "request.", "reception.")
_NOT_SHOWN = ("customer.looked", "customer.revealed", "customer.exported")


def changes(customer, spot, rank, limit, *, mask):
    """Changes of the file, its contacts, collaborators and requests, from the audit."""
    wanted = Q()
    for beginning in _CHANGES:
        wanted |= Q(action__startswith=beginning)
    rows = (
        Entry.objects.filter(wanted, before(spot, rank, "at"), customer_id=customer.pk)
        .exclude(action__in=_NOT_SHOWN)
        .order_by("-at", "-pk")
        .values(
            "pk",
            "at",
            "action",
            "subject_type",
            "subject_id",
            "subject_name",
            "changes",
            "reason",
            actor_name=F("actor__full_name"),
            actor_user=F("actor__username"),
        )
    )
    out = []
    for row in rows[:limit]:
        body = "\n".join(difference(*change) for change in in_words(row["subject_type"], row["changes"], mask))
        about = (
            subject_text(row["subject_type"], row["subject_name"])
            if row["subject_type"] not in ("customer", "")
            else ""
        )
        out.append(
            (
                Spot(row["at"], rank, row["pk"]),
                entry(
                    row["at"],
                    icon=_icon(row["action"]),
                    tone="info" if row["action"] == "customer.created" else "",
                    who=name_of(row["actor_name"], row["actor_user"]) or _("The system"),
                    what=action_words(row["action"]),
                    body=body,
                    foot=_(" · ").join(filter(None, [about, mask.text(reason_text(row["reason"]))])),
                    **_opens(row),
                ),
            )
        )
    return out


def _icon(action):
    icons = {"request": "inbox", "reception": "people"}
    return icons.get(action.partition(".")[0], "pencil")


def _opens(row):
    """Where a reception is read (M11)."""
    if row["subject_type"] != "reception":
        return {}
    return {"url": link("activities:reception", row["subject_id"]), "url_label": _("Open")}


def files(customer, spot, rank, limit, *, of_followups):
    """Files added on their own; and those of the given follow-ups, as {follow-up id: [(label, url)]}."""
    alone = Q(followup__isnull=True) & before(spot, rank, "at")
    rows = (
        Attachment.objects.filter(alone | Q(followup__in=of_followups), customer=customer)
        .order_by("-at", "-pk")
        .values(
            "pk",
            "at",
            "name",
            "size",
            "followup_id",
            "voided_at",
            by_name=F("by__full_name"),
            by_user=F("by__username"),
        )
    )
    out, attached = [], {}
    for row in rows[: limit + 10 * len(of_followups)]:
        url = "" if row["voided_at"] else link("activities:attachment", row["pk"])
        label = f"{row['name']} ({size(row['size'])})"
        if row["followup_id"]:
            if url:
                attached.setdefault(row["followup_id"], []).append((label, url))
            continue
        made = entry(
            row["at"],
            icon="paperclip",
            who=name_of(row["by_name"], row["by_user"]),
            what=_("withdrew a file") if row["voided_at"] else _("added a file"),
            body=row["name"] if row["voided_at"] else "",
            void=bool(row["voided_at"]),
            links=[(label, url)] if url else [],
        )
        out.append((Spot(row["at"], rank, row["pk"]), made))
    return out[:limit], attached


def contracts(customer, spot, rank, limit):
    """Contracts by the moment they were recorded."""
    rows = (
        Contract.objects.filter(before(spot, rank, "recorded_at"), customer=customer)
        .order_by("-recorded_at", "-pk")
        .values(
            "pk",
            "number",
            "recorded_at",
            "signed_at",
            "amount",
            "currency",
            "status",
            "void_reason",
            who_name=F("recorded_by__full_name"),
            who_user=F("recorded_by__username"),
        )
    )
    tones = {"draft": "", "confirmed": "ok", "void": "bad"}
    labels = dict(Contract.Status.choices)
    return [
        (
            Spot(row["recorded_at"], rank, row["pk"]),
            entry(
                row["recorded_at"],
                icon="file-earmark-text",
                tone=tones.get(row["status"], ""),
                who=name_of(row["who_name"], row["who_user"]),
                what=_("recorded the contract %(number)s") % row,
                void=row["status"] == "void",
                tags=[(str(labels.get(row["status"], row["status"])), tones.get(row["status"], ""))],
                foot=money_text(row["amount"], row["currency"])
                + (f" · {row['void_reason']}" if row["void_reason"] else ""),
                url=link("contracts:detail", row["pk"]),
                url_label=_("Open"),
            ),
        )
        for row in rows[:limit]
    ]


def comments(customer, spot, rank, limit, *, mask):
    """What people said about the customer."""
    rows = (
        Comment.objects.filter(before(spot, rank, "at"), subject_type="customer", subject_id=customer.pk)
        .order_by("-at", "-pk")
        .values("pk", "at", "text", who_name=F("author__full_name"), who_user=F("author__username"))
    )
    return [
        (
            Spot(r["at"], rank, r["pk"]),
            entry(
                r["at"],
                icon="chat-left-text",
                who=name_of(r["who_name"], r["who_user"]),
                what=_("commented"),
                body=mask.text(r["text"]),
            ),
        )
        for r in rows[:limit]
    ]


def major_changes(customer, spot, rank, limit):
    """Major changes by the moment they were recorded; void and corrected ones stay, struck through (M6)."""
    rows = (
        MajorChange.objects.filter(before(spot, rank, "recorded_at"), customer=customer)
        .select_related("kind", "recorded_by", "corrected_by")
        .order_by("-recorded_at", "-pk")
    )
    return [(Spot(row.recorded_at, rank, row.pk), _major_change(row)) for row in rows[:limit]]


def _major_change(row):
    corrected = hasattr(row, "corrected_by")
    if row.voided_at:
        ended = _("Void: %(reason)s") % {"reason": row.void_reason}
    else:
        ended = _("Corrected by a newer entry") if corrected else ""
    return entry(
        row.recorded_at,
        icon="exclamation-diamond",
        tone="warn",
        who=str(row.recorded_by),
        what=_("recorded a major change: %(kind)s, %(day)s") % {"kind": row.kind, "day": row.happened_on.isoformat()},
        body=row.text,
        void=bool(row.voided_at) or corrected,
        foot=_(" · ").join(filter(None, [row.source, ended])),
        url=f"{link('customers:detail', row.customer_id)}?part=file#changes",
        url_label=_("Open"),
    )
