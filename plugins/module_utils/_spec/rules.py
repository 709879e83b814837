# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Validation: every rule that can be judged from the specification alone, each with its id.

The ids V1-V56 and s1-s8 are those of docs/validation.md, which marks what is a policy of this collection; all
others are answers of DynamoDB. No rule refuses what the service accepts, but for those policies.
"""

from __future__ import annotations

import typing as t

from .model import Settings
from .rule_model import RESOURCE_NAME, Violation
from .rules_indexes import index_violations, index_warnings
from .rules_keys import key_violations
from .rules_settings import settings_violations

if t.TYPE_CHECKING:
    from .model import Desired


def violations(desired: Desired, region: str | None = None) -> list[Violation]:
    """Return every rule that the specification breaks; none means that it can be sent.

    What is left out is not judged. ``region`` is the region of the table where it is known, for the KMS key's sake.
    """
    found = list(_name_violations(desired.name))
    if desired.state == "absent":
        return found + list(_absent_violations(desired))
    settings = desired.settings
    return [*found, *key_violations(settings), *index_violations(settings), *settings_violations(settings, region)]


def advice(desired: Desired, present: Settings | None = None) -> list[str]:
    """Return what is allowed but seldom meant, as warnings; what the table has already is not worth one.

    ``present`` has the settings of the table where there is one.
    """
    if desired.state == "absent":
        return []
    return list(index_warnings(desired.settings, present or Settings()))


def _name_violations(name: str) -> t.Iterator[Violation]:
    if not RESOURCE_NAME.fullmatch(name):
        hint = "give the bare table name" if name.startswith("arn:") else "rename the table"
        yield Violation("V1", "name", f"'{name}' is not 3 to 255 characters of a-z, A-Z, 0-9, '_', '.' and '-'", hint)


def _absent_violations(desired: Desired) -> t.Iterator[Violation]:
    if desired.settings.deletion_protection:
        yield Violation(
            "V4",
            "deletion_protection_enabled",
            "a table cannot be absent and protected against deletion",
            "leave deletion_protection_enabled out, and use 'force: true' to lift the protection in the same run",
        )
