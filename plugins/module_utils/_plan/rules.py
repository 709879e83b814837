# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Validation: judges a specification by all rules that need no table; each rule has an id.

The ids V1-V56 and s1-s8 are those of docs/validation.md, which marks the rules that are policies of this collection.
All other rules refuse only what DynamoDB refuses. The rules of a setting are in its folder below ``_settings``.
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
    """Return all violations of the specification; without any, it can be compared and sent.

    Options that are left out are not judged. ``region`` is the Region of the table, if known; a KMS key must be in it.
    """
    found = list(_name_violations(desired.name))
    own = dataclasses.replace(desired.settings, region=region)
    if desired.state == "absent":
        from .._settings.plannings import planning_of

        return found + [each for setting, value in own.items() for each in planning_of(setting).rules_of_absent(value)]
    found += [each for setting, value in own.items() for each in setting.rules(value, own)]
    for there, wanted in desired.elsewhere.items():
        if wanted.options or wanted.inside:
            from .elsewhere import violations_there

            found += violations_there(there, wanted)
    if desired.origins:
        from .origin_rules import origin_violations

        found += origin_violations(desired, region)
    return found


def advice(desired: Desired, present: Settings | None = None) -> list[str]:
    """Return warnings about values that are allowed but rarely intended, unless the table has them already.

    ``present`` has the settings of the table, if it exists.
    """
    if desired.state == "absent":
        return []
    own, present = desired.settings, present or Settings()
    return [text for setting, value in own.items() for text in setting.advice(value, own, present)]


def _name_violations(name: str) -> Iterator[Violation]:
    if not RESOURCE_NAME.fullmatch(name):
        hint = "give the bare table name" if name.startswith("arn:") else "rename the table"
        yield Violation("V1", "name", f"'{name}' is not 3 to 255 characters of a-z, A-Z, 0-9, '_', '.' and '-'", hint)
