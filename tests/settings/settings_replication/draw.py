# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Off: a table whose settings are replicated gets no replicas of its account, which are drawn elsewhere."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.settings.drawing import put
from ansible_collections.planton.dynamodb.tests.settings.names import Options
from hypothesis import strategies as st

OPTION = "global_table_settings_replication_mode"
GROUPS = ((OPTION,),)


def options(_before: Options | None, _drawn: Options) -> st.SearchStrategy[Options]:
    return st.just({OPTION: "DISABLED"})


SPOILS = (put(OPTION, "ENABLED_WITH_OVERRIDES"), put(OPTION, "SOME"))
