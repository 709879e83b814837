# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Conditions that operations wait for: states of the table, each judged from one look at it.

A condition of a single setting is in the folder of that setting. A look is an answer of DescribeTable, and the answers
to the reads that the conditions name.
"""

from __future__ import annotations

import abc
import dataclasses
import typing as t

from .states import ACTIVE, CREATING, DELETING

if t.TYPE_CHECKING:
    from .observed import Observed

# A table in one of these states can only be deleted. To change it, a user must first repair its key or permissions.
LOST = {
    "INACCESSIBLE_ENCRYPTION_CREDENTIALS": "its KMS key is disabled, deleted or no longer granted: restore the key",
    "ARCHIVING": "it is being archived, its KMS key was lost for more than seven days: restore it from the backup",
    "ARCHIVED": "it was archived, its KMS key was lost for more than seven days: restore it from the backup",
    "REPLICATION_NOT_AUTHORIZED": "its replication is not authorized: mend the permissions of the global table",
}
# In these states AWS makes no backup of the table (4.3: a table without its key refuses backups).
KEY_LOST = ("INACCESSIBLE_ENCRYPTION_CREDENTIALS", "ARCHIVING", "ARCHIVED")


class Failure(t.NamedTuple):
    """What AWS says of a change that failed after its call was answered: the call, a code, and the reason."""

    operation: str
    code: str
    text: str


@dataclasses.dataclass(frozen=True)
class Condition(abc.ABC):
    """A state of a table, or of its part ``subject``; if it is ``lasting``, no call that updates the table ends it.

    ``reads`` are the names of settings whose own read shows the state; it does not hold where they were not read.
    """

    subject: str = ""
    text: t.ClassVar[str]
    lasting: t.ClassVar[bool] = False
    reads: t.ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return self.text.format(subject=self.subject)

    @abc.abstractmethod
    def holds(self, observed: Observed | None) -> bool:
        """Tell whether the state is reached; ``observed`` is ``None`` if the table does not exist."""

    def hopeless(self, observed: Observed | None) -> bool:
        """Tell whether the state can never be reached, because the table or index is gone or cannot be used."""
        return observed is None or observed.status in LOST

    def failure(self, observed: Observed | None) -> Failure | None:
        """Return why the state is not reached, if AWS shows that the change to it has failed."""
        return None


class TableCreated(Condition):
    """The table is created: other APIs, such as TagResource, accept calls for it."""

    text = "table created"
    lasting = True

    def holds(self, observed: Observed | None) -> bool:
        return observed is not None and observed.status not in (CREATING, DELETING)


class TableActive(Condition):
    """The table is ACTIVE: AWS accepts UpdateTable."""

    text = "table ACTIVE"

    def holds(self, observed: Observed | None) -> bool:
        return observed is not None and observed.status == ACTIVE


class TableGone(Condition):
    """The table is gone: a new table can have its name."""

    text = "table gone"

    def holds(self, observed: Observed | None) -> bool:
        return observed is None

    def hopeless(self, observed: Observed | None) -> bool:
        return False


TABLE_EXISTS = TableCreated()
TABLE_ACTIVE = TableActive()
TABLE_GONE = TableGone()
