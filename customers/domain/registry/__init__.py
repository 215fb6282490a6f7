"""A register of companies outside, asked by the credit code (row Ni3): which one an installation sets, and how it is asked.

`CRM_REGISTRY` names the class of an adapter (`customers.domain.registry.file:FileRegistry`), `CRM_REGISTRY_SOURCE` what it is given (a file, an address); without the first
none is asked. An adapter is written to the Protocol below and may stand in any package; `file.FileRegistry` is one.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Protocol

import structlog
from django.conf import settings
from django.utils.translation import gettext as _

from crm_project.lib.refused import Refused
from customers.domain.tax_ids import tax_id_problem
from customers.rules import tax_id

log = structlog.get_logger(__name__)
# A slow register holds so many questions at once, and no more of the web process.
_asking = ThreadPoolExecutor(max_workers=4, thread_name_prefix="registry")


@dataclass(frozen=True)
class Company:
    """What a register says of a company, named as the fields of the customer file; empty where it says nothing."""

    name: str = ""
    address: str = ""
    legal_representative: str = ""
    registered_capital: str = ""  # CNY, as an amount is typed: 5,000,000 or 500万
    business_scope: str = ""
    phone: str = ""
    website: str = ""


class Registry(Protocol):
    """An adapter. It is made once for each process, with the source, and asked by several threads."""

    def __init__(self, source: str) -> None: ...

    def company(self, code: str) -> Company | None:
        """The company with this credit code (18 characters, check digit right); None where it knows none.

        Any exception means that it can't be asked now. It is given `CRM_REGISTRY_SECONDS` and uses no database of ours.
        """
        ...


def is_set() -> bool:
    """Whether this installation asks a register."""
    return bool(settings.REGISTRY)


@lru_cache(maxsize=1)
def _registry(path: str, source: str) -> Registry:
    module, _colon, name = path.partition(":")
    made: Registry = getattr(import_module(module), name)(source)
    return made


def look_up(code: str) -> Company:
    """What the register says of this code. Refuses with code off, tax_id, unknown, slow, failed."""
    if not is_set():
        raise Refused(_("No company registry is set up: an administrator of the server can do that."), code="off")
    code = tax_id.plain(code)
    if not code or tax_id_problem(code):
        sentence = tax_id_problem(code) or _("Enter the credit code first: the registry is asked by it.")
        raise Refused(sentence, code="tax_id", field="tax_id")
    found = _asked(code)
    if found is None:
        raise Refused(_("The registry knows no company with this code: check it, or fill in by hand."), code="unknown")
    return found


def _asked(code: str) -> Company | None:
    seconds = settings.REGISTRY_SECONDS
    answer = _asking.submit(lambda: _registry(settings.REGISTRY, settings.REGISTRY_SOURCE).company(code))
    try:
        return answer.result(timeout=seconds)
    except TimeoutError:
        answer.cancel()
        raise Refused(
            _("The registry did not answer within %(n)g seconds: fill in by hand, or try again later.")
            % {"n": seconds},
            code="slow",
        ) from None
    except Exception as error:
        log.warning("registry_failed", error=type(error).__name__, exc_info=True)
        raise Refused(
            _("The registry can't be asked at the moment: fill in by hand, or try again later."), code="failed"
        ) from None
