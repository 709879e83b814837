# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Validation: every rule that can be judged from the specification alone, each with its id.

The ids V1-V56 and s1-s8 are those of docs/validation.md, which marks what is a policy of this collection; all
others are answers of DynamoDB. No rule refuses what the service accepts, but for those policies. The rules of a setting
are in its folder below ``_settings``.
"""

from __future__ import annotations

import dataclasses
import typing as t

from .._settings.settings import Settings
from .._settings.violations import RESOURCE_NAME, Violation

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from .._settings.desired import Desired


def violations(desired: Desired, region: str | None = None) -> list[Violation]:
    """Return every rule that the specification breaks; none means that it can be sent.

    What is left out is not judged. ``region`` is the region of the table where it is known, for the KMS key's sake.
    """
    found = list(_name_violations(desired.name))
    own = dataclasses.replace(desired.settings, region=region)
    if desired.state == "absent":
        from .._settings.plannings import planning_of

        return found + [each for setting, value in own.items() for each in planning_of(setting).rules_of_absent(value)]
    return found + [each for setting, value in own.items() for each in setting.rules(value, own)]


def advice(desired: Desired, present: Settings | None = None) -> list[str]:
    """Return what is allowed but seldom meant, as warnings; what the table has already is not worth one.

    ``present`` has the settings of the table where there is one.
    """
    if desired.state == "absent":
        return []
    own, present = desired.settings, present or Settings()
    return [text for setting, value in own.items() for text in setting.advice(value, own, present)]


def _name_violations(name: str) -> Iterator[Violation]:
    if not RESOURCE_NAME.fullmatch(name):
        hint = "give the bare table name" if name.startswith("arn:") else "rename the table"
        yield Violation("V1", "name", f"'{name}' is not 3 to 255 characters of a-z, A-Z, 0-9, '_', '.' and '-'", hint)
