"""What an app adds to the pages of people and departments: what somebody holds, under which policy a department lives.

An app states its `PAGES` in `<app>/organisation_pages.py`; `crm_project.catalogue` gathers them, `crm_project.accounts.views` shows them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class OrganisationPages:
    """Additions of one app; each callable costs a constant number of queries.

    `held(people)`: {key of a person: how many customers they hold}, for a list of people's keys.
    `person(user, person)`: values for the template of a person's page, as far as the user may see them.
    `notes(departments, at)`: {key of a department: what the company tree says beside it}.
    `department(department, at)`: values for the template of a department's page.
    """

    held: Callable[[Iterable[int]], Mapping[int, int]]
    person: Callable[[Any, Any], Mapping[str, Any]]
    notes: Callable[[Iterable[Any], datetime], Mapping[int, str]]
    department: Callable[[Any, datetime], Mapping[str, Any]]
