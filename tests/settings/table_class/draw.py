# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One of the two classes of tables."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.settings.drawing import put
from ansible_collections.planton.dynamodb.tests.settings.names import Options
from hypothesis import strategies as st

GROUPS = (("table_class",),)
CLASSES = ("STANDARD", "STANDARD_INFREQUENT_ACCESS")


def options(_before: Options | None, _drawn: Options) -> st.SearchStrategy[Options]:
    return st.sampled_from(CLASSES).map(lambda value: {"table_class": value})


SPOILS = (put("table_class", "COLD"),)
