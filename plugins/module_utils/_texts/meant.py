# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Which name was meant by one that does not exist."""

from __future__ import annotations

import re
import typing as t

# How much alike two names are, from 0 to 1, so that one may be a slip for the other.
ALIKE = 0.7


def meant_by(name: str, names: t.Iterable[str]) -> str:
    """Return which of the names was meant, or nothing where that cannot be told."""
    plain, names = snake_case(name), [*names]
    for each in names:
        if each == plain or each.rstrip("s") == plain.rstrip("s"):
            return each
    # Needed only where something is wrong.
    import difflib

    close = difflib.get_close_matches(plain, names, n=1, cutoff=ALIKE)
    return close[0] if close else ""


def snake_case(name: str) -> str:
    """Return a name as options are written, as ``billingMode`` and ``billing-mode`` are meant."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|-", "_", name).lower()
