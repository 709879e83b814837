# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What an operation waits for: states of the table, judged from one DescribeTable answer.

The conditions of a setting are in its folder.
"""

from __future__ import annotations

import abc
import dataclasses
import typing as t

from .states import ACTIVE, CREATING, DELETING, UPDATING

if t.TYPE_CHECKING:
    from .observed import Observed

# A table in one of these cannot be changed, only deleted (or mended outside: the key, the restore, the permission).
LOST = {
    "INACCESSIBLE_ENCRYPTION_CREDENTIALS": "its KMS key is disabled, deleted or no longer granted: restore the key",
    "ARCHIVING": "it is being archived, its KMS key was lost for more than seven days: restore it from the backup",
    "ARCHIVED": "it was archived, its KMS key was lost for more than seven days: restore it from the backup",
    "REPLICATION_NOT_AUTHORIZED": "its replication is not authorized: mend the permissions of the global table",
}
# Of these AWS makes no backup any more (4.3: a table without its key refuses backups).
KEY_LOST = ("INACCESSIBLE_ENCRYPTION_CREDENTIALS", "ARCHIVING", "ARCHIVED")


@dataclasses.dataclass(frozen=True)
class Condition(abc.ABC):
    """A named state of a table, or of what is called ``subject`` in it; ``lasting`` if no call of an update ends it."""

    subject: str = ""
    text: t.ClassVar[str]
    lasting: t.ClassVar[bool] = False

    def __str__(self) -> str:
        return self.text.format(subject=self.subject)

    @abc.abstractmethod
    def holds(self, observed: Observed | None) -> bool:
        """Tell whether the state is reached; ``None`` stands for a table that does not exist."""

    def hopeless(self, observed: Observed | None) -> bool:
        """Tell whether waiting is in vain: the table or the index is gone, or cannot be used any more."""
        return observed is None or observed.status in LOST


class TableCreated(Condition):
    """The table takes calls of the APIs beside CreateTable."""

    text = "table created"
    lasting = True

    def holds(self, observed: Observed | None) -> bool:
        return observed is not None and observed.status not in (CREATING, DELETING)


class TableActive(Condition):
    """The table takes UpdateTable."""

    text = "table ACTIVE"

    def holds(self, observed: Observed | None) -> bool:
        return observed is not None and observed.status == ACTIVE


class TableGone(Condition):
    """The name of the table is free."""

    text = "table gone"

    def holds(self, observed: Observed | None) -> bool:
        return observed is None

    def hopeless(self, observed: Observed | None) -> bool:
        return False


class NothingInFlight(Condition):
    """DeleteTable is refused while anything is in flight, but not for a table that lost its key."""

    text = "nothing of the table in flight"

    def holds(self, observed: Observed | None) -> bool:
        if observed is None or observed.status in (CREATING, UPDATING, DELETING):
            return False
        return not any(moving.holds_deletion for moving in observed.moving)


TABLE_EXISTS = TableCreated()
TABLE_ACTIVE = TableActive()
TABLE_GONE = TableGone()
TABLE_DELETABLE = NothingInFlight()


def quiet(observed: Observed | None) -> bool:
    """Tell whether nothing that can be seen is in flight, so that waiting for it to settle would be in vain.

    A table that is lost is as much at rest as one that is ACTIVE.
    """
    lost = observed is not None and observed.status in LOST
    return (lost or TABLE_ACTIVE.holds(observed)) and TABLE_DELETABLE.holds(observed)


def in_flight(observed: Observed | None) -> tuple[object, ...]:
    """Return what can be seen of what is in flight; another value means that something has come on."""
    return () if observed is None else (observed.status, *sorted(observed.moving))
