# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Encryption: the key of a table, and what becomes of a table whose key is lost (control_plane.md, 2, 4.2, 5, 6.1)."""

from __future__ import annotations

import dataclasses

from .. import flights as kinds
from ..clock import moment, stamp
from ..flights import Flight
from ..group import others
from ..operations.keys import kms_error
from ..refusal import RefusedError, limited, unmeasured, wrong
from ..rules.admission import ENCRYPTION
from ..setting import BUDGET, Resolve, Setting
from ..state import Part, Table
from ..world import World

LOST_KEY = "INACCESSIBLE_ENCRYPTION_CREDENTIALS"
DAY = 86_400.0
CHANGES, PAUSE = 4, 21_600.0


@dataclasses.dataclass
class Encryption:
    """The ARN of the key, none for the one that AWS owns; and since when it cannot be used, if so."""

    encryption_key: str | None = None
    lost_at: float | None = dataclasses.field(default=None, compare=False)
    encryption_changes: list[float] = dataclasses.field(default_factory=list, compare=False, metadata=BUDGET)


def has_key(encryption: Part | None) -> bool:
    """Whether a key other than the one AWS owns is asked for: ``{SSEType: KMS}`` is as good as ``{Enabled: true}``."""
    return bool(encryption) and bool((encryption or {}).get("Enabled", True))


def check(encryption: Part | None) -> None:
    """A key goes with SSEType KMS, and nothing goes with Enabled false."""
    if not encryption:
        return
    kind, key = encryption.get("SSEType"), encryption.get("KMSMasterKeyId")
    if not has_key(encryption):
        if kind:
            raise wrong("SSEType can not be specified if Enabled is false")
        if key:
            raise wrong("KMSMasterKeyId can not be specified if Enabled is false")
    if kind == "AES256":
        raise wrong("SSEType AES256 is not supported")
    if key and kind != "KMS":
        raise wrong("SSEType KMS is required if KMSMasterKeyId is specified")


def refuse_lost(world: World, table: Table) -> None:
    """4.3, INACCESSIBLE_ENCRYPTION_CREDENTIALS: what needs the key is refused in the words of KMS (L-333).

    For the other ways to be lost nobody has measured it.
    """
    key = table.of(Encryption).encryption_key
    if table.lost == LOST_KEY and key:
        raise kms_error("KMS key disabled error", "DisabledException", f"{key} is disabled.")
    if table.lost and not world.behaviour.unknown:
        raise unmeasured(f"Table {table.name} is {table.lost}")


def lose_tables(world: World, key: str, replicas: bool) -> None:
    """4.2: the tables of a key that cannot be used become inaccessible; L-329: replicas later, and without a date."""
    for table in world.tables.values():
        held = table.of(Encryption)
        if held.encryption_key == key and not table.lost and bool(others(table, world.now())) == replicas:
            table.lost, held.lost_at = LOST_KEY, None if replicas else world.now()


def find_tables(world: World, key: str) -> None:
    """L-335: the tables of a key that can be used again are found again, without a call."""
    for table in world.tables.values():
        held = table.of(Encryption)
        if held.encryption_key == key and table.lost == LOST_KEY:
            table.lost, held.lost_at = "", None


def _is_same(table: Table, wanted: Part) -> bool:
    """Whether the key that the table has is named by its ARN: nothing else is compared (L-082)."""
    key = table.of(Encryption).encryption_key
    return key is not None and wanted.get("KMSMasterKeyId") == key


def _check_changes(table: Table, now: float) -> None:
    """5: four changes in 24 hours, then one after each six hours without a change."""
    recent = [at for at in table.of(Encryption).encryption_changes if now - at < DAY]
    if len(recent) >= CHANGES and now - recent[-1] < PAUSE:
        raise limited(
            f"Encryption mode changes are limited in the 24h window ending at {stamp(recent[0] + DAY)}. After the"
            " first 4 change, each subsequent change in the same window can be performed at most once every 21600"
            f" seconds. Number of updates today: {len(recent)}. Last change at {stamp(recent[-1])}. Next changes"
            f" can be made at {stamp(min(recent[-1] + PAUSE, recent[0] + DAY))}."
        )


