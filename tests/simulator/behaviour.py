# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the engine behaves where the service was measured to vary, or was not measured at all."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Mapping

# Seconds from the shortest to the longest that was measured (control_plane.md, 4.2, unless a comment says otherwise).
SECONDS: Mapping[str, tuple[float, float]] = {
    "create": (2.0, 6.0),
    "create_with_indexes": (14.0, 22.0),
    "delete": (4.0, 6.0),
    "capacity": (1.0, 2.0),
    "index_capacity": (2.0, 4.0),
    "to_provisioned": (60.0, 98.0),
    "to_on_demand": (129.0, 172.0),
    "to_on_demand_again": (2.0, 5.0),
    "stream": (4.0, 7.0),
    "class": (3.6, 6.1),
    "encryption": (21.0, 23.0),
    # Until then the old key is shown.
    "key_lag": (8.0, 9.0),
    "warm": (271.0, 514.0),
    # L-121 and L-179: once raised, a further rise takes no longer than this.
    "warm_again": (2.0, 2.0),
    # L-152: the indexes of a table that is switched to PROVISIONED.
    "index_switch": (6.0, 6.1),
    # Together 507 to 539.
    "index_allocation": (24.0, 56.0),
    "index_backfill": (483.0, 483.0),
    "index_delete": (2.6, 5.1),
    # Together 480 to 1200.
    "vector_backfill": (456.0, 1144.0),
    "insights_on": (1.0, 16.0),
    "insights_off": (2.0, 2.0),
    "kinesis_on": (2.0, 7.0),
    "kinesis_precision": (124.0, 152.0),
    "kinesis_off": (2.0, 2.0),
    "tag_lock": (1.5, 1.8),
    "tag_lag": (1.3, 3.0),
    "policy_pending": (1.0, 2.0),
    "policy_lag": (1.0, 2.7),
    # L-324 and L-432: until a policy is in effect, the first one of a table, and every other change.
    "policy_first_effect": (2.0, 4.1),
    "policy_effect": (221.0, 237.0),
    "replica_create": (14.0, 49.0),
    # L-265, L-298, L-306: where there are items.
    "replica_fill": (562.0, 686.0),
    # L-226 and L-298: until the table of a replica is seen in its Region.
    "replica_visible": (10.0, 10.2),
    "replica_visible_filled": (67.0, 68.0),
    # L-422: with a maximum of its own for reads, a replica is listed late.
    "replica_with_maximum": (161.5, 161.5),
    # L-230, L-250, L-251, L-297: how long all members are held by a change of one, the others somewhat longer.
    "group_change": (34.0, 39.0),
    "group_behind": (3.0, 3.0),
    # L-297: within 60 s.
    "group_ttl": (5.0, 60.0),
    # L-310: 4 to 5 s after the key was disabled, the replica is given up.
    "replica_given_up": (4.0, 5.0),
    # L-249: a replica that is added right after its table was scaled may fail with HTTP 500; for how long is a guess.
    "scaling_unseen": (0.0, 3.0),
    # Documented without a time: a guess.
    "disassociation": (34.0, 39.0),
    # L-258 and L-261: strong consistency.
    "strong_create": (15.6, 15.7),
    "strong_create_witness": (59.5, 86.0),
    "strong_delete": (54.6, 70.0),
    "replica_delete": (121.0, 244.0),
    # 4.3, the row of CREATING: what the sub-resource APIs answer first, and how long recovery lags behind ACTIVE.
    "unknown_while_creating": (2.6, 2.6),
    "recovery_delay": (1.4, 2.7),
    # L-083 and L-111: after ACTIVE, until ContinuousBackupsStatus is ENABLED.
    "no_backups": (3.0, 3.1),
    # L-116: about 20 s.
    "no_insights": (20.0, 21.0),
    # 4.3, the row of DELETING: tags are in use, then gone; the other APIs still answer.
    "tags_gone": (1.1, 1.7),
    "writable_while_deleting": (1.0, 1.6),
    # L-374: a policy like the one that is there.
    "same_policy_while_deleting": (1.6, 1.8),
    # 2, OnDemandThroughput: -1 is echoed that long.
    "cleared_units": (1.0, 1.0),
    # 5: measured 1811 to 1872.
    "ttl_cooldown": (1811.0, 1872.0),
    "toggle_cooldown": (15.0, 15.0),
    # DDB-BACKUP-002: AVAILABLE at the next look.
    "backup": (0.05, 0.05),
    # 2, Restore.
    "restore": (81.0, 721.0),
    # DDB-IMPORT-001, 006, 012 and 013: until the table is shown, until it is ACTIVE, and from then until the import has
    # ended; until it is told that there is no bucket.
    "import_visible": (30.7, 30.8),
    "import": (90.0, 215.0),
    "import_gap": (0.0, 6.0),
    "import_no_bucket": (5.6, 5.6),
    # 4.2: about 20 s.
    "create_with_vectors": (20.0, 20.0),
    # How late the Resource Groups Tagging API learns of tags: a guess.
    "tagging_lag": (5.0, 90.0),
}


@dataclasses.dataclass
class Behaviour:
    """The settings of an engine.

    ``seconds`` gives single transitions another length, ``instant`` gives all of them none. ``unknown`` tells whether
    what nobody has measured (control_plane.md, 9) is admitted, ``documented`` whether what only the documentation tells
    of is: disassociation, and global tables of several accounts. ``budgets`` are cooldowns and quotas over time,
    ``limiter`` the account's bucket of changes, ``lags`` answers that come from the past.
    """

    seconds: dict[str, tuple[float, float]] = dataclasses.field(default_factory=dict)
    instant: bool = False
    unknown: bool = False
    documented: bool = False
    budgets: bool = True
    limiter: bool = True
    lags: bool = True
    seed: int = 0

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    @property
    def admits_documented(self) -> bool:
        """Whether what only the documentation tells of is carried out."""
        return self.documented or self.unknown

    def draw(self, kind: str) -> float:
        """Return how long a transition takes this time; raises ``KeyError`` for one that there is not."""
        least, most = self.seconds.get(kind, SECONDS[kind])
        return 0.0 if self.instant else self._random.uniform(least, most)

    def identifier(self) -> str:
        """Return a random identifier in the form of a UUID."""
        digits = f"{self._random.getrandbits(128):032x}"
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
