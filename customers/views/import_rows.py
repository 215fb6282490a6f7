"""What the pages of an import show of a job: its progress, its figures, what each row does."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from crm_project.lib.money import money_text
from crm_project.lib.time import minute

from ..importing.columns import is_ours
from ..importing.kinds import every_kind
from ..models import ImportJob

State = ImportJob.State
TONES = {
    State.CHECKING: "info",
    State.MAPPING: "accent",
    State.READY: "accent",
    State.RUNNING: "info",
    State.DONE: "ok",
    State.FAILED: "bad",
    State.UNDOING: "info",
    State.UNDONE: "",
}
WAITS = (State.CHECKING, State.RUNNING, State.UNDOING)
KEPT = 200  # rows shown that an undo left as they are
REASONS = 12  # shown, the most frequent first


def result(key):
    """(word, tone) of what becomes of a row."""
    return {
        "new": (pgettext("row of a file", "New"), "ok"),
        "changed": (pgettext("row of a file", "Changed"), "info"),
        "unchanged": (pgettext("row of a file", "Unchanged"), ""),
        "refused": (pgettext("row of a file", "Refused"), "bad"),
    }[key]


def moment(at):
    """A time as the lists show it."""
    return minute(at)


def listed_row(job):
    """One line of the list of one's own imports."""
    counts = job.summary.get("counts", {})
    told = ", ".join(
        f"{counts[key]:,} {result(key)[0].lower()}"
        for key in ("new", "changed", "unchanged", "refused")
        if counts.get(key)
    )
    return {
        "url": reverse("customers:import_job", args=[job.pk]),
        "name": job.filename,
        "state": job.get_state_display(),
        "tone": TONES[job.state],
        "note": " · ".join(filter(None, [told or str(every_kind()[job.kind].label), moment(job.at)])),
    }


def polled(job):
    """What parts/job.html takes."""
    running = job.state in WAITS
    title = {State.CHECKING: _("Checking %(file)s"), State.UNDOING: _("Undoing the import of %(file)s")}.get(
        job.state, _("Importing %(file)s")
    )
    note = _("The file is being opened.")
    if job.total:
        note = _("%(done)s of %(total)s rows") % {"done": f"{job.done:,}", "total": f"{job.total:,}"}
    return {
        "pk": job.pk,
        "title": title % {"file": job.filename},
        "note": note,
        "done": job.done,
        "total": job.total,
        "percent": f"{job.done * 100 // job.total} %" if job.total else "",
        "state": "running" if running else "done",
        "poll_url": reverse("customers:import_progress", args=[job.pk]),
    }


def steps(job):
    """Where the file is on its way."""
    at = {State.CHECKING: 1, State.MAPPING: 1, State.READY: 2, State.RUNNING: 3, State.FAILED: 1}.get(job.state, 4)
    if job.state == State.FAILED and "at" in job.summary:
        at = 3
    names = [_("Choose the file"), _("Assign columns"), _("Preview"), _("Import")]
    return [
        {"label": name, "state": "done" if index < at else "now" if index == at else ""}
        for index, name in enumerate(names)
    ]


def preview(job):
    """The figures and the first rows; a job that is done shows what became of them."""
    counts = {key: job.summary.get("counts", {}).get(key, 0) for key in ("new", "changed", "unchanged", "refused")}
    taken, kind = counts["new"] + counts["changed"], every_kind()[job.kind]
    reasons = []
    if counts["refused"]:
        told = job.refused_rows.order_by().values("sentence").annotate(n=Count("pk"), first=Min("number"))
        reasons = list(told.order_by("-n", "first")[: REASONS + 1])
    return {
        "steps": steps(job),
        "counts": counts,
        "told": {key: number_format(n, force_grouping=True) for key, n in counts.items()},
        "total": number_format(sum(counts.values()), force_grouping=True),
        "taken": taken,
        "kind": kind.label,
        "when": moment(job.at),
        **_lines(job, sum(counts.values())),
        "met": [(*result(key), n) for key, n in job.summary.get("met", {}).items() if n],
        "doubts": job.summary.get("doubts", []),
        "doubtful": job.summary.get("doubtful", 0),
        "effects": job.summary.get("effects", []),
        "reasons": reasons[:REASONS],
        "more_reasons": len(reasons) > REASONS,
        "problems": job.problem.splitlines(),
        "resumable": job.state == State.FAILED and "at" in job.summary,
        "amounts": [
            money_text(amount, currency) for currency, amount in sorted(job.summary.get("amounts", {}).items())
        ],
        "notes": job.summary.get("notes", []),
        "new_values": [
            _("%(column)s: %(value)s") % {"column": kind.headings[column], "value": value}
            for column, value in job.summary.get("new_values", [])
        ],
        "confirm": ngettext("Import %(n)s row", "Import %(n)s rows", taken) % {"n": f"{taken:,}"},
        "waits": job.state in WAITS,
        "ready": job.state == State.READY,
        "done": job.state == State.DONE,
        **understood(job),
        **taken_back(job),
        "failed": job.state == State.FAILED,
    }


def _lines(job, total):
    """The rows one by one; before the import, those that mean something that is there already stand in a list of their own only."""
    known = [{**_line(*line[:4]), "known": line[4]} for line in job.summary.get("known", [])]
    apart, told_apart = set(), 0
    if job.state == State.READY:
        apart, told_apart = {line["number"] for line in known}, sum(job.summary.get("met", {}).values())
    rows = [*job.summary.get("first", []), *job.summary.get("later", [])]
    return {
        "known": known,
        "rows": [_line(*line) for line in rows if line[0] not in apart],
        "others": number_format(total - told_apart, force_grouping=True),
    }


def _line(number, name, key, sentence):
    return {"number": number, "label": name, "sentence": sentence, "word": result(key)[0], "tone": result(key)[1]}


def understood(job):
    """Which column each heading was taken for, what was left out, and what holds for every row."""
    columns = every_kind()[job.kind].headings
    headings = job.summary.get("found", {}).get("headings", [])
    pairs = list(zip(headings, job.mapping.get("columns", []), strict=False))
    return {
        "assigned": [(text, str(columns[name])) for text, name in pairs if name in columns],
        "left_out": [text for text, name in pairs if not name and text and not is_ours(text)],
        "fixed": [(str(columns[n]), text) for n, text in job.mapping.get("fixed", {}).items() if n in columns],
    }


def taken_back(job):
    """What an undo has done, and which rows stay, with the reason."""
    counts = job.summary.get("undo", {"undone": 0, "kept": 0})
    rows = job.imported_rows.exclude(kept="").order_by("number")[:KEPT] if counts["kept"] else []
    return {
        "undone": job.state == State.UNDONE,
        "undone_rows": number_format(counts["undone"], force_grouping=True),
        "kept_rows": counts["kept"],
        "kept_values": counts.get("values", []),
        "kept": [(row.number, row.label, row.kept) for row in rows],
    }
