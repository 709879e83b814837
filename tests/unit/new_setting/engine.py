# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The colour of a table, as the strict engine has it: a file of tests/simulator/settings, in the copy."""

from __future__ import annotations

import dataclasses
from typing import ClassVar

from ..setting import Handlers, Setting
from ..state import Part
from ..world import World


@dataclasses.dataclass
class Colour:
    """A table is grey unless it is told otherwise."""

    colour: str = "GREY"


def update(world: World, request: Part) -> Part:
    world.table(request["TableName"], "UpdateColour").of(Colour).colour = request["Colour"]
    return describe(world, request)


def describe(world: World, request: Part) -> Part:
    return {"ColourDescription": {"Colour": world.table(request["TableName"], "DescribeColour").of(Colour).colour}}


class _ColourSetting(Setting):
    state = Colour
    handlers: ClassVar[Handlers] = {"UpdateColour": update, "DescribeColour": describe}


SETTING = _ColourSetting()
