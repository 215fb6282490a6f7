"""The number to call about a customer, as the person who looks may read it (rows Nb4, Nf15)."""

from collections.abc import Mapping

from crm_project.accounts.models import User
from crm_project.lib.sensitive import masked
from customers.domain.access.masking import hidden_among
from reports.domain import queue

from .rows import Phone


class Phones:
    """Numbers and key contacts of several customers; one query, a second one only where a rule may hide a number.

    `files`: {customer id: a row with customer__phone, customer__vip, customer__level}.
    """

    def __init__(self, user: User, files: Mapping[int, Mapping]) -> None:
        self._files, self._people, self.keyed = files, {}, set()
        rows = [{"id": pk, "vip": f["customer__vip"], "level": f["customer__level"]} for pk, f in files.items()]
        self._hidden = hidden_among(user, rows)
        for customer, key, name, mobile, phone in queue.people(sorted(files)) if files else ():
            if key:
                self.keyed.add(customer)
            if mobile or phone:
                self._people.setdefault(customer, (mobile or phone, name))

    def of(self, customer: int) -> Phone | None:
        """The number of the first contact that has one, key contacts first, else that of the company."""
        number, who = self._people.get(customer) or (self._files[customer]["customer__phone"], "")
        if not number:
            return None
        if customer in self._hidden:
            return Phone(masked(number), "", who)
        return Phone(number, "".join([sign for sign in number if sign in "0123456789+"]), who)
