"""Stock-takes as their pages show them (row T6)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.lib.time import minute
from customers.domain.access.masking import shown
from customers.domain.custody.access import kept
from customers.models import PaperFolder, StockTakeLine
from customers.rules.custody.stock import TO_SETTLE

Verdict = StockTakeLine.Verdict
TONES = {
    Verdict.FOUND: "ok",
    Verdict.MISPLACED: "warn",
    Verdict.MISSING: "bad",
    Verdict.ON_LOAN: "info",
    Verdict.LENT_BUT_HERE: "warn",
    Verdict.LOST_BUT_HERE: "warn",
    Verdict.LOST: "bad",
}


def lines(rows):
    """Stock-takes in their list."""
    return [
        {
            "place": str(row.place),
            "url": reverse("customers:stock_take", args=[row.pk]),
            "opened": minute(row.opened_at),
            "by": str(row.opened_by),
            "status": _("Closed") if row.closed_at else _("Open"),
            "tone": "" if row.closed_at else "info",
        }
        for row in rows
    ]


def result(row, user, at):
    """{groups, counts, read, expected}: what was read; once closed, by verdict, what has to be settled first.

    Of folders whose customer the person may not open, nothing but the number is shown.
    """
    found = list(row.lines.select_related("folder__customer", "by").order_by("-seen_at", "-pk"))
    known = set(kept(user, at).filter(pk__in=[one.folder_id for one in found]).values_list("pk", flat=True))
    masked = dict(zip([one.pk for one in found], shown(user, [one.folder for one in found]), strict=True))
    by_verdict = {}
    for one in found:
        by_verdict.setdefault(one.verdict, []).append(_line(one, masked[one.pk], one.folder_id in known))
    order = sorted(by_verdict, key=lambda key: (key not in TO_SETTLE, list(Verdict.values).index(key) if key else 0))
    return {
        "groups": [
            (Verdict(key).label if key else _("Read so far"), TONES.get(key, ""), by_verdict[key]) for key in order
        ],
        "counts": [(Verdict(key).label, len(by_verdict[key]), TONES[key]) for key in order if key],
        "read": sum(one.seen_at is not None for one in found),
        "expected": 0 if row.closed_at else PaperFolder.objects.filter(place=row.place).count(),
        "opened": minute(row.opened_at),
        "closed": minute(row.closed_at),
    }


def _line(one, folder, known):
    return {
        "number": folder.number,
        "url": reverse("customers:folder", args=[folder.pk]) if known else "",
        "title": f"{folder.title} · {folder.customer.name}" if known else "",
        "note": one.note,
        "when": minute(one.seen_at),
    }
