"""What is known beside a request; which facts, the app that declares its kind says."""

from crm_project.approvals.domain.kinds import kind_of


def gathered(row, user, at):
    """For the panel beside a request, with the rights of `user`:

    `facts`: [(label, value)]; `opens` and `links`: [(label, address)] above and below them; `panels`: templates that show what else there is.
    A constant number of queries (row Nd6).
    """
    evidence = kind_of(row.kind).evidence
    return {"row": row, "facts": [], **(evidence(row, user, at) if evidence else {})}
