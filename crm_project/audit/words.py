"""What the audit's entries say to people: actions and fields in words."""

from django.utils.translation import gettext_lazy as _

# action -> what was done; the part before the first dot is its family, by which the search page groups.
ACTIONS = {
    "customer.created": _("entered the customer"),
    "customer.changed": _("changed the file"),
    "customer.looked": _("opened the restricted file"),
    "customer.merged": _("merged duplicates"),
    "customer.unmerged": _("undid a merging"),
    "customer.exported": _("exported customers"),
    "customer.imported": _("imported customers"),
    "customer.informed": _("informed the customer by mail"),
    "customer.name_confirmed": _("confirmed the name"),
    "customer.removed": _("removed an invalid entry"),
    "customer.restored": _("restored a removed entry"),
    "customers.printed": _("printed customers"),
    "contacts.exported": _("exported contacts"),
    "export.made": _("made an export"),
    "export.downloaded": _("downloaded an export"),
    "import.made": _("imported a file"),
    "duplicate.dismissed": _("said that two are no duplicates"),
    "file.attached": _("attached a file"),
    "file.downloaded": _("downloaded a file"),
    "file.voided": _("voided a file"),
    "filter.shared": _("shared a filter"),
    "filter.dropped": _("dropped a filter"),
    "list.saved": _("changed a managed list"),
    "list.ordered": _("reordered a managed list"),
    "list.switched": _("switched a list value on or off"),
    "minimum.set": _("set a minimum"),
    "rhythm.set": _("set how often a class is contacted"),
    "day.set": _("set a working day"),
    "day.cleared": _("cleared a working day"),
    "security.checked": _("did the security check"),
    "contact.saved": _("saved a contact"),
    "followup.recorded": _("recorded a follow-up"),
    "followup.corrected": _("corrected a follow-up"),
    "followup.voided": _("voided a follow-up"),
    "followup.confirmed": _("confirmed a follow-up"),
    "followup.rejected": _("rejected a follow-up"),
    "contract.imported": _("imported a contract"),
    "followup.imported": _("imported a follow-up"),
    "person.imported": _("imported a person"),
    "task.planned": _("planned a task"),
    "task.changed": _("changed a task"),
    "task.done": _("ticked a task off"),
    "task.reopened": _("took a tick back"),
    "contract.recorded": _("recorded a contract"),
    "contract.confirmed": _("confirmed a contract"),
    "contract.voided": _("voided a contract"),
    "rating.run": _("graded a quarter"),
    "rating.corrected": _("corrected a grade"),
    "rating.scored": _("rated a customer"),
    "rating.imported": _("imported points of the rating"),
    "scorecard.revised": _("made a new scorecard"),
    "standing.changed": _("changed the standing of a customer"),
    "standing.kept": _("kept the standing of a customer"),
    "standing.dropped": _("took a potential key customer off the list"),
    "care.added": _("noted a plan or support"),
    "care.done": _("closed a plan or support"),
    "papers.ticked": _("ticked off papers"),
    "statement.saved": _("entered yearly figures"),
    "ratings.exported": _("exported grades"),
    "ownership.claimed": _("claimed"),
    "ownership.entered": _("entered and protected"),
    "ownership.released": _("released to the pool"),
    "ownership.given_up": _("gave up"),
    "ownership.transferred": _("transferred"),
    "ownership.rotated": _("passed on by rotation"),
    "ownership.handed_over": _("handed over"),
    "ownership.extended": _("extended the deadline"),
    "ownership.warned": _("reminded the owner"),
    "ownership.review_opened": _("put before the manager"),
    "ownership.reviewed": _("let the owner go on"),
    "ownership.stage": _("changed the stage"),
    "ownership.restored": _("put back by an undo"),
    "ownership.merged": _("ended by a merging"),
    "collaborator.registered": _("registered a collaborator"),
    "collaborator.ended": _("ended a collaboration"),
    "split.decided": _("decided the split of a result"),
    "request.asked": _("asked for a decision"),
    "request.approved": _("approved a request"),
    "request.refused": _("refused a request"),
    "request.withdrawn": _("withdrew a request"),
    "policy.drafted": _("drafted a policy"),
    "policy.submitted": _("submitted a policy"),
    "policy.approved": _("approved a policy"),
    "policy.refused": _("refused a policy"),
    "policy.created": _("created a policy"),
    "policy.scope": _("put a department under a policy"),
    "sweep.undone": _("undid a run of the sweep"),
    "handover.started": _("started a handover"),
    "handover.changed": _("changed who gets a customer"),
    "handover.letter": _("changed the wording of letters"),
    "handover.ticked": _("ticked off a handover"),
    "comment.written": _("wrote a comment"),
    "change_sheet.exported": _("exported a change sheet"),
    "audit.exported": _("exported the audit"),
    "audit.proved": _("proved the chain of the audit"),
    "signin": _("has signed in"),
    "signin.failed": _("failed to sign in"),
    "signin.second_place": _("signed in at a second place"),
    "signout": _("signed out"),
    "session.ended": _("ended a session"),
    "password.set": _("set a password"),
    "second_factor.on": _("set a second factor up"),
    "second_factor.off": _("switched a second factor off"),
    "second_factor.codes": _("made new recovery codes"),
    "training.asked": _("asked for the training"),
    "training.confirmed": _("confirmed the training"),
    "person.created": _("created an account"),
    "person.invited": _("invited a person"),
    "person.uninvited": _("took an invitation back"),
    "person.changed": _("changed an account"),
    "person.moved": _("moved a person"),
    "person.closed": _("closed an account"),
    "person.reopened": _("reopened an account"),
    "person.away": _("noted an absence"),
    "person.calendar_reset": _("renewed a calendar address"),
    "role.created": _("created a role"),
    "role.changed": _("changed a role"),
    "role.rights": _("changed the rights of a role"),
    "role.removed": _("removed a role"),
    "department.created": _("created a department"),
    "department.changed": _("changed a department"),
    "department.moved": _("moved a department"),
    "department.closed": _("closed a department"),
    "department.reopened": _("reopened a department"),
}

