# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The key of a new table."""

from __future__ import annotations

import typing as t

from ..calls import Writes
from ..key_schema import schema_to_request
from .setting import Keys

if t.TYPE_CHECKING:
    from collections.abc import Iterable

    from ..observed import Observed
    from ..setting import Part
    from ..settings import Settings
    from .setting import Attribute


class KeysWrites(Writes[Keys]):
    """CreateTable only; what cannot be changed needs another table."""

    def creates(self, wanted: Keys, table: Settings, replaced: Observed | None) -> Part:
        return {
            "AttributeDefinitions": definitions(wanted.attributes or ()),
            "KeySchema": schema_to_request(wanted.schema or ()),
        }


def definitions(attributes: Iterable[Attribute]) -> list[Part]:
    """Return AttributeDefinitions, sorted so that the same table always gives the same request."""
    return [{"AttributeName": item.name, "AttributeType": item.type} for item in sorted(attributes)]


WRITES = KeysWrites()
