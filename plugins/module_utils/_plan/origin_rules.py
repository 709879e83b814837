# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Judges the way in which a table is to come into being, as far as that needs no call."""

from __future__ import annotations

import typing as t

from .._settings.violations import Violation

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from .._settings.desired import Desired


def origin_violations(desired: Desired, region: str | None) -> Iterator[Violation]:
    """Judge the way in which the table is to come into being, and V89: there is only one."""
    names = [origin.option for origin in desired.origins]
    if names and desired.replacement != "never":
        names.append("replacement")
    if len(names) > 1:
        message = f"{' and '.join(names)} are given, and each says how the table comes into being"
        yield Violation("V89", names[-1], message, "give only one of them")
    for origin in desired.origins:
        yield from origin.rules(region)
        yield from origin.beside(desired.settings.to_options())
