# Written by scripts/generate from plugins/module_utils/_settings: change the options there.
# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this doc fragment is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

from __future__ import annotations


class ModuleDocFragment:
    """The options that name a table and tell how a run goes about it."""

    DOCUMENTATION = r"""
options:
  name:
    description:
      - The name of the table, 3 to 255 characters of C(a-z), C(A-Z), C(0-9), C(_), C(.) and C(-).
    type: str
    required: true
    aliases:
      - table_name
  state:
    description: Whether the table is to be there or not.
    type: str
    default: present
    choices:
      - present
      - absent
  wait:
    description:
      - Whether to wait until the table is as specified.
      - With V(false), the module makes the calls that AWS admits at once. While calls are left or a change is in
        progress, the result has RV(converged=false). The next run continues from there.
    type: bool
    default: true
  wait_timeout:
    description: How many seconds to wait at most. If the time is over, the run fails, and the next run continues
      from there.
    type: int
    default: 1800
  replacement:
    description:
      - What to do if only a new table can match the specification, because keys, types of key attributes or local
        secondary indexes differ.
      - V(never) refuses, V(when_empty) replaces a table without items, V(backup_and_replace) makes an on-demand backup
        first.
      - The items are not carried over. What the specification leaves out is set on the new table as it was on the
        old one.
      - Refused for a table with replicas, and where the new table would lack a place in a global table of version
        2017.11.29. Auto scaling ends before the old table is deleted, and begins again with the new one.
    type: str
    default: never
    choices:
      - never
      - when_empty
      - backup_and_replace
  force:
    description: Whether a run that deletes or replaces the table may turn off its deletion protection, and whether
      a table that O(replica_removal=disassociate) lets leave its global table may lose its protection against that.
    type: bool
    default: false
  backup_before_delete:
    description:
      - Whether to make an on-demand backup, and wait for it, before the table is deleted.
      - Refused for a table that lost its KMS key, of which AWS makes none.
    type: bool
    default: false
  replica_removal:
    description:
      - What to do about replicas that O(replicas) does not list, and about all replicas with O(state=absent). If
        O(replicas) is left out, the replicas are left alone.
      - V(never) refuses. V(delete) removes them, and AWS deletes the tables of their Regions with all items. AWS
        refuses that for a table from which a replica was added in the last 24 hours.
      - V(disassociate) ends the replication, and all tables keep their items. The call is made in the Region that
        leaves. A table that is protected against that needs O(force=true), see O(disassociation_protection_enabled).
        With O(state=absent), the table of this Region leaves and is deleted, and the others stay as they are. AWS
        documents this for O(multi_region_consistency=EVENTUAL); it was not measured.
    type: str
    default: never
    choices:
      - never
      - delete
      - disassociate
  expected_plan:
    description: Refuse to act unless the plan that is computed now has this id.
    type: str
  validate_only:
    description: Check the specification and make no call at all.
    type: bool
    default: false
"""
