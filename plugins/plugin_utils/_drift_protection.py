# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Finds protections that a specification asks for and the table does not have."""

from __future__ import annotations

import typing as t

from ..module_utils._fields.told import Told, in_order
from ..module_utils._settings.drifts import DRIFTS

Words = dict[str, t.Any]
Sides = tuple[t.Any, t.Any]


def lost_protections(changes: t.Sequence[t.Mapping[str, t.Any]]) -> list[Words]:
    """Return the protections that a table lacks although its specification asks for them, each as a kind and a text.

    ``changes`` are the changes in its result. It is no loss if the specification asks for less than the table has.
    """
    sides = {path: both for change in changes for path, both in _sides(change)}
    if "state" in sides:
        # A table that does not exist, or is to be deleted, has no protection to lose.
        return []
    away = [there for each in DRIFTS for there in each.elsewhere(sides).items()]
    elsewhere = (told._replace(detail=f"In {region}: {told.detail}") for region, part in away for told in _lost(part))
    found = in_order(_lost(sides), elsewhere)
    return [{"kind": told.what, "text": told.detail} for told in found]


def _lost(sides: t.Mapping[str, Sides]) -> t.Iterator[Told]:
    for each in DRIFTS:
        yield from each.lost(sides)


def _sides(change: t.Mapping[str, t.Any]) -> t.Iterator[tuple[str, Sides]]:
    """Return both sides of a change; a block that only one side has is followed by its parts."""
    path, before, after = str(change["path"]), change["before"], change["after"]
    yield path, (before, after)
    block = before if after is None else after
    if isinstance(block, t.Mapping):
        for name, value in block.items():
            yield f"{path}.{name}", ((value, None) if after is None else (None, value))