# Families in the order of the search form: label and the actions' beginnings.
FAMILIES = {
    "looks": (_("Looks at restricted files"), ("customer.looked",)),
    "exports": (
        _("Exports"),
        ("export.", "contacts.exported", "customers.printed", "change_sheet.exported", "audit.exported", "file.downloaded"),
    ),
    "customers": (_("Customer files"), ("customer.", "contact.", "duplicate.", "file.", "import.", "list.", "filter.")),
    "followups": (_("Follow-ups"), ("followup.", "comment.", "task.")),
    "contracts": (_("Contracts"), ("contract.",)),
    "ratings": (_("Credit rating"), ("rating.", "ratings.", "scorecard.", "standing.", "care.", "papers.", "statement.")),
    "ownership": (_("Ownership"), ("ownership.", "collaborator.", "split.", "handover.")),
    "requests": (_("Requests"), ("request.",)),
    "policies": (_("Policies and the sweep"), ("policy.", "sweep.")),
    "rights": (_("People and rights"), ("person.", "role.", "department.", "training.", "security.")),
    "signin": (_("Signing in"), ("signin", "signout", "session.", "password.", "second_factor.")),
}

FIELDS = {
    "owner": _("owner"), "name": _("name"), "collaborator": _("collaborator"), "policy": _("policy"), "shares": _("shares"),
    "holds_from": _("holds from"), "customers": _("customers"), "introduced": _("introduced"), "informed": _("informed"),
    "put_back": _("put back"), "stayed": _("could not be put back"), "to": _("to"), "amount": _("amount"), "regions": _("regions"),
    "role": _("role"), "department": _("department"), "rights": _("rights"), "query": _("filter"), "rows": _("rows"),
    "entries": _("entries"), "problem": _("problem"), "superior": _("superior"), "password": _("password"),
}  # fmt: skip


def action_words(action):
    """What was done, in words; an unknown action stands as it is."""
    return str(ACTIONS.get(action, action))


def field_words(name):
    """A changed field in words."""
    return str(FIELDS.get(name, name.replace("_", " ")))


def tone(action):
    """The colour of an action's tag."""
    last = action.rsplit(".", 1)[-1]
    if last in ("failed", "refused", "rejected", "voided", "closed", "released", "removed", "second_place"):
        return "bad"
    if last in ("looked", "exported", "given_up", "rights", "off"):
        return "warn"
    return "ok" if last in ("approved", "confirmed", "restored", "claimed", "created") else "info"
