# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protection against deletion."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.settings.names import Options
from hypothesis import strategies as st

GROUPS = (("deletion_protection_enabled",),)


def options(_before: Options | None, _drawn: Options) -> st.SearchStrategy[Options]:
    return st.booleans().map(lambda value: {"deletion_protection_enabled": value})


SPOILS = ()
