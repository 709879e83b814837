# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The reads of the source of a restore, and what their answers tell."""

from __future__ import annotations

import typing as t

from ...setting import Unknown
from ..origin import Missing

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from ..origin import Sources

OPTION = "restore_from"
# The names of the reads.
BACKUP, TABLE, WINDOW, KEY = "the backup", "the source table", "its point-in-time recovery", "its KMS key"


def answer_of(found: Sources, name: str) -> Mapping[str, t.Any]:
    """Return the answer to a read; empty if there is none."""
    answer = found.get(name)
    return {} if answer is None or isinstance(answer, (Missing, Unknown)) else answer


def encryption_of(found: Sources) -> Mapping[str, t.Any]:
    """Return SSEDescription of the backup, or else of the source table."""
    features = answer_of(found, BACKUP).get("SourceTableFeatureDetails") or {}
    table = {} if BACKUP in found else answer_of(found, TABLE)
    return features.get("SSEDescription") or table.get("SSEDescription") or {}
