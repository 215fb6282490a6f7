"""How far a role reaches for one action, as the QuerySets take it (rows Na1, Nb3)."""

from dataclasses import dataclass

from .choices import Scope


@dataclass(frozen=True)
class DataScope:
    """Computed once by `accounts.domain.access.data_scope`, handed to `visible_to`: no query asks the role again.

    `reach`: own, department, below or all; None: nothing. `departments`: those within it, none with own or all.
    `collaborates`: whether customers count on which the person is a registered collaborator.
    `few`: asked of a few rows, found already by their keys: the database asks each of them, instead of listing all in reach.
    """

    reach: str | None
    departments: frozenset[int] = frozenset()
    collaborates: bool = False
    few: bool = False

    @property
    def everything(self) -> bool:
        """The whole company: nothing need be asked."""
        return self.reach == Scope.ALL

    @property
    def nothing(self) -> bool:
        """The role does not allow this at all."""
        return self.reach is None


NOTHING = DataScope(None)
