# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No replicas: tests/walks/test_replicas.py draws them, because each takes minutes and a Region of its own."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.settings.drawing import put
from ansible_collections.planton.dynamodb.tests.settings.names import Options
from hypothesis import strategies as st

OPTION = "replicas"
GROUPS = ((OPTION, "multi_region_consistency", "global_table_witness", "disassociation_protection_enabled"),)


def options(_before: Options | None, _drawn: Options) -> st.SearchStrategy[Options]:
    return st.just({OPTION: []})


SPOILS = (
    put(OPTION, [{"region_name": "eu-central-1"}]),
    put(OPTION, [{"region_name": "nowhere"}]),
    put("multi_region_consistency", "WEAK"),
)