class _EncryptionSetting(Setting):
    """The old key shows at first; an answer about the key says ACTIVE whatever else is on its way (L-450, L-462)."""

    rank = 2
    state = Encryption
    member = "SSESpecification"
    concern = ENCRYPTION
    always_begins = True
    shown_old = ("SSEDescription",)
    answered_status = "ACTIVE"

    def check_new(self, request: Part) -> None:
        check(request.get(self.member))

    def create(self, table: Table, request: Part, resolve: Resolve) -> None:
        wanted = request.get(self.member) or {}
        if has_key(wanted):
            table.of(Encryption).encryption_key = resolve(wanted.get("KMSMasterKeyId"))

    def restore(self, source: Table, table: Table, request: Part, resolve: Resolve) -> None:
        """The key stays without an override; ``{}`` and ``Enabled: false`` are the one that AWS owns."""
        if "SSESpecificationOverride" not in request:
            table.of(Encryption).encryption_key = source.of(Encryption).encryption_key
            return
        wanted = request["SSESpecificationOverride"]
        check(wanted)
        self.create(table, {self.member: wanted}, resolve)

    def check_shared(self, table: Table, request: Part, others: dict[str, Table], now: float) -> None:
        """L-295, L-309: one kind of key for all Regions; a key of one's own where others have none was not measured."""
        own = has_key(request[self.member]) and request[self.member].get("KMSMasterKeyId")
        if own and any(other.of(Encryption).encryption_key is None for other in others.values()):
            raise unmeasured("A key of one's own for a global table whose other replicas have none")

    def share(self, before: Table, table: Table, other: Table, request: Part, resolve: Resolve) -> None:
        """L-295: the key that AWS owns, or the one that it manages in each Region; others are those of one Region."""
        wanted = request[self.member]
        if not has_key(wanted):
            other.of(Encryption).encryption_key = None
        elif not wanted.get("KMSMasterKeyId"):
            other.of(Encryption).encryption_key = resolve(None)

    def is_swallowed(self, table: Table, request: Part, now: float, resolve: Resolve) -> bool:
        """L-065: the key that is on its way."""
        wanted, key = request[self.member], table.of(Encryption).encryption_key
        if not table.flights.find(now, kinds.ENCRYPTION) or not has_key(wanted) or key is None:
            return False
        try:
            return resolve(wanted.get("KMSMasterKeyId")) == key
        except RefusedError:
            return False

    def check_admitted(self, world: World, table: Table, request: Part) -> None:
        if not _is_same(table, request[self.member]):
            refuse_lost(world, table)

    def check_first(self, world: World, table: Table, request: Part) -> None:
        """L-081: too many changes are told before what is wrong with the key."""
        wanted, counted = request[self.member], world.behaviour.budgets and not world.behaviour.instant
        if counted and has_key(wanted) and not _is_same(table, wanted):
            check(wanted)
            _check_changes(table, world.now())

    def change(self, table: Table, request: Part, resolve: Resolve) -> None:
        wanted, held = request[self.member], table.of(Encryption)
        check(wanted)
        if not has_key(wanted):
            if held.encryption_key is None:
                raise wrong("Table is already encrypted by default")
            held.encryption_key = None
            return
        named = wanted.get("KMSMasterKeyId")
        if named is not None and named == held.encryption_key:
            raise wrong(
                "Table is already encrypted with given KMSMasterKeyId."
                " Use KMSMasterKeyId parameter if you want to change Master Key"
            )
        held.encryption_key = resolve(named)

    def check_budget(self, world: World, table: Table, after: Table) -> None:
        """5: a return to the key that AWS owns is always admitted."""
        if after.of(Encryption).encryption_key is not None:
            _check_changes(table, world.now())

    def count(self, world: World, table: Table, after: Table) -> None:
        after.of(Encryption).encryption_changes.append(world.now())

    def begin(self, world: World, table: Table, after: Table, request: Part) -> None:
        """4.3: a change of the class that is on its way arrives late, while TableStatus is ACTIVE."""
        now = world.now()
        shows = {"key": table.of(Encryption).encryption_key, "until": now + world.draw("key_lag")}
        after.flights.begin(kinds.ENCRYPTION, now, world.draw("encryption"), shows=shows)
        class_change = after.flights.find(now, kinds.CLASS)
        if class_change:
            after.flights.begin(kinds.CLASS_HAZARD, now, class_change.until - now, shows=class_change.shows)
            after.flights.end(class_change, now)

    def described(self, table: Table, now: float) -> Part:
        """Absent with the key that AWS owns, and after a return to it; a key is shown by its ARN, at first the old one.

        The key that AWS owns has no ARN: on the way from it at first, on the way to it later, the status stands alone
        (L-079, L-140).
        """
        changing, held = table.flights.find(now, kinds.ENCRYPTION), table.of(Encryption)
        key = _shown_key(held, changing, now)
        if key is None:
            return {"SSEDescription": {"Status": "UPDATING"}} if changing else {}
        description: Part = {"Status": "UPDATING" if changing else "ENABLED", "SSEType": "KMS", "KMSMasterKeyArn": key}
        if held.lost_at is not None:
            description["InaccessibleEncryptionDateTime"] = moment(held.lost_at)
        return {"SSEDescription": description}

    def in_backup(self, table: Table) -> Part:
        return self.described(table, 0.0)


def _shown_key(held: Encryption, changing: Flight | None, now: float) -> str | None:
    if changing and now < changing.shows["until"]:
        old: str | None = changing.shows["key"]
        return old
    return held.encryption_key


SETTING = _EncryptionSetting()
