# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Guesses which name a user meant who wrote a name that does not exist."""

from __future__ import annotations

import re
import typing as t

# Two names that are at least this similar, from 0 to 1, may be meant for each other.
ALIKE = 0.7


def meant_by(name: str, names: t.Iterable[str]) -> str:
    """Return the one of ``names`` that was probably meant by ``name``; empty if none is similar."""
    plain, names = snake_case(name), [*names]
    for each in names:
        if each == plain or each.rstrip("s") == plain.rstrip("s"):
            return each
    # Imported here because it is needed only for a wrong name.
    import difflib

    close = difflib.get_close_matches(plain, names, n=1, cutoff=ALIKE)
    return close[0] if close else ""


def snake_case(name: str) -> str:
    """Return a name in the spelling of options: ``billingMode`` and ``billing-mode`` become ``billing_mode``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|-", "_", name).lower()
