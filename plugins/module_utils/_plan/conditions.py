# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What an operation waits for: states of the table, judged from one DescribeTable answer."""

from __future__ import annotations

import typing as t

from .._observed.model import ACTIVE, CREATING, DELETING, UPDATING, VECTOR_INDEX

if t.TYPE_CHECKING:
    from .._observed.model import Observed

ENCRYPTION_CHANGING = ("ENABLING", "DISABLING", "UPDATING")
# A table in one of these cannot be changed, only deleted (or mended outside: the key, the restore, the permission).
LOST = {
    "INACCESSIBLE_ENCRYPTION_CREDENTIALS": "its KMS key is disabled, deleted or no longer granted: restore the key",
    "ARCHIVING": "it is being archived, its KMS key was lost for more than seven days: restore it from the backup",
    "ARCHIVED": "it was archived, its KMS key was lost for more than seven days: restore it from the backup",
    "REPLICATION_NOT_AUTHORIZED": "its replication is not authorized: mend the permissions of the global table",
}
# Of these AWS makes no backup any more (4.3: a table without its key refuses backups).
KEY_LOST = ("INACCESSIBLE_ENCRYPTION_CREDENTIALS", "ARCHIVING", "ARCHIVED")
BUILT = "index {subject} built"
GONE = "index {subject} gone"


class Condition(t.NamedTuple):
    """A named state of a table, or of its index ``subject``."""

    kind: str
    subject: str = ""

    def __str__(self) -> str:
        return self.kind.format(subject=self.subject)

    def holds(self, observed: Observed | None) -> bool:
        """Tell whether the state is reached; ``None`` stands for a table that does not exist."""
        return _JUDGES[self.kind](observed, self.subject)

    def hopeless(self, observed: Observed | None) -> bool:
        """Tell whether waiting is in vain: the table or the index is gone, or cannot be used any more.

        An index that is to go and that can be queried is not going: its deletion was lost, or somebody built it anew.
        """
        if self.kind == GONE:
            return observed is not None and self.subject in observed.indexes and observed.indexes[self.subject].ready
        if self.kind.endswith("gone"):
            return False
        if observed is None or observed.status in LOST:
            return True
        return self.kind == BUILT and self.subject not in observed.indexes


def _exists(observed: Observed | None, _subject: str) -> bool:
    return observed is not None and observed.status not in (CREATING, DELETING)


def _active(observed: Observed | None, _subject: str) -> bool:
    return observed is not None and observed.status == ACTIVE


def _gone(observed: Observed | None, _subject: str) -> bool:
    return observed is None


def _index_ready(observed: Observed | None, subject: str) -> bool:
    return observed is not None and subject in observed.indexes and observed.indexes[subject].ready


def _index_gone(observed: Observed | None, subject: str) -> bool:
    return observed is None or subject not in observed.indexes


def _slot_free(observed: Observed | None, subject: str) -> bool:
    """AWS builds or deletes one index of a table at a time; an index may be deleted while it fills itself."""
    if observed is None or any(what.startswith(VECTOR_INDEX) for what in observed.moving):
        return False
    busy = {
        name for name, state in observed.indexes.items() if state.status in (CREATING, DELETING) or state.backfilling
    }
    return busy <= {subject} and (subject not in busy or observed.indexes[subject].backfilling)


def _encryption_settled(observed: Observed | None, _subject: str) -> bool:
    return observed is not None and observed.encryption_status not in ENCRYPTION_CHANGING


def _deletable(observed: Observed | None, _subject: str) -> bool:
    """DeleteTable is refused while anything is in flight, but not for a table that lost its key."""
    if observed is None or observed.status in (CREATING, UPDATING, DELETING):
        return False
    settled = all(state.status not in (CREATING, DELETING, UPDATING) for state in observed.indexes.values())
    return settled and not observed.moving and observed.encryption_status not in ENCRYPTION_CHANGING


def quiet(observed: Observed | None) -> bool:
    """Tell whether nothing that can be seen is in flight, so that waiting for it to settle would be in vain.

    A table that is lost is as much at rest as one that is ACTIVE.
    """
    lost = observed is not None and observed.status in LOST
    return (lost or TABLE_ACTIVE.holds(observed)) and TABLE_DELETABLE.holds(observed)


def in_flight(observed: Observed | None) -> tuple[object, ...]:
    """Return what can be seen of what is in flight; another value means that something has come on."""
    if observed is None:
        return ()
    return (observed.status, observed.encryption_status, observed.moving, *sorted(observed.indexes.items()))


TABLE_EXISTS = Condition("table created")
TABLE_ACTIVE = Condition("table ACTIVE")
TABLE_GONE = Condition("table gone")
TABLE_DELETABLE = Condition("nothing of the table in flight")
ENCRYPTION_SETTLED = Condition("encryption settled")

_Judge = t.Callable[["Observed | None", str], bool]
_JUDGES: dict[str, _Judge] = {
    TABLE_EXISTS.kind: _exists,
    TABLE_ACTIVE.kind: _active,
    TABLE_GONE.kind: _gone,
    TABLE_DELETABLE.kind: _deletable,
    ENCRYPTION_SETTLED.kind: _encryption_settled,
    BUILT: _index_ready,
    GONE: _index_gone,
    "no other index being built or deleted": _slot_free,
}


def index_built(name: str) -> Condition:
    """The index can be queried: ACTIVE and no longer filling."""
    return Condition(BUILT, name)


def index_gone(name: str) -> Condition:
    """The name of the index is free again."""
    return Condition(GONE, name)


def slot_free(name: str) -> Condition:
    """No index but this one is being built or deleted."""
    return Condition("no other index being built or deleted", name)
