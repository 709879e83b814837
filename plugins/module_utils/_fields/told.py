# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""What is told of a table that is adopted."""

from __future__ import annotations

import typing as t


class Told(t.NamedTuple):
    """One thing that is told: what it is, and which one it is here.

    What all settings tell is told in the order of its places, whichever setting it is from.
    """

    place: int
    what: str
    detail: str = ""


def in_order(*found: t.Iterable[Told]) -> tuple[Told, ...]:
    """Return what several tell, in the order of its places."""
    return tuple(sorted((told for each in found for told in each), key=lambda told: told.place))
