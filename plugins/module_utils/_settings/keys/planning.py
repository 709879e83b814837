# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The key of a new table."""

from __future__ import annotations

import typing as t

from ..key_schema import names_of
from ..planning import Planning
from ..requests import definitions_to_request, schema_to_request
from ..violations import Violation
from .setting import DEFINITIONS, KEYS, Keys, is_retyped

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..comparison import Comparison
    from ..observed import Observed
    from ..setting import Change, Part
    from ..settings import Settings


class KeysPlanning(Planning[Keys]):
    """Plans the keys. Only CreateTable sets them, so a change of the table's key needs a new table."""

    setting = KEYS

    def refusals(self, comparison: Comparison) -> Iterator[Violation]:
        """Judge by V8 if the key is left out: AWS takes a definition only with an index that uses it."""
        own = comparison.own.of(KEYS)
        if own is None or own.schema is not None:
            return
        used = comparison.wanted.key_attributes()
        for position, attribute in enumerate(own.attributes or ()):
            if attribute.name and attribute.name not in used:
                message = f"attribute '{attribute.name}' is used by no key of the table or of its indexes"
                yield Violation("V8", f"{DEFINITIONS}[{position}]", message, "remove it, or add the index")

    def completed(self, own: Keys | None) -> Keys:
        attributes, schema = own or (None, None)
        return Keys(attributes or (), schema or ())

    def for_replacement(self, value: Keys, table: Settings) -> Keys:
        """Return the keys without definitions that no key uses."""
        used = table.key_attributes()
        return value._replace(attributes=tuple(item for item in value.attributes or () if item.name in used))

    def needs_new_table(self, comparison: Comparison) -> Iterator[Change]:
        """Return changes of the table's key and of the types of its attributes (V66)."""
        wanted = comparison.wanted.of(KEYS)
        names = names_of(wanted.schema or ()) if wanted else []
        for change in comparison.of(KEYS):
            if change.path[0] == "key_schema" or (is_retyped(change) and change.path[1] in names):
                yield change

    def creates(self, wanted: Keys, table: Settings, replaced: Observed | None) -> Part:
        return {
            "AttributeDefinitions": definitions_to_request(wanted.attributes or ()),
            "KeySchema": schema_to_request(wanted.schema or ()),
        }


PLANNING = KeysPlanning()
